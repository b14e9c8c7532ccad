import { names } from "../../(_web)/declared.ts";
import { download } from "../../(_web)/downloads.ts";
import { define } from "../../(_web)/state.ts";

export const handler = define.handlers(names("signed-in", { GET: download }));
