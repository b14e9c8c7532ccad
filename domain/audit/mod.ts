import { manager } from "~/domain/kernel/manager.ts";
import { audit_event } from "./audit_event.ts";

export { audit_event };
export const audit_events = manager(audit_event);
