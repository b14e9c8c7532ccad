/** The derived form, at an address that a page of its own would take. */
import { create_handlers, RecordFormPage } from "../../(_web)/records/form_page.tsx";
import { define } from "../../(_web)/state.ts";

export default define.page<typeof handler>(RecordFormPage);

export const handler = define.handlers(create_handlers(() => "subscribers"));
