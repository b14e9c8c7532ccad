/** Asks for JSON as the signed-in user. Throws with the status when the answer is none; an aborted call throws AbortError. */
export async function fetch_json(address: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(address, {
    signal,
    headers: { accept: "application/json" },
    credentials: "same-origin",
  });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return await response.json();
}

/** The objects in an array of unknown origin. */
export function records(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value)
    ? value.filter((item): item is Record<string, unknown> => item !== null && typeof item === "object")
    : [];
}

export function text_of(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
