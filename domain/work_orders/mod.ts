import "./ticket_visits.ts";

export { is_own, own_job, readable_job } from "./access.ts";
export { work_order_actions, type WorkOrderAction, type WorkOrderVerb } from "./actions.ts";
export { type AssignedTechnician, technicians_of } from "./announce.ts";
export { cancel, cancellation } from "./cancel.ts";
export { create_from_ticket, visit_request, type VisitRequest } from "./create_from_ticket.ts";
export { complete, type Completion, completion, start } from "./execute.ts";
export { add_note, note_body, type NoteVisibility } from "./notes.ts";
export {
  contractor_window,
  dispatch,
  type Schedule,
  schedule,
  schedule_body,
  schedule_contractor,
  unassign,
} from "./schedule.ts";
export { required_skills, type RequiredSkill, set_required_skills, skill_ids, skills_of } from "./skills.ts";
export { work_order_moves } from "./transitions.ts";
export { type Visit, visit, type VisitNote, type VisitPage, visits } from "./visits.ts";
export { work_order, work_order_assignment, work_order_note } from "./work_order.ts";
export {
  type Assignment,
  assignments,
  work_order_notes,
  work_orders,
  type WorkOrder,
  type WorkOrderNote,
} from "./work_orders.ts";
export { zone_of } from "./zone.ts";
