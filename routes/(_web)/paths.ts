/** Every address of the product, from one place: a page that moves is a change of one line. */
import type { Entity } from "~/domain/kernel/entity.ts";

const admin = "/admin";
const portal = "/portal";
const field = "/admin/field";

export const paths = {
  admin: {
    home: admin,
    search: `${admin}/search`,
    lookup: (entity: string) => `${admin}/lookup/${entity}`,
    list: (entity: Pick<Entity, "path">) => `${admin}/${entity.path}`,
    create: (entity: Pick<Entity, "path">) => `${admin}/${entity.path}/new`,
    record: (entity: Pick<Entity, "path">, id: string) => `${admin}/${entity.path}/${id}`,
    edit: (entity: Pick<Entity, "path">, id: string) => `${admin}/${entity.path}/${id}/edit`,
    history: (entity: Pick<Entity, "path">, id: string) => `${admin}/${entity.path}/${id}/history`,
    export: (entity: Pick<Entity, "path">) => `${admin}/${entity.path}/export.csv`,
    tickets: `${admin}/tickets`,
    new_ticket: `${admin}/tickets/new`,
    ticket: (id: string) => `${admin}/tickets/${id}`,
    new_work_order: (ticket_id: string) => `${admin}/tickets/${ticket_id}/work-order`,
    work_orders: `${admin}/work-orders`,
    work_order: (id: string) => `${admin}/work-orders/${id}`,
    dispatch: (id: string) => `${admin}/work-orders/${id}/dispatch`,
    subscribers: `${admin}/subscribers`,
    subscriber: (id: string) => `${admin}/subscribers/${id}`,
    act_as: (subscriber_id: string, person_id?: string) =>
      `${admin}/subscribers/${subscriber_id}/act-as${person_id ? `?person_id=${person_id}` : ""}`,
    imports: `${admin}/imports`,
    import: (id: string) => `${admin}/imports/${id}`,
    attachment: (id: string) => `${admin}/files/${id}`,
    notifications: `${admin}/notifications`,
    inbox_notifications: `${admin}/notifications/mine`,
    webhooks: `${admin}/webhook-endpoints`,
    webhook: (id: string) => `${admin}/webhook-endpoints/${id}`,
    api_keys: `${admin}/api-keys`,
    api_key: (id: string) => `${admin}/api-keys/${id}`,
    own_api_keys: `${admin}/account/api-keys`,
    jobs: `${admin}/jobs`,
    events: `${admin}/events`,
    event: (id: string) => `${admin}/events/${id}`,
    audit: `${admin}/audit-events`,
    settings: `${admin}/settings`,
    users: `${admin}/users`,
    new_user: `${admin}/users/new`,
    user: (person_id: string) => `${admin}/users/${person_id}`,
    roles: `${admin}/users/roles`,
    api_docs: "/api/v1/docs",
  },
  field: {
    day: field,
    job: (id: string) => `${field}/${id}`,
  },
  portal: {
    home: portal,
    tickets: `${portal}/tickets`,
    report: `${portal}/tickets/new`,
    ticket: (id: string) => `${portal}/tickets/${id}`,
    visits: `${portal}/visits`,
    service: `${portal}/service`,
    attachment: (id: string) => `${portal}/files/${id}`,
    sign_in: `${portal}/auth/sign-in`,
    sign_out: `${portal}/auth/sign-out`,
    end_acting: `${portal}/auth/end-acting`,
  },
  auth: {
    sign_in: "/auth/sign-in",
    sign_out: "/auth/sign-out",
  },
  theme: "/theme",
} as const;
