import { export_handlers } from "../../(_web)/records/export.ts";
import { define } from "../../(_web)/state.ts";

/** All keys, for a review of who gave what to which program. */
export const handler = define.handlers(export_handlers(() => "api-keys"));
