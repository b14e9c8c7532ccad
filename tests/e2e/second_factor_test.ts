/** The second factor in a real browser: Chromium with an authenticator that lives in it. */
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, type CDPSession, chromium, type Page } from "@playwright/test";
import { TOTP } from "otpauth";
import { demo_password } from "~/demo/accounts.ts";
import { need_chromium } from "../support/browser_install.ts";
import { start_server, type TestServer } from "./support/server.ts";

interface Scene {
  server: TestServer;
  context: BrowserContext;
  page: Page;
}

/** Refusals that a scene provokes: an answer, or a page's socket that opens just after its cookies were cleared. */
const provoked = /status of (401|403|422)|\/ws\?portal=.*HTTP Authentication failed/;

/** A server and a browser of its own; a script error or a breach of the policy fails the test. */
function scene(name: string, run: (scene: Scene) => Promise<void>): void {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      await using server = await start_server({}, "localhost");
      const browser = await chromium.launch({
        executablePath: await need_chromium(),
        args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
      });
      try {
        const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
        const page = await context.newPage();
        const errors: string[] = [];
        page.on("pageerror", (error) => errors.push(error.stack ?? error.message));
        page.on(
          "console",
          (message) =>
            message.type() === "error" && !provoked.test(message.text()) &&
            errors.push(message.text()),
        );
        await run({ server, context, page });
        assert.deepEqual(errors, []);
      } catch (error) {
        throw new Error(`${error instanceof Error ? error.message : error}\n${server.output().slice(-3000)}`, {
          cause: error,
        });
      } finally {
        await browser.close();
      }
    },
  });
}

const ada = "ada@omni.example";

