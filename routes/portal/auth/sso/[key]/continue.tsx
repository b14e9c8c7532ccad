import { portal_of_path } from "../../../../(_web)/portals.ts";
import { continue_handlers, ContinuePage } from "../../../../(_web)/sso/pages.tsx";
import { define } from "../../../../(_web)/state.ts";

export default define.page<typeof handler>(ContinuePage);

export const handler = define.handlers(continue_handlers(portal_of_path("/portal/auth")));
