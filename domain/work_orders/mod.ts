import "./ticket_visits.ts";

export { is_own, own_job, readable_job } from "./access.ts";
export { type WorkOrderAction, work_order_actions, type WorkOrderVerb } from "./actions.ts";
export { type AssignedTechnician, technicians_of } from "./announce.ts";
export { cancel, cancellation } from "./cancel.ts";
export { create_from_ticket, visit_request, type VisitRequest } from "./create_from_ticket.ts";
export { complete, completion, type Completion, start } from "./execute.ts";
export { add_note, note_body } from "./notes.ts";
export { dispatch, schedule, type Schedule, schedule_body, unassign } from "./schedule.ts";
export { required_skills, type RequiredSkill, set_required_skills, skill_ids, skills_of } from "./skills.ts";
export { work_order_moves } from "./transitions.ts";
export { visit, type Visit, type VisitNote, type VisitPage, visits } from "./visits.ts";
export { work_order, work_order_assignment, work_order_note } from "./work_order.ts";
export { type Assignment, assignments, type WorkOrder, work_order_notes, type WorkOrderNote, work_orders } from "./work_orders.ts";
export { zone_of } from "./zone.ts";
