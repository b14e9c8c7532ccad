/** The API as a list. A domain's endpoints stand in its own file; here is only which files there are. */
import type { Endpoint } from "./endpoint.ts";
import { mount } from "./mount.ts";
import { api_key_routes } from "./api_keys.ts";
import { attachment_routes } from "./attachments.ts";
import { auth_routes } from "./auth.ts";
import { access_review_routes } from "./access_reviews.ts";
import { add_docs } from "./docs.ts";
import { event_routes } from "./events.ts";
import { identity_provider_routes } from "./identity_providers.ts";
import { import_routes } from "./imports.ts";
import { job_routes } from "./jobs.ts";
import { notification_routes } from "./notifications.ts";
import { organization_routes } from "./organizations.ts";
import { people_routes } from "./people.ts";
import { portal_routes } from "./portal.ts";
import { project_routes } from "./projects.ts";
import { reseller_portal_routes } from "./reseller_portal.ts";
import { reseller_routes } from "./resellers.ts";
import { role_routes } from "./roles.ts";
import { saved_view_routes } from "./saved_views.ts";
import { scheduled_task_routes } from "./scheduled_tasks.ts";
import { system_routes } from "./settings.ts";
import { second_factor_routes } from "./second_factor.ts";
import { site_routes } from "./sites.ts";
import { subscriber_routes } from "./subscribers.ts";
import { sync_routes } from "./sync.ts";
import { technician_routes } from "./technicians.ts";
import { ticket_routes } from "./tickets.ts";
import { vendor_portal_routes } from "./vendor_portal.ts";
import { vendor_routes } from "./vendors.ts";
import { user_routes } from "./users.ts";
import { webhook_routes } from "./webhooks.ts";
import { work_order_routes } from "./work_orders.ts";

export const all_endpoints: readonly Endpoint[] = [
  ...auth_routes,
  ...second_factor_routes,
  ...api_key_routes,
  ...identity_provider_routes,
  ...role_routes,
  ...user_routes,
  ...access_review_routes,
  ...ticket_routes,
  ...work_order_routes,
  ...technician_routes,
  ...subscriber_routes,
  ...people_routes,
  ...organization_routes,
  ...site_routes,
  ...reseller_routes,
  ...vendor_routes,
  ...project_routes,
  ...import_routes,
  ...sync_routes,
  ...attachment_routes,
  ...portal_routes,
  ...reseller_portal_routes,
  ...vendor_portal_routes,
  ...notification_routes,
  ...webhook_routes,
  ...event_routes,
  ...scheduled_task_routes,
  ...job_routes,
  ...saved_view_routes,
  ...system_routes,
];

export const api = add_docs(mount(all_endpoints));
