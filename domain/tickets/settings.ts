import { z } from "zod";
import { setting } from "~/domain/kernel/settings.ts";

export const reopen_days = setting("tickets", "reopen_days", {
  label: "Days in which an answer reopens a resolved ticket",
  hint:
    "A whole number from 0 to 90. A later answer opens a new ticket that is linked to the old one, so that reports of the past stay true.",
  schema: z.int().min(0).max(90),
  fallback: 7,
});

export const rating_days = setting("tickets", "rating_days", {
  label: "Days in which a customer may change a rating",
  hint: "A whole number from 0 to 90.",
  schema: z.int().min(0).max(90),
  fallback: 14,
});

const hours = z.number().min(0.25).max(8_760).nullable();

export const due_hours = setting("tickets", "due_hours", {
  label: "Hours until a new ticket is due, by priority",
  hint:
    'Hours from 0.25 to 8760 for each of low, normal, high and urgent, or null for no due time, such as {"low": 120, "normal": 48, "high": 24, "urgent": 4}.',
  schema: z.strictObject({ low: hours, normal: hours, high: hours, urgent: hours }),
  fallback: { low: 120, normal: 48, high: 24, urgent: 4 },
});
