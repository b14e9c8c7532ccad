/** A key from the form to the first answer of the API, in a browser with and without scripts, and axe on each page on the way. */
import assert from "node:assert/strict";
import { check_accessibility, desk, launch, open, phone, sign_in } from "./support/browser.ts";
import { start_server } from "./support/server.ts";

const administrator = "nneka@omni.example";

Deno.test("an administrator makes a key, a program uses it, and a revocation ends it", async () => {
  await using server = await start_server();
  await using browser = await launch();
  const ask = async (key: string) => {
    const answer = await fetch(`${server.url}/api/v1/tickets`, { headers: { "x-api-key": key } });
    await answer.body?.cancel();
    return answer.status;
  };
  for (const [scripts, viewport, dark] of [[true, desk, false], [false, phone, true]] as const) {
    await using session = await open(browser, server.url, { scripts, viewport, dark });
    const { page } = session;
    // Scripts are off in the page, and axe is one: it looks on where they are on.
    const looked_at = async () => {
      if (scripts) await check_accessibility(page);
      assert.equal(
        await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
        true,
        `${page.url()} scrolls sideways`,
      );
    };
    await sign_in(session, administrator);
    const name = `Nightly ${scripts}`;
    await page.goto("/admin/api-keys/new");
    await looked_at();
    await page.getByLabel("Name").fill(name);
    await page.locator("summary", { hasText: "Tickets" }).click();
    await page.getByRole("checkbox", { name: /^tickets:read/ }).check();
    await page.getByRole("radio", { name: /In 30 days/ }).check();
    await page.getByRole("button", { name: "Create and show the key" }).click();
    await page.waitForURL(/\/secret$/);
    await looked_at();
    const key = (await page.locator("#api-key-secret").textContent()) ?? "";
    assert.equal(await ask(key), 200);
    await page.reload();
    assert.equal(await page.locator("#api-key-secret").count(), 0);
    await page.goto("/admin/api-keys");
    await looked_at();
    await page.getByRole("link", { name }).click();
    await page.waitForURL(/api-keys\/[\w-]{36}$/);
    await looked_at();
    await page.getByRole("button", { name: "Revoke" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Reason").fill("The test is over");
    await dialog.getByRole("button", { name: "Revoke" }).click();
    await page.getByText("The test is over").first().waitFor();
    await looked_at();
    assert.equal(await ask(key), 401);
    assert.deepEqual(session.complaints, []);
  }
});
