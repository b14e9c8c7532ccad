/** The main job as the people do it: an operator, a customer, an agent, a dispatcher and a technician, each in a browser of their own. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { smtp_server } from "../support/smtp_server.ts";
import { wait_for } from "../support/wait_for.ts";
import { webhook_receiver } from "../support/webhook_receiver.ts";
import { check_accessibility, launch, open, phone, sign_in } from "./support/browser.ts";
import { client, type Json, png_bytes } from "./support/client.ts";
import { start_server } from "./support/server.ts";

const customers = new URL("../../demo/data/customers.csv", import.meta.url).pathname;
const photo = (name: string) => ({ name, mimeType: "image/png", buffer: Buffer.from(png_bytes) });

const tomorrow = Temporal.Now.plainDateISO("UTC").add({ days: 1 }).toString();

Deno.test("the main job in the browser: import, report, answer, visit, resolution, rating", async (t) => {
  /** A step builds on those before it: the first that fails ends the story. */
  const step = async (name: string, run: () => Promise<void>) => {
    if (!await t.step(name, run)) throw new Error(`The story ends here: ${name}`);
  };
  await using smtp = await smtp_server();
  await using receiver = webhook_receiver();
  await using server = await start_server({
    SMTP_URL: `smtp://${smtp.host}:${smtp.port}`,
    MAIL_FROM: "Omni <support@omni.example>",
  });
  await using browser = await launch();
  await using operator = await open(browser, server.url);
  await using customer = await open(browser, server.url, { viewport: phone });
  await using agent = await open(browser, server.url);
  await using dispatcher = await open(browser, server.url);
  await using technician = await open(browser, server.url, { viewport: phone });
  const everyone = { operator, customer, agent, dispatcher, technician };
  const admin = await client(server.url, "nneka@omni.example");
  const hook = await admin.call("POST", "/webhook-endpoints", {
    name: "Integration",
    url: receiver.url,
    event_types: ["ticket.*", "work_order.*"],
  });
  receiver.answer(1, { status: 500 });

  await step("an operator imports the customers: choose, map, check, import", async () => {
    const { page } = operator;
    await sign_in(operator, "nneka@omni.example");
    await page.goto("/admin/imports");
    await page.getByLabel("File of customers").setInputFiles(customers);
    await page.getByLabel("Billing system").fill("billing");
    await page.getByRole("button", { name: "Upload" }).click();
    assert.equal(await page.getByRole("combobox", { name: "Customer id" }).inputValue(), "id");
    await page.getByRole("button", { name: /check/i }).click();
    await page.getByRole("heading", { name: "14 problems" }).waitFor();
    await page.getByText("2024-02-31").first().waitFor();
    await page.getByRole("button", { name: /^Import 1,146/ }).click();
    await wait_for(
      "the import has ended",
      async () => (await admin.call("GET", "/imports?limit=1")).items[0].status === "completed",
      { within: 30_000 },
    );
    await page.getByText("Imported", { exact: true }).first().waitFor();
    const [done]: Json[] = (await admin.call("GET", "/imports?limit=1")).items;
    const { created, updated, unchanged, repeated, refused } = done.report;
    assert.deepEqual({ created, updated, unchanged, repeated, refused }, {
      created: 1146,
      updated: 0,
      unchanged: 0,
      repeated: 25,
      refused: 14,
    });
    await page.goto("/admin/subscribers");
    await page.getByText("1,000+", { exact: true }).waitFor();
    const [first]: Json[] = (await admin.call("GET", "/subscribers?external_id=10000")).items;
    await admin.call("POST", `/subscribers/${first.id}/people`, {
      person_id: server.accounts.get("hassan@example.net"),
      role: "owner",
      is_primary: true,
    });
  });

  await step("the agent's list is open before anything happens", async () => {
    await sign_in(agent, "ada@omni.example");
    await agent.page.goto("/admin/tickets");
    await agent.page.getByRole("heading", { name: "Tickets", level: 1 }).waitFor();
    assert.equal(await agent.page.getByText("No light on the router").count(), 0);
  });

  await step("the customer sees service and address, and reports a problem with a photo", async () => {
    const { page } = customer;
    await sign_in(customer, "hassan@example.net", "/portal/auth/sign-in");
    await page.getByRole("heading", { level: 1, name: /Hassan/ }).waitFor();
    await page.getByText(/13 Mohammed Street/).first().waitFor();
    await page.getByRole("link", { name: "Report a problem" }).first().click();
    await page.getByText("No light on the router", { exact: true }).click();
    await page.getByLabel(/What happens/).fill("The LOS light is red since 07:40.");
    await page.getByLabel("Photos or files").setInputFiles(photo("router.png"));
    await check_accessibility(page);
    await page.getByRole("button", { name: "Send the report" }).click();
    await page.getByRole("heading", { name: "No light on the router" }).waitFor();
    await page.getByText("TKT-", { exact: false }).first().waitFor();
  });

  await step("it stands in the agent's list without a reload", async () => {
    await agent.page.getByText("No light on the router").first().waitFor();
  });

  await step("the agent takes it, raises the priority, answers in public and notes inside", async () => {
    const { page } = agent;
    await page.getByRole("link", { name: /No light on the router/ }).first().click();
    await page.getByRole("heading", { name: "No light on the router" }).waitFor();
    const ticket_id = new URL(page.url()).pathname.split("/").at(-1);
    await admin.call("POST", `/tickets/${ticket_id}/assign`, { person_id: server.accounts.get("kemi@omni.example") });
    await page.getByText("Kemi Ekpo").first().waitFor();
    await page.getByLabel("Your words").fill("We see the loss on your line and send a technician.");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByRole("list", { name: "Timeline" }).getByText("We see the loss on your line").waitFor();
    await page.getByText("Internal note", { exact: true }).click();
    await page.getByLabel("Your words").fill("Only this drop is dark: SECRET-NOTE");
    await page.getByRole("button", { name: /note|send/i }).last().click();
    await page.getByText("SECRET-NOTE").waitFor();
  });

  await step("the customer sees the answer without a reload, and never the note", async () => {
    const { page } = customer;
    await page.getByText("We see the loss on your line").waitFor();
    assert.ok(!(await page.content()).includes("SECRET-NOTE"));
    await page.reload();
    assert.ok(!(await page.content()).includes("SECRET-NOTE"));
  });

  await step("what the agent has typed stays while the page refreshes under it", async () => {
    const { page } = agent;
    await page.getByText("Reply", { exact: true }).click();
    await page.getByLabel("Your words").fill("Half a sentence");
    const ticket_id = new URL(page.url()).pathname.split("/").at(-1);
    await admin.call("POST", `/tickets/${ticket_id}/notes`, { body: "A colleague writes meanwhile" });
    await page.getByText("A colleague writes meanwhile").waitFor();
    assert.equal(await page.getByLabel("Your words").inputValue(), "Half a sentence");
    await page.getByLabel("Your words").fill("");
  });

  let job = "";
  await step("from the ticket the agent makes a work order", async () => {
    const { page } = agent;
    await page.getByRole("link", { name: "Create work order" }).first().click();
    await page.getByLabel("Fiber splicing").check();
    await page.getByRole("button", { name: "Create and choose a time" }).click();
    const [row]: Json[] = (await admin.call("GET", "/work-orders?limit=1")).items;
    job = row.id;
    assert.equal(row.status, "draft");
  });

  await step("the dispatcher sees who fits and why the others do not, and books", async () => {
    const { page } = dispatcher;
    await sign_in(dispatcher, "tunde@omni.example");
    await page.goto(`/admin/work-orders/${job}/dispatch?date=${tomorrow}&time=09:00`);
    await page.getByText("Musa Sani").first().waitFor();
    await page.getByText(/Fiber splicing/).first().waitFor();
    await page.getByText(/Training|away|absen/i).first().waitFor();
    await check_accessibility(page);
    await page.getByRole("button", { name: "Assign to Musa Sani" }).click();
    await wait_for(
      "the visit is booked",
      async () => (await admin.call("GET", `/work-orders/${job}`)).status === "scheduled",
    );
    const row = await admin.call("GET", `/work-orders/${job}`);
    assert.equal(row.scheduled_start.slice(0, 10), tomorrow);
  });

  await step("the technician starts and completes the job on a phone, with notes and a photo", async () => {
    const { page } = technician;
    await sign_in(technician, "musa@omni.example");
    await page.goto(`/admin/field?date=${tomorrow}`);
    await page.getByRole("link", { name: /No light on the router/ }).first().click();
    await page.getByRole("button", { name: "Start the job" }).click();
    await page.getByLabel("What was done").fill("Cleaned the connector, −19.2 dBm.");
    await page.getByText("The customer sees notes and photos").click();
    await page.locator("input[type=file]:not([capture])").setInputFiles(photo("after.png"));
    await check_accessibility(page);
    await page.getByRole("button", { name: "Complete the job" }).click();
    await wait_for(
      "the job is completed",
      async () => (await admin.call("GET", `/work-orders/${job}`)).status === "completed",
    );
  });

  await step("the agent resolves the ticket", async () => {
    const { page } = agent;
    const row = await admin.call("GET", `/work-orders/${job}`);
    await page.goto(`/admin/tickets/${row.ticket_id}`);
    await page.getByRole("button", { name: "Resolve", exact: true }).click();
    await page.getByText("Resolved").first().waitFor();
  });

  await step("the customer sees the visit and rates", async () => {
    const { page } = customer;
    const row = await admin.call("GET", `/work-orders/${job}`);
    await page.goto(`/portal/tickets/${row.ticket_id}`);
    await page.getByText(/Musa/).first().waitFor();
    await page.getByText(/finished the visit/).first().waitFor();
    await page.goto("/portal/visits");
    await page.getByText(/Cleaned the connector/).first().waitFor();
    await page.goto(`/portal/tickets/${row.ticket_id}`);
    await page.getByTitle("5 stars of 5").click();
    await page.getByRole("button", { name: "Send my rating" }).click();
    await wait_for(
      "the rating is stored",
      async () => (await admin.call("GET", `/tickets/${row.ticket_id}`)).rating === 5,
    );
  });

  await step("webhooks arrived signed, one of them at the second attempt; mails went out", async () => {
    const expected = [
      "ticket.created",
      "ticket.replied",
      "ticket.resolved",
      "ticket.rated",
      "work_order.scheduled",
      "work_order.started",
      "work_order.completed",
    ];
    await wait_for("all events have arrived", () => {
      const types = new Set(
        receiver.requests.map((request): Json => request.verified(hook.secret)).map((event) => event.type),
      );
      return expected.every((type) => types.has(type)) &&
        receiver.requests.length > new Set(receiver.requests.map((request) => request.headers.get("webhook-id"))).size;
    }, { within: 25_000, every: 200 });
    await wait_for(
      "mails for the customer",
      () => smtp.mails.filter((mail) => mail.to.includes("hassan@example.net")).length >= 3,
      { within: 15_000 },
    );
  });

  await step("nobody's page complained, and axe finds nothing on the pages of the job", async () => {
    const row = await admin.call("GET", `/work-orders/${job}`);
    const walks: [keyof typeof everyone, string[]][] = [
      ["operator", [
        "/admin",
        "/admin/imports",
        "/admin/subscribers",
        "/admin/jobs",
        "/admin/events",
        "/admin/webhook-endpoints",
      ]],
      ["agent", ["/admin/tickets", `/admin/tickets/${row.ticket_id}`, "/admin/tickets/new"]],
      ["dispatcher", ["/admin/work-orders", `/admin/work-orders/${job}`]],
      ["technician", ["/admin/field", `/admin/field/${job}`]],
      ["customer", [
        "/portal",
        "/portal/tickets",
        "/portal/tickets/new",
        `/portal/tickets/${row.ticket_id}`,
        "/portal/visits",
        "/portal/service",
      ]],
    ];
    for (const [who, paths] of walks) {
      for (const path of paths) {
        await everyone[who].page.goto(path);
        await check_accessibility(everyone[who].page);
      }
    }
    assert.deepEqual(Object.values(everyone).flatMap((session) => session.complaints), []);
  });
});
