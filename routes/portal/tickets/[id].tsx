import { ticket_handlers, TicketPage } from "../../(_web)/desk/ticket_page.tsx";
import { define } from "../../(_web)/state.ts";

export default define.page<typeof handler>(TicketPage);

export const handler = define.handlers(ticket_handlers);
