import { z } from "zod";
import {
  cancel_notification,
  mark_read,
  notice_kinds,
  notification_templates,
  notifications,
  own_notifications,
  retry_notification,
  unread_count,
  variables_of,
} from "~/domain/notifications/mod.ts";
import { crud } from "./crud.ts";
import { type Endpoint, param, reading, verb } from "./endpoint.ts";

const tag = notifications.entity.plural;
const own = z.object({
  id: z.uuid(),
  subject: z.string(),
  body: z.string(),
  link: z.string().nullable(),
  read_at: z.string().nullable(),
  created_at: z.string(),
});

export const notification_routes: Endpoint[] = [
  reading("/me/notifications", {
    permission: "signed-in",
    summary: "One's own notices, newest first, with the count of unread ones",
    tag,
    query: z.strictObject({
      unread: z.enum(["true", "false"]).optional(),
      limit: z.coerce.number().int().min(1).max(100).optional(),
    }),
    returns: z.object({ items: z.array(own), unread: z.int().meta({ description: "Counted up to 100" }) }),
  }, async (tx, { query }) => ({
    items: await own_notifications(tx, {
      unread: query.unread === "true",
      ...(query.limit ? { limit: query.limit } : {}),
    }),
    unread: await unread_count(tx),
  })),
  verb("POST", "/me/notifications/read", {
    permission: "signed-in",
    summary: "Mark one's own notices as read: those named, or all",
    tag,
    body: z.strictObject({ ids: z.array(z.uuid()).min(1).max(200).optional() }),
    returns: z.object({ marked: z.int() }),
  }, async (tx, { body }) => ({ marked: await mark_read(tx, body.ids ?? "all") })),
  ...crud(notifications),
  verb("POST", "/notifications/{id}/cancel", {
    permission: "notifications:update",
    summary: "Take back a mail that has not left",
    tag,
    returns: notifications.entity.read,
  }, (tx, { params }) => cancel_notification(tx, param(params))),
  verb("POST", "/notifications/{id}/retry", {
    permission: "notifications:update",
    summary: "Send a failed or waiting mail now",
    tag,
    returns: notifications.entity.read,
  }, (tx, { params }) => retry_notification(tx, param(params))),
  ...crud(notification_templates),
  reading("/notification-kinds", {
    permission: "notification-templates:read",
    summary: "Kinds of notices and the variables that their templates may use",
    tag: notification_templates.entity.plural,
    returns: z.object({
      items: z.array(
        z.object({ code: z.string(), name: z.string(), variables: z.array(z.string()), channels: z.array(z.string()) }),
      ),
    }),
  }, () =>
    Promise.resolve({
      items: notice_kinds().map((kind) => ({
        code: kind.code,
        name: kind.name,
        variables: variables_of(kind),
        channels: Object.keys(kind.words),
      })),
    })),
];
