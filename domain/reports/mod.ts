/** Readings across domains. They write nothing. */
export {
  type Dashboard,
  due_soon_hours,
  open_statuses,
  read_dashboard,
  ticket_figures,
  type TicketDay,
  type TicketFigures,
  type VisitFigures,
} from "./dashboard.ts";
export { type Hit, type HitGroup, search_everything, search_kind } from "./search.ts";
export { record_labels, type RecordRef } from "./record_labels.ts";
