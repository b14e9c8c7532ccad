import { Banner } from "~/components/banner.tsx";
import { t } from "~/components/text.ts";

/** Shown by the answer that made them and never again: they are stored as hashes. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <div class="grid gap-4">
      <Banner tone="warning" title={t("Keep these recovery codes")}>
        {t(
          "Each opens your account once, should your phone or key be gone. They are not shown again: print them, or put them into your password manager.",
        )}
      </Banner>
      <ol class="panel p-4 grid gap-1 fig text-sm js-recovery-codes" aria-label={t("Recovery codes")}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
    </div>
  );
}
