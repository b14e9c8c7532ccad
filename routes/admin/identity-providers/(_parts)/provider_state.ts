import { z } from "zod";
import type { Tone } from "~/components/badge.tsx";
import { t } from "~/components/text.ts";
import type { Finding, IdentityProvider } from "~/domain/identity_providers/mod.ts";

const report = z.object({ findings: z.array(z.object({ tone: z.enum(["ok", "bad", "note"]), words: z.string() })) });

/** What the last test of the connection found; empty before the first. */
export const findings_of = (provider: Pick<IdentityProvider, "check_report">): Finding[] =>
  report.safeParse(provider.check_report).data?.findings ?? [];

export function provider_state(provider: IdentityProvider): { tone: Tone; label: string } {
  if (!provider.is_enabled) return { tone: "neutral", label: t("Off") };
  return findings_of(provider).some(({ tone }) => tone === "bad")
    ? { tone: "bad", label: t("On, with trouble") }
    : { tone: "ok", label: t("On") };
}
