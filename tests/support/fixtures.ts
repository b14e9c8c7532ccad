/** Actors, a platform and believable rows for tests. */
import { type Config, load_config } from "~/config.ts";
import type { Actor } from "~/domain/kernel/actor.ts";
import type { Database } from "~/domain/kernel/db/connect.ts";
import { disk_storage } from "~/domain/kernel/files/disk.ts";
import { permission_set } from "~/domain/kernel/permissions.ts";
import { create_platform, type Platform } from "~/domain/kernel/platform.ts";

const base: Omit<Actor, "kind" | "label" | "permissions" | "subscriber_ids"> = {
  person_id: null,
  session_id: null,
  timezone: null,
  request: null,
};

export const staff = (...keys: string[]): Actor => ({
  ...base,
  kind: "staff",
  label: "Ada Ojo",
  permissions: permission_set(keys),
  subscriber_ids: [],
});
export const staff_person = (person_id: string, ...keys: string[]): Actor => ({ ...staff(...keys), person_id });
export const customer = (subscriber_ids: string[], person_id: string | null = null): Actor => ({
  ...base,
  kind: "customer",
  label: "Hassan Eze",
  person_id,
  permissions: permission_set(["portal:*"]),
  subscriber_ids,
});

/** A configuration of one's own folder; the keys are fixed, so that tests repeat. */
export function test_config(changes: Record<string, string> = {}): Config {
  const DATA_DIR = changes.DATA_DIR ?? Deno.makeTempDirSync({ prefix: "omni_test_" });
  return load_config({
    DATA_DIR,
    SECRET_KEY: btoa("0123456789abcdef0123456789abcdef"),
    ENCRYPTION_KEYS: `k1:${btoa("abcdef0123456789abcdef0123456789")}`,
    PUBLIC_URL: "http://localhost:8000",
    LOG_LEVEL: "error",
    DEMO: "false",
    ALLOW_PRIVATE_WEBHOOKS: "true",
    ...changes,
  });
}

export function platform_on(db: Database, options: { now?: () => Temporal.Instant; config?: Config } = {}): Platform {
  const config = options.config ?? test_config();
  const files = disk_storage(`${config.DATA_DIR}/files`);
  return create_platform({ config, db, files, ...(options.now ? { now: options.now } : {}) });
}
