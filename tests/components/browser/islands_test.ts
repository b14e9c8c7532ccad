import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import { Buffer } from "node:buffer";
import { serve_style } from "./style_server.ts";

const server = await serve_style(8111);
const { base } = server;
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
addEventListener("unload", () => void browser.close());

const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

/** A page in a browser of its own; a script error or a breach of the policy fails the test. */
function in_browser(
  name: string,
  path: string,
  run: (page: Page, context: BrowserContext) => Promise<void>,
  viewport = wide,
  ready: "load" | "networkidle" = "networkidle", // idle: the islands' modules have come
): void {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      const context = await browser.newContext({ viewport, reducedMotion: "reduce" });
      const errors: string[] = [];
      try {
        const page = await context.newPage();
        page.on("pageerror", (error) => errors.push(error.stack ?? error.message));
        page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
        await page.goto(base + path, { waitUntil: ready });
        await run(page, context);
        assert.deepEqual(errors, []);
      } finally {
        await context.close();
      }
    },
  });
}

const focused_row = (page: Page) => page.locator("tr[data-focus] .row-pick").inputValue();

in_browser(
  "the theme switch changes the page at once and keeps the choice for the next first paint",
  "/style?show=list",
  async (page, context) => {
    await page.getByRole("button", { name: /^Theme/ }).press("Enter");
    await page.getByRole("button", { name: "Dark" }).press("Enter");
    assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
    assert.equal((await context.cookies()).find((cookie) => cookie.name === "theme")?.value, "dark");
    await page.reload();
    assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  },
);

in_browser("the system's dark theme paints dark without any script", "/style?show=list", async (page) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: "light" });
  const light = await ground();
  await page.emulateMedia({ colorScheme: "dark" });
  assert.notEqual(await ground(), light);
});

in_browser(
  "j k x o move, select and open by keyboard alone, and Esc clears the selection",
  "/style?show=list",
  async (page) => {
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    assert.equal(await focused_row(page), "TKT-004812");
    await page.keyboard.press("Escape"); // the sample has one row ticked
    assert.equal(await page.locator(".bulk").isVisible(), false);
    await page.keyboard.press("x");
    assert.equal(await page.locator(".bulk").isVisible(), true);
    assert.equal(await page.locator(".js-bulk-said").textContent(), "One row selected");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("Shift+X");
    assert.equal(await page.locator(".row-pick:checked").count(), 3);
    await page.keyboard.press("a");
    assert.equal(await page.locator(".row-pick:checked").count(), 9);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".row-pick:checked").count(), 0);
    await page.keyboard.press("o");
    await page.waitForURL(/show=ticket/);
  },
);

in_browser("keys typed into a field are text, not commands", "/style?show=list", async (page) => {
  await page.getByRole("searchbox").fill("");
  await page.getByRole("searchbox").pressSequentially("jx/a");
  assert.equal(await page.getByRole("searchbox").inputValue(), "jx/a");
  assert.equal(await page.locator("tr[data-focus]").count(), 0);
});

in_browser(
  "the palette opens by key, finds what the server has, and goes there by Enter",
  "/style?show=list",
  async (page) => {
    await page.keyboard.press("Control+k");
    const box = page.getByRole("combobox", { name: "Search or jump to…" });
    await box.pressSequentially("tkt");
    const option = page.getByRole("option", { name: /No light on the router/ });
    await option.waitFor();
    assert.equal(await option.getAttribute("aria-selected"), "true");
    assert.equal(await box.getAttribute("aria-activedescendant"), await option.getAttribute("id"));
    assert.equal(
      await page.getByRole("option", { name: "tkt evil" }).count(),
      0,
      "an address of another site is never offered",
    );
    await page.keyboard.press("Enter");
    await page.waitForURL(/show=ticket/);
  },
);

in_browser("the palette says when it finds nothing, and Esc gives the focus back", "/style?show=list", async (page) => {
  await page.getByRole("link", { name: "Search or jump to…" }).focus();
  await page.keyboard.press("/");
  await page.getByRole("combobox").pressSequentially("zzz");
  await page.getByText("Nothing found.", { exact: false }).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Search or jump to…Ctrl K");
});

in_browser("single-key shortcuts can be switched off, and stay off", "/style?show=list", async (page) => {
  await page.keyboard.press("Control+k");
  await page.getByRole("checkbox", { name: "Single-key shortcuts" }).uncheck();
  await page.reload();
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("j");
  await page.keyboard.press("/");
  assert.equal(await page.locator("tr[data-focus]").count(), 0);
  assert.equal(await page.locator("dialog:modal").count(), 0);
});

