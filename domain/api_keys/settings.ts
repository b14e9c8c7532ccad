import { z } from "zod";
import { setting } from "~/domain/kernel/settings.ts";

export const longest_days = setting("api_keys", "longest_days", {
  label: "Longest life of an API key (days)",
  hint: "1 to 3650. Counted from its creation or last rotation. Keys that exist keep their end.",
  schema: z.int().min(1).max(3_650),
  fallback: 365,
});

export const allow_endless = setting("api_keys", "allow_endless", {
  label: "Allow API keys that never expire",
  hint: "Whoever creates one has to choose it. Better leave this off: a forgotten key then ends by itself.",
  schema: z.boolean(),
  fallback: false,
});
