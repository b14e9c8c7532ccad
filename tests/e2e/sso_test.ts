/** Single sign-on in a real browser: set up by an administrator, used, linked and left, with the provider's own pages in between. */
import assert from "node:assert/strict";
import type { Page } from "@playwright/test";
import { oidc_provider, type TestProvider } from "../support/oidc_provider.ts";
import { need_chromium } from "../support/browser_install.ts";
import { check_accessibility, launch, open, phone, sign_in } from "./support/browser.ts";
import { start_server } from "./support/server.ts";

const administrator = "nneka@omni.example";

/** The provider's login page. */
async function log_in(page: Page, provider: TestProvider, login: string): Promise<void> {
  await page.waitForURL(`${provider.issuer}/interaction/**`);
  await page.getByLabel("Login").fill(login);
  await page.getByRole("button", { name: "Sign in" }).click();
}

Deno.test({
  name: "an administrator sets up a provider; people come in by it, link it, and sign out there, too",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(test) {
    await need_chromium();
    await using server = await start_server({ ALLOW_PRIVATE_IDENTITY_PROVIDERS: "true" }, "localhost");
    await using provider = await oidc_provider({
      redirect_uris: [`${server.url}/auth/sso/acme/callback`, `${server.url}/portal/auth/sso/acme/callback`],
      post_logout_redirect_uris: [`${server.url}/auth/sign-in`],
    });
    await using browser = await launch();
    /** The provider's own pages are its own business. */
    const ours = (complaint: string) => complaint.startsWith(server.url);

    await test.step("form, test of the connection, roles by claim", async () => {
      await using session = await open(browser, server.url);
      const { page } = session;
      await sign_in(session, administrator);
      await page.goto("/admin/identity-providers");
      await check_accessibility(page);
      await page.getByRole("link", { name: "New provider" }).first().click();
      await page.locator("input[name=name]").fill("Acme");
      await page.locator("input[name=key]").fill("acme");
      await page.getByLabel("Issuer").fill(`${provider.issuer}/nothing-here`);
      await page.getByLabel("Client id").fill(provider.client_id);
      await page.getByLabel("Client secret").fill(provider.client_secret);
      await page.getByLabel("Scopes").fill("openid profile email groups");
      await page.getByLabel("Customer portal").check();
      await page.getByLabel("Show it").check();
      await page.getByLabel("Make new people").check();
      await check_accessibility(page);
      await page.getByRole("button", { name: "Add the provider" }).click();
      await page.getByRole("heading", { name: "Acme" }).waitFor();
      assert.ok(!(await page.content()).includes(provider.client_secret));

      await page.getByRole("button", { name: "Test connection" }).click();
      await page.getByText("Something is wrong").first().waitFor();
      await page.getByText("On, with trouble").waitFor();
      await page.getByRole("link", { name: "Edit" }).click();
      assert.equal(await page.getByLabel("Client secret").first().inputValue(), "");
      await page.getByLabel("Issuer").fill(provider.issuer);
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByRole("button", { name: "Test connection" }).click();
      await page.getByText("It publishes one key.").waitFor();
      await page.getByText(`${server.url}/portal/auth/sso/acme/callback`).waitFor();

      await page.locator("input[name=claim]").fill("groups");
      await page.locator("input[name=value]").fill("desk");
      await page.locator("select[name=role]").selectOption("agent");
      await page.getByRole("button", { name: "Add", exact: true }).click();
      await page.getByText("It works from the next sign-in on.").waitFor();
      await check_accessibility(page);
      assert.deepEqual(session.complaints.filter(ours), []);
    });

    await test.step("somebody new comes in by the button, lands where they were going, and leaves on both sides", async () => {
      provider.accounts.set("ngozi", { name: "Ngozi Ade", groups: ["desk"] });
      await using session = await open(browser, server.url);
      const { page } = session;
      await page.goto("/admin/tickets");
      await check_accessibility(page);
      await page.getByRole("link", { name: "Sign in with Acme" }).click();
      await log_in(page, provider, "ngozi");
      await page.waitForURL(`${server.url}/admin/tickets`);
      await page.getByRole("button", { name: /Ngozi Ade/ }).first().click();
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByRole("heading", { name: "You are signed out" }).waitFor();
      await check_accessibility(page);
      await page.getByRole("link", { name: "Sign out of Acme, too" }).click();
      await page.getByRole("button", { name: /yes/i }).click();
      await page.waitForURL(`${server.url}/auth/sign-in**`);
      await page.getByRole("link", { name: "Sign in with Acme" }).click();
      await page.getByLabel("Login").waitFor(); // it asks again: the provider's session is gone, too
      assert.deepEqual(session.complaints.filter(ours), []);
    });

    await test.step("somebody known links the account without any script, on a phone, and comes in by it", async () => {
      provider.accounts.set("hassan-there", { name: "H. Eze", preferred_username: "hassan@acme.example" });
      await using session = await open(browser, server.url, { scripts: false, viewport: phone });
      const { page } = session;
      await sign_in(session, "hassan@example.net", "/portal/auth/sign-in");
      await page.goto("/portal/account/security");
      await page.getByRole("button", { name: "Link Acme" }).click();
      await log_in(page, provider, "hassan-there");
      await page.waitForURL(`${server.url}/portal/account/security`);
      await page.getByText("hassan@acme.example").waitFor();
      await session.context.clearCookies();
      await page.goto("/portal/auth/sign-in");
      await page.getByRole("link", { name: "Sign in with Acme" }).click();
      await log_in(page, provider, "hassan-there");
      await page.waitForURL(`${server.url}/portal`);
    });

    await test.step("saying no there leads back to a plain sentence", async () => {
      await using session = await open(browser, server.url, { dark: true });
      const { page } = session;
      await page.goto("/auth/sign-in");
      await page.getByRole("link", { name: "Sign in with Acme" }).click();
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.getByText("did not confirm the sign-in").waitFor();
      await check_accessibility(page);
    });
  },
});
