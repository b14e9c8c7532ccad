import type { OpenHouse } from "~/house.ts";
import { demo_accounts, demo_password } from "./accounts.ts";

/** What a newcomer reads after `deno task start`. The address is the public one: passkeys know a site by its name, so an IP address would not do. */
export async function greeting(house: OpenHouse): Promise<void> {
  const { config } = house.platform;
  const address = config.PUBLIC_URL;
  const lines = [
    "",
    `  Omni is ready at ${address}`,
    "",
    `    Staff            ${address}/admin`,
    `    Customers        ${address}/portal`,
    `    Resellers        ${address}/reseller`,
    `    Vendors          ${address}/vendor`,
    `    API reference    ${address}/api/v1/docs`,
    "",
    config.embedded ? `  Database: embedded, in ${config.DATA_DIR}` : "  Database: PostgreSQL",
  ];
  if (await has_demo(house)) {
    lines.push("", `  Demo sign-ins, all with the password "${demo_password}":`, "");
    for (const { username, role, sees } of demo_accounts) {
      lines.push(`    ${username.padEnd(22)} ${role.padEnd(14)} ${sees}`);
    }
  }
  console.log(`${lines.join("\n")}\n`);
}

async function has_demo(house: OpenHouse): Promise<boolean> {
  const [row] = await house.platform.db.sql`select id from user_credentials where username = ${
    demo_accounts[0]?.username ?? ""
  }`;
  return row !== undefined;
}
