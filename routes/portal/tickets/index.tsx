import { tickets_handlers, TicketsPage } from "../../(_web)/desk/tickets_page.tsx";
import { define } from "../../(_web)/state.ts";

export default define.page<typeof handler>(TicketsPage);

export const handler = define.handlers(tickets_handlers);
