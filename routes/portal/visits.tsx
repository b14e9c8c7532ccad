import { visits_handlers, VisitsPage } from "../(_web)/desk/visits_page.tsx";
import { define } from "../(_web)/state.ts";

export default define.page<typeof handler>(VisitsPage);

export const handler = define.handlers(visits_handlers);
