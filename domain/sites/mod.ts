import { manager } from "~/domain/kernel/manager.ts";
import { site } from "./site.ts";

export { site };
export const sites = manager(site);
