import { refusal } from "~/domain/kernel/db_errors.ts";
import type { Row } from "~/domain/kernel/entity.ts";
import { manager } from "~/domain/kernel/manager.ts";
import { project } from "./project.ts";

refusal("projects_dates_in_order", { field: "due_on", message: "must not be before the start" });
refusal("projects_number", { field: "number", message: "was given to another project" });

export { project };
export { project_moves } from "./transitions.ts";
export type Project = Row<typeof project>;
export const projects = manager(project, { event_fields: ["name", "status"] });
