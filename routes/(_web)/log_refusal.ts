import { DomainError } from "~/domain/kernel/errors.ts";
import { log } from "~/domain/kernel/log.ts";

/** Who tried what they may not is a security event (ASVS 16.3.2). The line has the request id and actor of its context; values stay out. */
export function log_refusal(error: unknown): void {
  if (!(error instanceof DomainError) || error.status !== 403) return;
  const missing = error.details.find(({ field }) => field === "permission")?.value;
  log.warn("refused", { permission: missing ?? null, fields: error.details.map(({ field }) => field) });
}
