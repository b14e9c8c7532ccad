/** A platform over a test database, and the small things that tests of the jobs share. */
import { load_config } from "~/config.ts";
import { configure_log } from "~/domain/kernel/log.ts";
import { declare_event, type Handler, type StoredEvent } from "~/domain/kernel/events.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import type { Database } from "~/domain/kernel/db/connect.ts";
import { create_platform, type Platform } from "~/domain/kernel/platform.ts";
import { open_storage } from "~/domain/kernel/files/open_storage.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

// Failures are what these tests are about; their log lines are no news.
configure_log({ write: () => {} });

export const test_environment = {
  SECRET_KEY: "11".repeat(32),
  ENCRYPTION_KEYS: `k1:${"22".repeat(32)}`,
  DATABASE_URL: "postgres://unused@localhost/unused",
  DEMO: "false",
};

export function test_platform(db: Database, env: Record<string, string> = {}, now?: () => Temporal.Instant): Platform {
  const config = load_config({ ...test_environment, ...env });
  return create_platform({
    config,
    db,
    files: open_storage({ kind: "disk", folder: "/tmp/omni-test-files" }),
    ...(now ? { now } : {}),
  });
}

export const test_event = declare_event("probe.happened", "Something that the tests of the jobs made happen.");

/** Commits `count` events in transactions of `each`. @returns their subjects' ids in order */
export async function emit(
  platform: Platform,
  count: number,
  more: Record<string, unknown> = {},
  each = 500,
): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < count; at += each) {
    await platform.transaction(job_actor("test"), (tx) => {
      for (let i = at; i < Math.min(count, at + each); i++) {
        const id = new_id();
        ids.push(id);
        tx.emit(test_event, { ...more, id, n: i });
      }
      return Promise.resolve();
    });
  }
  return ids;
}

/** A handler whose effect can be counted: a row in `probe_effects` for each time it ran. */
export function counting_handler(name: string, fail: (event: StoredEvent) => boolean = () => false): Handler {
  return {
    name,
    types: [test_event],
    async handle(tx: Tx, events) {
      for (const event of events) {
        await tx.sql`insert into probe_effects (handler, subject_id) values (${name}, ${event.subject_id})`;
        if (fail(event)) throw new Error(`${name} refuses event ${String(event.payload.n)}`);
      }
    },
  };
}

export async function prepare_effects(db: Database): Promise<void> {
  await db.sql`create table if not exists probe_effects (handler text not null, subject_id uuid not null)`;
}

/** Brings everything that waits for a later attempt to now. */
export async function hurry(
  db: Database,
  table: "event_store" | "notifications" | "webhook_deliveries",
): Promise<void> {
  await db.sql.unsafe(
    `update ${table} set next_attempt_at = now() - interval '1 second' where next_attempt_at is not null`,
  );
}
