/** A toast that survives one redirect. It travels in a cookie: no server keeps it, any replica shows it. */
export interface Toast {
  tone: "ok" | "info" | "bad";
  text: string;
  /** A form that takes the done thing back. */
  undo?: { action: string; fields: Record<string, string> };
}

export const flash_name = "omni_flash";

export const flash_cookie = (toast: Toast): string =>
  `${flash_name}=${encodeURIComponent(JSON.stringify(toast))}; Path=/; Max-Age=30; SameSite=Lax`;
export const flash_spent = `${flash_name}=; Path=/; Max-Age=0; SameSite=Lax`;

export function read_flash(value: string | null): Toast | null {
  if (!value) return null;
  try {
    const toast: unknown = JSON.parse(decodeURIComponent(value));
    if (typeof toast !== "object" || toast === null || !("text" in toast) || !("tone" in toast)) return null;
    const tone = (["ok", "info", "bad"] as const).find((each) => each === toast.tone);
    return tone && typeof toast.text === "string" ? { tone, text: toast.text.slice(0, 300), ...undo_of(toast) } : null;
  } catch {
    return null; // someone else's cookie of the same name
  }
}

function undo_of(toast: object): Pick<Toast, "undo"> {
  if (!("undo" in toast) || typeof toast.undo !== "object" || toast.undo === null) return {};
  const { undo } = toast;
  if (!("action" in undo) || typeof undo.action !== "string" || !/^\/(?!\/)/.test(undo.action)) return {};
  const fields = "fields" in undo && typeof undo.fields === "object" && undo.fields !== null
    ? Object.entries(undo.fields).map(([name, value]) => [name, String(value)])
    : [];
  return { undo: { action: undo.action, fields: Object.fromEntries(fields) } };
}
