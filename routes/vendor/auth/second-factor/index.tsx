import { portal_of_path } from "../../../(_web)/portals.ts";
import { step_handlers, StepPage } from "../../../(_web)/second_factor/step_page.tsx";
import { define } from "../../../(_web)/state.ts";

export default define.page<typeof handler>(StepPage);

export const handler = define.handlers(step_handlers(portal_of_path("/vendor/auth/second-factor")));