in_browser("Typeahead chooses by keyboard and never sends an id under another text", "/style", async (page) => {
  const box = page.getByRole("combobox", { name: "Subscriber" });
  const id = () => page.locator('input[name="subscriber_id"]').inputValue();
  assert.equal(await id(), "1");
  await box.fill("h");
  assert.equal(await id(), "");
  await page.getByRole("option", { name: /Hassan Bello/ }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.equal(await box.inputValue(), "Hassan Bello");
  assert.equal(await id(), "p2");
  await box.fill("nobody");
  await page.getByText("Nothing found for “nobody”").waitFor();
});

in_browser("UnsavedGuard asks before a link takes typed text away", "/style", async (page) => {
  await page.getByLabel("Subject").fill("No light");
  await page.locator("#rail").getByRole("link", { name: "Tickets" }).click();
  const dialog = page.getByRole("dialog", { name: "Leave without saving?" });
  await dialog.waitFor();
  await page.keyboard.press("Enter"); // the safe button has the focus
  assert.match(page.url(), /\/style$/);
  assert.equal(await page.getByLabel("Subject").inputValue(), "No light");
  await page.locator("#rail").getByRole("link", { name: "Tickets" }).click();
  await dialog.getByRole("button", { name: "Leave" }).click();
  await page.waitForURL(/show=list/);
});

in_browser("FilePreview shows chosen photos and takes one back", "/style", async (page) => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  await page.locator("#f-photos").setInputFiles(
    ["a.svg", "b.svg"].map((name) => ({ name, mimeType: "image/svg+xml", buffer: svg })),
  );
  await page.getByRole("button", { name: "Remove a.svg" }).click();
  assert.deepEqual(
    await page.locator("#f-photos").evaluate((input) =>
      input instanceof HTMLInputElement ? [...input.files ?? []].map((file) => file.name) : []
    ),
    ["b.svg"],
  );
});

in_browser("a dialog opens by its button, keeps the focus, and gives it back", "/style", async (page) => {
  const opener = page.getByRole("button", { name: "Open dialog" });
  await opener.press("Enter");
  await page.getByRole("dialog", { name: "Snooze until" }).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await opener.evaluate((element) => element === document.activeElement), true);
});

in_browser("a disabled button can be reached and shows why", "/style?show=ticket", async (page) => {
  const button = page.getByRole("button", { name: "Resolve" });
  await button.focus();
  const reason = page.getByText("A visit is still open. Close WO-002211 first.");
  assert.equal(await reason.isVisible(), true);
  assert.equal(await button.getAttribute("aria-describedby"), await reason.getAttribute("id"));
});

in_browser(
  "the folded sidebar is 64 px wide, still names its links, and is remembered",
  "/style?show=list",
  async (page, context) => {
    await page.getByRole("switch", { name: "Narrow sidebar" }).check({ force: true });
    await page.waitForFunction(() => document.getElementById("rail")?.offsetWidth === 64);
    await page.getByRole("link", { name: "Dispatch" }).waitFor();
    assert.equal((await context.cookies()).find((cookie) => cookie.name === "rail")?.value, "narrow");
  },
);

in_browser("on a phone the sidebar is a drawer that Esc closes", "/style?show=list", async (page) => {
  const rail = page.locator("#rail");
  assert.equal(await rail.isVisible(), false);
  await page.getByRole("button", { name: "Menu" }).press("Enter");
  assert.equal(await rail.isVisible(), true);
  await page.keyboard.press("Escape");
  assert.equal(await rail.isVisible(), false);
}, phone);

in_browser("LiveRefresh renders the part anew and leaves scroll, focus and typed text alone", "/live", async (page) => {
  await page.waitForFunction(() => document.querySelector("#count") !== null);
  await page.locator("#note").pressSequentially("half a sent");
  await page.evaluate(() => scrollTo(0, 400));
  const before = { count: await page.locator("#count").textContent(), scroll: await page.evaluate(() => scrollY) };
  assert.ok(before.scroll > 0);
  while (!server.subscribed.some((topics) => topics.includes("ticket:1"))) await page.waitForTimeout(20);
  for (const socket of server.sockets) socket.send(JSON.stringify({ topic: "ticket:2" }));
  for (const socket of server.sockets) {
    for (let times = 0; times < 3; times++) socket.send(JSON.stringify({ topic: "ticket:1" }));
  }
  await page.waitForFunction((count) => document.querySelector("#count")?.textContent !== count, before.count);
  assert.equal(
    await page.locator("#count").textContent(),
    String(Number(before.count) + 1),
    "three changes at once are one refresh",
  );
  assert.equal(await page.locator("#note").inputValue(), "half a sent");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "note");
  assert.equal(await page.evaluate(() => scrollY), before.scroll);
  assert.equal(await page.evaluate(() => history.length), 2, "no entry in the history (the blank page and this one)");
});

in_browser("LiveRefresh says that it is offline, reconnects, and refreshes once", "/live", async (page) => {
  while (server.sockets.size === 0) await page.waitForTimeout(20);
  const count = await page.locator("#count").textContent();
  for (const socket of server.sockets) socket.close();
  await page.getByText("Offline: this page may be out of date").waitFor();
  await page.waitForFunction((before) => document.querySelector("#count")?.textContent !== before, count, {
    timeout: 5000,
  });
  assert.equal(await page.getByText("Offline: this page may be out of date").count(), 0);
});

for (const theme of ["light", "dark"]) {
  for (const show of ["all", "list", "ticket", "portal", "field", "auth"]) {
    for (const viewport of theme === "light" ? [wide, phone] : [wide]) {
      in_browser(
        `axe finds nothing on the sample page "${show}", ${theme}, ${viewport.width} wide, and nothing hangs over its edge`,
        `/style?show=${show}&theme=${theme}`,
        async (page) => {
          const { violations } = await new AxeBuilder({ page }).analyze();
          assert.deepEqual(
            violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`),
            [],
          );
          assert.equal(
            await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
            0,
          );
        },
        viewport,
        "load",
      );
    }
  }
}

Deno.test({
  name: "(the browser and the server stop)",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    await browser.close();
    await server.stop();
  },
});
