import { refusal } from "~/domain/kernel/db_errors.ts";
import { manager } from "~/domain/kernel/manager.ts";
import { absence, shift, skill, technician, technician_skill } from "./technician.ts";

refusal("skills_name", { field: "name", message: "is a skill already" });
refusal("technicians_person", { field: "person_id", message: "is a technician already" });
refusal("technician_skills_one_each", {
  field: "skill_id",
  message: "is on this technician already",
  remedy: "Change the proficiency there.",
});
refusal("shifts_in_order", { field: "end_at", message: "must be after the start" });
refusal("shifts_no_overlap", {
  field: "start_at",
  message: "overlaps another shift of this technician",
  remedy: "Change that shift or choose other hours.",
});
refusal("absences_in_order", { field: "end_at", message: "must be after the start" });

export { absence, shift, skill, technician, technician_skill };
export const skills = manager(skill);
export const technicians = manager(technician);
export const technician_skills = manager(technician_skill);
export const shifts = manager(shift);
export const absences = manager(absence);
export { type DayJob, technician_day, type TechnicianDay } from "./day.ts";
export { type Candidate, candidates, type Slot, slots, slots_query, type Window, window_query } from "./dispatch.ts";
export type { Reason, ReasonKind, ScoreParts, Verdict } from "./verdict.ts";
