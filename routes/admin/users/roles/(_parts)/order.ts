import type { Role } from "~/domain/access/mod.ts";

const audiences = ["admin", "portal", "reseller", "vendor"];

/** Staff before outsiders, by name within. */
export const order_of = (a: Role, b: Role): number =>
  audiences.indexOf(a.audience) - audiences.indexOf(b.audience) || a.name.localeCompare(b.name);
