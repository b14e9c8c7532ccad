import { z } from "zod";
import { list_settings, write_setting } from "~/domain/kernel/settings.ts";
import { audit_events } from "~/domain/audit/mod.ts";
import { crud } from "./crud.ts";
import { type Endpoint, param, reading, verb } from "./endpoint.ts";

const setting = z.object({
  domain: z.string(),
  key: z.string(),
  label: z.string(),
  hint: z.string(),
  value: z.unknown(),
  is_default: z.boolean(),
});

export const system_routes: Endpoint[] = [
  reading("/settings", {
    permission: "settings:read",
    tag: "Settings",
    summary: "All settings with their values; secrets are masked",
    returns: z.object({ items: z.array(setting) }),
  }, async (tx) => ({
    items: await list_settings(tx),
  })),
  verb(
    "PUT",
    "/settings/{domain}/{key}",
    {
      permission: "settings:update",
      tag: "Settings",
      summary: "Change a setting",
      body: z.strictObject({ value: z.unknown() }),
      status: 204,
    },
    (tx, { params, body }) => write_setting(tx, param(params, "domain"), param(params, "key"), body.value),
  ),
  ...crud(audit_events),
];
