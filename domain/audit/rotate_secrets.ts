/** Seals every stored secret anew under the ring's first key, so that the old key can be taken out of ENCRYPTION_KEYS. */
import { job_actor } from "~/domain/kernel/actor.ts";
import { rotate_piece, rotation_piece, sealed_places } from "~/domain/kernel/crypto/sealed_places.ts";
import type { Platform } from "~/domain/kernel/platform.ts";

export interface RotationReport {
  /** The key that holds everything now. */
  key_id: string;
  places: { place: string; seen: number; resealed: number }[];
}

const actor = job_actor("rotate secrets");

/**
 * Piece by piece, while the service runs: every process opens with every key of the ring, so give all of them both keys first.
 * Interrupted, it is run again and goes on. One audit entry tells that it was done, and lets the chain be signed by the new key.
 * @throws Error that names the row whose key is not in the ring
 */
export async function rotate_secrets(platform: Platform): Promise<RotationReport> {
  const ring = platform.config.ENCRYPTION_KEYS;
  const report: RotationReport = { key_id: ring[0]?.id ?? "", places: [] };
  for (const place of sealed_places()) {
    const told = { place: `${place.table}.${place.column}`, seen: 0, resealed: 0 };
    for (let after = "";;) {
      const done = await platform.transaction(actor, (tx) => rotate_piece(tx.sql, ring, place, after));
      told.seen += done.seen;
      told.resealed += done.resealed;
      after = done.after;
      if (done.seen < rotation_piece) break;
    }
    report.places.push(told);
  }
  await platform.transaction(actor, (tx) => {
    tx.audit({
      action: "secrets.rotated",
      entity_type: "setting",
      entity_id: "00000000-0000-0000-0000-000000000000",
      entity_label: "ENCRYPTION_KEYS",
      subscriber_id: null,
      changes: Object.fromEntries(
        report.places.filter((each) => each.resealed).map((
          each,
        ) => [each.place, { from: null, to: `${each.resealed} sealed by ${report.key_id}` }]),
      ),
    });
    return Promise.resolve();
  });
  return report;
}
