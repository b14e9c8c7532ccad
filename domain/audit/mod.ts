import { manager } from "~/domain/kernel/manager.ts";
import { audit_event } from "./audit_event.ts";

export { audit_event };
export const audit_events = manager(audit_event);
export { type Break, type Fault, type KnownHead, parse_head, type Verdict, verify_chain } from "./verify.ts";
export { batch as seal_batch_size, seal_batch, type Sealed } from "./seal.ts";
export { rotate_secrets, type RotationReport } from "./rotate_secrets.ts";
