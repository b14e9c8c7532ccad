import { manager } from "~/domain/kernel/manager.ts";
import { refusal } from "~/domain/kernel/db_errors.ts";
import { reseller } from "./reseller.ts";

refusal("resellers_code", { field: "code", message: "belongs to another reseller" });

export { reseller };
export const resellers = manager(reseller);
