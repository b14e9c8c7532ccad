import { history_handlers, RecordHistoryPage } from "../../../(_web)/records/history_page.tsx";
import { define } from "../../../(_web)/state.ts";

export default define.page<typeof handler>(RecordHistoryPage);

export const handler = define.handlers(history_handlers((ctx) => ctx.params.entity ?? ""));