async function sign_in(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/auth/sign-in`);
  await page.locator("input[name=username]").fill(ada);
  await page.locator("input[name=password]").fill(demo_password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** A key built into the device that verifies its owner, as phones and laptops have. */
async function authenticator(context: BrowserContext, page: Page): Promise<{ cdp: CDPSession; id: string }> {
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, id: authenticatorId };
}

async function no_findings(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(
    violations.map((each) => `${page.url()} ${each.id}: ${each.nodes.map((node) => node.target.join(" ")).join(", ")}`),
    [],
  );
}

const codes_of = (page: Page) => page.locator(".js-recovery-codes code").allTextContents();

scene(
  "a passkey is added, asked for at sign-in, enough alone, and refused when its counter goes back",
  async ({ server, context, page }) => {
    const { cdp, id } = await authenticator(context, page);
    await sign_in(page, server.url);
    await page.goto(`${server.url}/admin/account/security`, { waitUntil: "networkidle" });
    await no_findings(page);
    await page.getByLabel("Name").fill("Laptop");
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByRole("heading", { name: "Recovery codes" }).waitFor();
    assert.equal((await codes_of(page)).length, 10);
    await page.getByRole("link", { name: "I have kept them" }).click();
    await page.getByText("Laptop").waitFor();
    await no_findings(page);

    // As the second step after the password.
    await context.clearCookies();
    await sign_in(page, server.url);
    await page.waitForURL(/\/auth\/second-factor/);
    await no_findings(page);
    await page.waitForLoadState("networkidle");
    await page.getByRole("button", { name: "Use your passkey" }).click();
    await page.waitForURL(/\/admin/);
    const [used] = await server.database.db.sql`select counter, last_used_at from passkeys`;
    assert.ok(Number(used?.counter) > 0 && used?.last_used_at);

    // Alone: it says whose it is.
    await context.clearCookies();
    await page.goto(`${server.url}/auth/sign-in`);
    await page.getByRole("link", { name: "Sign in with a passkey" }).click();
    await page.waitForLoadState("networkidle");
    await no_findings(page);
    await page.getByRole("button", { name: "Use your passkey" }).click();
    await page.waitForURL(/\/admin/);
    const [session] = await server.database.db
      .sql`select to_jsonb(auth_methods) as methods from sessions order by created_at desc limit 1`;
    assert.deepEqual(session?.methods, ["passkey"]);

    // A copy of the key would count on from an older figure.
    await server.database.db.sql`update passkeys set counter = 100000`;
    await context.clearCookies();
    await page.goto(`${server.url}/auth/second-factor/passkey`, { waitUntil: "networkidle" });
    await page.getByRole("button", { name: "Use your passkey" }).click();
    await page.getByText("This passkey opens nothing here").waitFor();
    const { credentials } = await cdp.send("WebAuthn.getCredentials", { authenticatorId: id });
    assert.equal(credentials.length, 1);
  },
);

scene(
  "whose role asks for a second factor sets up an app before anything else, then proves it, is remembered, and steps up for an export",
  async ({ server, context, page }) => {
    const { sql } = server.database.db;
    await sql`insert into domain_settings (domain, key, value) values ('access', 'second_factor_roles', '"agent"'::jsonb)`;
    await sign_in(page, server.url);
    await page.getByRole("heading", { name: "Set up a second factor" }).waitFor();
    await no_findings(page);
    await page.goto(`${server.url}/admin/tickets`);
    await page.waitForURL(/\/auth\/sign-in/);
    assert.equal((await sql`select from sessions`).length, 0, "nothing is open before");

    await page.goto(`${server.url}/auth/second-factor`);
    await page.getByText("Cannot scan?").click();
    const secret = (await page.locator(".js-totp-secret").textContent())?.replaceAll(/\s/g, "") ?? "";
    const totp = new TOTP({ secret });
    await page.getByLabel("The six digits").fill(totp.generate() === "000000" ? "111111" : "000000");
    await page.getByRole("button", { name: "Set up the app" }).click();
    await page.getByText("is not what the app should show now").first().waitFor();
    await page.getByLabel("The six digits").fill(totp.generate());
    await page.getByRole("button", { name: "Set up the app" }).click();
    await page.getByRole("heading", { name: "Your second factor is set up" }).waitFor();
    const codes = await codes_of(page);
    assert.equal(codes.length, 10);
    await no_findings(page);
    await page.getByRole("link", { name: "I have kept them" }).click();
    await page.waitForURL(/\/admin/);

    // The next sign-in asks, and is told to remember.
    await context.clearCookies();
    await sign_in(page, server.url);
    await page.getByLabel("Code of your app").fill(codes[0] ?? "");
    await page.getByLabel(/Do not ask/).check();
    await page.getByRole("button", { name: "Go on" }).click();
    await page.waitForURL(/\/admin/);
    await page.goto(`${server.url}/auth/sign-in`);
    const cookies = (await context.cookies()).filter((cookie) => cookie.name.startsWith("omni_remembered"));
    await context.clearCookies();
    await context.addCookies(cookies);
    await sign_in(page, server.url);
    await page.waitForURL(/\/admin/);

    // A remembered device is no fresh proof: the export asks, and the list comes back.
    await page.goto(`${server.url}/admin/tickets/export.csv?status=open`);
    await page.waitForURL(/\/auth\/step-up/);
    await no_findings(page);
    await page.getByLabel("Code of your app").fill(codes[0] ?? "");
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByText("was used before").first().waitFor();
    await page.getByLabel("Code of your app").fill(codes[1] ?? "");
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.waitForURL(/\/admin\/tickets\?status=open/);
    const answer = await context.request.get(`${server.url}/admin/tickets/export.csv`);
    assert.equal(answer.status(), 200);
    assert.match(answer.headers()["content-type"] ?? "", /text\/csv/);

    // A program goes the same way.
    const post = async (path: string, body: unknown, token = "") => {
      const answer = await fetch(`${server.url}/api/v1${path}`, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
      });
      return { status: answer.status, body: await answer.json() };
    };
    const waiting = await post("/auth/sign-in", { username: ada, password: demo_password });
    assert.deepEqual([waiting.status, waiting.body.steps], [202, ["second-factor"]]);
    assert.equal(
      (await post("/auth/second-factor", { pending_token: waiting.body.pending_token, code: codes[1] })).status,
      401,
      "a used code",
    );
    const open = await post("/auth/second-factor", { pending_token: waiting.body.pending_token, code: codes[2] });
    assert.equal(open.status, 200, JSON.stringify(open.body));
    assert.equal(
      (await post("/auth/step-up", { password: demo_password }, open.body.access_token)).status,
      422,
      "the password is no proof beside an app",
    );
    assert.equal((await post("/auth/step-up", { code: codes[3] }, open.body.access_token)).status, 200);

    // The device is forgotten: it is asked again. The last factor stays.
    await page.goto(`${server.url}/admin/account/security`, { waitUntil: "networkidle" });
    await no_findings(page);
    await page.getByRole("button", { name: /^Forget/ }).click();
    await page.getByText("the second factor is asked there again").first().waitFor();
    assert.match(
      await page.getByRole("button", { name: /^Remove/ }).getAttribute("aria-describedby") ?? "",
      /./,
      "the last one stays, and the button says why",
    );
    await context.clearCookies();
    await context.addCookies(cookies);
    await sign_in(page, server.url);
    await page.waitForURL(/\/auth\/second-factor/);
  },
);
