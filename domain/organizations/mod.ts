import { manager } from "~/domain/kernel/manager.ts";
import { organization } from "./organization.ts";

export { organization };
export const organizations = manager(organization);
