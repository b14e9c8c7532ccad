/** Notices to people: mails and the bell in the app. */
import "./own_kinds.ts";
import "./handlers/tickets.ts";
import "./handlers/visits.ts";
import "./handlers/webhooks.ts";

export { deliver_notifications, type MailOptions, type MailsDelivered, message_id, no_smtp } from "./deliver.ts";
export { type InboxItem, mark_read, own_notifications, unread_count } from "./inbox.ts";
export { type Channel, declare_notice, notice_kinds, type NoticeKind, variables_of } from "./kinds.ts";
export { notification, notification_template } from "./notification.ts";
export { cancel_notification, type Notification, notifications, retry_notification } from "./notifications.ts";
export { type Notice, notify, notify_all } from "./notify.ts";
export { notification_templates, seed_templates } from "./templates.ts";
