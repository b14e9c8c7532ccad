import { report_handlers, ReportPage } from "../../(_web)/desk/report_page.tsx";
import { define } from "../../(_web)/state.ts";

export default define.page<typeof handler>(ReportPage);

export const handler = define.handlers(report_handlers);
