import { download } from "../../(_web)/downloads.ts";
import { define } from "../../(_web)/state.ts";

export const handler = define.handlers({ GET: download });
