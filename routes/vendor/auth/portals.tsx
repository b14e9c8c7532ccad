import { portals_handlers, PortalsPage } from "../../(_web)/auth_pages/portals.tsx";
import { portal_of_path } from "../../(_web)/portals.ts";
import { define } from "../../(_web)/state.ts";

export default define.page<typeof handler>(PortalsPage);

export const handler = define.handlers(portals_handlers(portal_of_path("/vendor/auth/portals")));
