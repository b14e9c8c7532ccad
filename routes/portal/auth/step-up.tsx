import { portal_of_path } from "../../(_web)/portals.ts";
import { step_up_handlers, StepUpPage } from "../../(_web)/second_factor/step_up_page.tsx";
import { define } from "../../(_web)/state.ts";

export default define.page<typeof handler>(StepUpPage);

export const handler = define.handlers(step_up_handlers(portal_of_path("/portal/auth/step-up")));
