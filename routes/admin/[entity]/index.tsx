import { list_handlers, RecordListPage } from "../../(_web)/records/list_page.tsx";
import { define } from "../../(_web)/state.ts";

export default define.page<typeof handler>(RecordListPage);

export const handler = define.handlers(list_handlers((ctx) => ctx.params.entity ?? ""));
