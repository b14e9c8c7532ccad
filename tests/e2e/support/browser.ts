/** A real browser: Debian's Chromium, driven by Playwright as a library. Script errors and policy violations fail the test. */
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { demo_password } from "~/demo/accounts.ts";

export const phone = { width: 390, height: 844 };
export const desk = { width: 1440, height: 900 };

export interface Session extends AsyncDisposable {
  page: Page;
  context: BrowserContext;
  /** What the page complained of so far. */
  complaints: string[];
}

export async function launch(): Promise<Browser & AsyncDisposable> {
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  return Object.assign(browser, { [Symbol.asyncDispose]: () => browser.close() });
}

/** A person in a browser window of their own. */
export async function open(
  browser: Browser,
  url: string,
  options: { viewport?: { width: number; height: number }; dark?: boolean; scripts?: boolean } = {},
): Promise<Session> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: options.viewport ?? desk,
    colorScheme: options.dark ? "dark" : "light",
    javaScriptEnabled: options.scripts ?? true,
    timezoneId: "Africa/Lagos",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    // A refused form is answered with 4xx on purpose, which Chromium reports as an error of its own.
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) {
      complaints.push(`${page.url()}: ${message.text()}`);
    }
  });
  return { page, context, complaints, [Symbol.asyncDispose]: () => context.close() };
}

export async function sign_in(session: Session, username: string, path = "/auth/sign-in"): Promise<void> {
  const { page } = session;
  await page.goto(path);
  await page.getByRole("textbox", { name: "User name" }).or(page.getByRole("textbox", { name: /e-mail/i })).first()
    .fill(username);
  await page.getByRole("textbox", { name: /^password/i }).fill(demo_password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => !url.pathname.includes("sign-in"));
}

/** axe on the page as it is now. @throws with rule, target and page of each finding */
export async function check_accessibility(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags([
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
  ]).analyze();
  assert.deepEqual(
    violations.map((found) =>
      `${page.url()} ${found.id}: ${found.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(" | ")}`
    ),
    [],
  );
}
