/** Every address of the product, from one place: a page that moves is a change of one line. */
import type { Entity } from "~/domain/kernel/entity.ts";

const admin = "/admin";
const portal = "/portal";
const reseller = "/reseller";
const vendor = "/vendor";
const field = "/admin/field";

/** What a customer and a reseller find at the same place of their portals. */
const desk = (home: string) => ({
  home,
  tickets: `${home}/tickets`,
  report: `${home}/tickets/new`,
  ticket: (id: string) => `${home}/tickets/${id}`,
  visits: `${home}/visits`,
  attachment: (id: string) => `${home}/files/${id}`,
});
export type DeskPaths = ReturnType<typeof desk>;

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
    invite: (person_id: string, role: string) => `${admin}/users/new?person_id=${person_id}&role=${role}`,
    user: (person_id: string) => `${admin}/users/${person_id}`,
    user_permissions: (person_id: string) => `${admin}/users/${person_id}/permissions`,
    roles: `${admin}/users/roles`,
    identity_providers: `${admin}/identity-providers`,
    identity_provider: (id: string) => `${admin}/identity-providers/${id}`,
    new_role: `${admin}/users/roles/new`,
    compare_roles: `${admin}/users/roles/compare`,
    role: (id: string) => `${admin}/users/roles/${id}`,
    permissions: `${admin}/permissions`,
    permission: (key: string) => `${admin}/permissions/${encodeURIComponent(key)}`,
    access_review: `${admin}/users/review`,
    api_docs: "/api/v1/docs",
  },
  field: {
    day: field,
    job: (id: string) => `${field}/${id}`,
  },
  portal: {
    ...desk(portal),
    service: `${portal}/service`,
    sign_in: `${portal}/auth/sign-in`,
    sign_out: `${portal}/auth/sign-out`,
    end_acting: `${portal}/auth/end-acting`,
  },
  reseller: {
    ...desk(reseller),
    subscribers: `${reseller}/subscribers`,
    subscriber: (id: string) => `${reseller}/subscribers/${id}`,
    report_for: (subscriber_id: string) => `${reseller}/tickets/new?service=${subscriber_id}`,
  },
  vendor: {
    home: vendor,
    jobs: `${vendor}/jobs`,
    job: (id: string) => `${vendor}/jobs/${id}`,
    projects: `${vendor}/projects`,
    project: (id: string) => `${vendor}/projects/${id}`,
    attachment: (id: string) => `${vendor}/files/${id}`,
  },
  auth: {
    sign_in: "/auth/sign-in",
    sign_out: "/auth/sign-out",
  },
  theme: "/theme",
} as const;
