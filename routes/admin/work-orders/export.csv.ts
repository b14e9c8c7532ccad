/** The derived file, at an address that a page of its own would take. */
import { export_handlers } from "../../(_web)/records/export.ts";
import { define } from "../../(_web)/state.ts";

export const handler = define.handlers(export_handlers(() => "work-orders"));
