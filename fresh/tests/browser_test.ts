import assert from "node:assert/strict";
import { chromium, type Page } from "@playwright/test";
import { Builder } from "fresh/dev";
import { fileURLToPath } from "node:url";

const PORT = 8101;
const base = `http://localhost:${PORT}`;
const root = fileURLToPath(new URL("./fixture", import.meta.url));

/** Builds the fixture for production, serves it as in production, and opens a page that fails on any script or policy error. */
async function inBrowser(use: (page: Page) => Promise<void>): Promise<void> {
  await new Builder({ root }).build();
  const server = new Deno.Command(Deno.execPath(), {
    args: ["serve", "-A", "--port", String(PORT), `${root}/_fresh/server.js`],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const reader = server.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let log = "";
  while (!log.includes("Listening")) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`The server did not start: ${log}`);
    log += value;
  }
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const errors: string[] = [];
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(8000);
    page.on("pageerror", (error) => errors.push(error.stack ?? error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().includes("422")) errors.push(message.text());
    });
    await use(page);
    assert.deepEqual(errors, []);
  } finally {
    if (errors.length) console.log(errors);
    await browser.close();
    await reader.cancel();
    await server.stdout.cancel();
    server.kill();
    await server.status;
  }
}

const text = (page: Page, selector: string) => page.locator(selector).textContent();

function until(page: Page, selector: string, expected: string): Promise<unknown> {
  return page.waitForFunction(
    ([selector, expected]) => document.querySelector(selector)?.textContent === expected,
    [selector, expected] as const,
  );
}

Deno.test(
  "islands and client navigation in a real browser",
  { sanitizeOps: false, sanitizeResources: false },
  async (t) => {
    await inBrowser(async (page) => {
      await t.step("an island is alive after loading, and islands that share a signal stay in step", async () => {
        await page.goto(`${base}/counter?start=5`);
        await page.locator("main button").first().click();
        await page.waitForFunction(() => document.querySelectorAll("main button")[1]?.textContent === "Count: 6");
        assert.equal(await text(page, "main em"), "from the server");
      });

      await t.step("props keep their types, shared and circular references included", async () => {
        await page.goto(`${base}/values`);
        await page.waitForFunction(() => document.querySelector("#values")?.textContent !== "");
        assert.equal(
          await text(page, "#values"),
          "1970-01-01T00:00:00.000Z 7 true example.com true 1,2,255 true true true",
        );
      });

      await t.step(
        "a link changes content, title and URL without a new document; islands outside keep their state",
        async () => {
          await page.goto(`${base}/`);
          await page.evaluate(() => Reflect.set(globalThis, "same_document", true));
          await page.click("#shell");
          await page.click("#to-counter");
          await until(page, "h1", "Counter");
          assert.equal(page.url(), `${base}/counter?start=5`);
          assert.equal(await page.title(), "Fixture");
          await page.locator("main button").first().click();
          await until(page, "main button", "Count: 6");
          assert.equal(await text(page, "#shell"), "Shell 1");
          assert.equal(await page.evaluate(() => Reflect.get(globalThis, "same_document")), true);
        },
      );

      await t.step("back and forward bring the content and the scroll position", async () => {
        await page.click("#to-list");
        await until(page, "#page", "1");
        assert.equal(await page.title(), "List 1");
        await page.evaluate(() => scrollTo(0, 700));
        await page.evaluate(() => document.querySelector<HTMLElement>("#next")?.click());
        await until(page, "#page", "2");
        assert.equal(await page.evaluate(() => scrollY), 0);
        await page.goBack();
        await until(page, "#page", "1");
        await page.waitForFunction(() => scrollY === 700);
        await page.goForward();
        await until(page, "#page", "2");
        await page.waitForFunction(() => scrollY === 0);
        assert.equal(await page.evaluate(() => Reflect.get(globalThis, "same_document")), true);
      });

      await t.step(
        "a refresh through a hidden f-partial link leaves focus, typed text, scroll, history and islands alone",
        async () => {
          await page.fill("#q", "typing");
          await page.evaluate(() => scrollTo(0, 300));
          await page.click("#toggle");
          await page.locator("#q").focus();
          const [before, entries] = [Number(await text(page, "#refreshed")), await page.evaluate(() => history.length)];
          const scroll = await page.evaluate(() => scrollY);
          await page.evaluate(() => document.querySelector<HTMLElement>("#refresh")?.click());
          await until(page, "#refreshed", String(before + 1));
          assert.equal(await page.inputValue("#q"), "typing");
          assert.equal(await page.evaluate(() => document.activeElement?.id), "q");
          assert.equal(await page.evaluate(() => scrollY), scroll);
          assert.equal(await page.evaluate(() => history.length), entries);
          assert.equal(await text(page, "#toggled b"), "in a slot");
        },
      );

      await t.step("mode append adds keyed rows, alone in their response, to a table", async () => {
        await page.evaluate(() => document.querySelector<HTMLElement>("#more")?.click());
        await page.waitForSelector("#row-101");
        assert.deepEqual(await page.locator("#rows tr").evaluateAll((rows) => rows.map((row) => row.id)), [
          "row-0",
          "row-1",
          "row-2",
          "row-100",
          "row-101",
        ]);
        await page.click("#next");
        await until(page, "#page", "3");
        assert.equal(await page.locator("#rows tr").count(), 3);
      });

      await t.step("refreshes of different partials run side by side, and none interrupts a navigation", async () => {
        const click = (...ids: string[]) =>
          page.evaluate((ids) => ids.forEach((id) => document.querySelector<HTMLElement>(id)?.click()), ids);
        await click("#tick", "#more");
        await page.waitForSelector("#row-101");
        await until(page, "#clock", "tock");
        await click("#next", "#refresh");
        await until(page, "#page", "4");
        assert.equal(page.url(), `${base}/list?page=4`);
      });

      await t.step("an island shows JSX it got from the server later, with the islands in it", async () => {
        await page.goto(`${base}/list?page=1`);
        await page.click("#toggle");
        await page.waitForSelector("#toggled b");
        await page.click("#toggled button");
        await until(page, "#toggled button", "Count: 41");
      });

      await t.step("a form posts without a new document: errors keep what was typed, a 303 empties it", async () => {
        await page.goto(`${base}/form`);
        await page.evaluate(() => Reflect.set(globalThis, "same_document", true));
        await page.fill("#note", "still here");
        await page.click("#save");
        await until(page, "#error", "A name is needed");
        assert.equal(await page.inputValue("#note"), "still here");
        await page.fill("#name", "Ada");
        await page.click("#save");
        await until(page, "#saved", "Ada");
        assert.equal(await page.inputValue("#note"), "");
        assert.equal(await page.inputValue("#name"), "");
        assert.equal(page.url(), `${base}/form`);
        assert.equal(await page.evaluate(() => Reflect.get(globalThis, "same_document")), true);
      });

      await t.step("f-client-nav={false} leaves a link to the browser", async () => {
        await page.click("#plain");
        await until(page, "main button", "Count: 9");
        assert.equal(await page.evaluate(() => Reflect.get(globalThis, "same_document")), undefined);
      });
    });
  },
);
