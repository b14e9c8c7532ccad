import type { Audience } from "~/domain/access/mod.ts";
import type { House } from "./state.ts";

export interface DemoAccount {
  label: string;
  username: string;
  password: string;
}

/** Sign-ins that the sign-in page may show: those of the demo data, and none where it is not loaded. */
export function demo_accounts(_house: House, _audience: Audience): Promise<DemoAccount[]> {
  return Promise.resolve([]);
}
