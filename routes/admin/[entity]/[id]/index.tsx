import { detail_handlers, RecordDetailPage } from "../../../(_web)/records/detail_page.tsx";
import { define } from "../../../(_web)/state.ts";

export default define.page<typeof handler>(RecordDetailPage);

export const handler = define.handlers(detail_handlers((ctx) => ctx.params.entity ?? ""));
