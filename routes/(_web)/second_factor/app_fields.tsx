import { TextField } from "~/components/form/text_field.tsx";
import { t } from "~/components/text.ts";
import type { NewTotp } from "~/domain/second_factor/mod.ts";
import { QrCode } from "./qr_code.tsx";

/** What an authenticator app is set up with: scan or type, then prove it. */
export function AppFields({ app, error }: { app: NewTotp; error?: string }) {
  return (
    <>
      <p class="text-sm text-ink-2">{t("Scan this with your authenticator app.")}</p>
      <QrCode text={app.uri} label={t("QR code for your authenticator app")} />
      <details class="text-sm">
        <summary class="link cursor-pointer">{t("Cannot scan?")}</summary>
        <p class="mt-2">{t("Type this key into the app, six digits every 30 seconds:")}</p>
        <code class="fig block break-all mt-1 js-totp-secret">{app.secret.replace(/(.{4})(?=.)/g, "$1 ")}</code>
      </details>
      <CodeField label={t("The six digits that the app shows now")} {...(error ? { error } : {})} numeric />
    </>
  );
}

export function CodeField(
  { label, hint, error, numeric }: { label: string; hint?: string; error?: string; numeric?: boolean },
) {
  return (
    <TextField
      name="code"
      label={label}
      autocomplete="one-time-code"
      autocapitalize="characters"
      spellcheck={false}
      maxLength={40}
      required
      {...(numeric ? { inputMode: "numeric" as const } : {})}
      {...(hint ? { hint } : {})}
      {...(error ? { error } : {})}
    />
  );
}
