import assert from "node:assert/strict";
import {
  add_attachments,
  list_attachments,
  open_attachment,
  remove_attachment,
  stage_files,
  with_files,
} from "~/domain/kernel/attachments.ts";
import { add_note, reply } from "~/domain/tickets/mod.ts";
import { staff } from "../support/fixtures.ts";
import { png, refused, with_world, words } from "../domain/tickets/world.ts";

const pdf = words("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");

Deno.test(
  "stage_files() refuses a file that lies about its type, and names field, file and remedy",
  with_world(async ({ platform }) => {
    const lies: [string, string, Uint8Array<ArrayBuffer>][] = [
      ["photo.png", "image/png", pdf],
      ["photo.jpg", "image/jpeg", words("<html><script>alert(1)</script></html>")],
      ["report.pdf", "application/pdf", png],
      ["report.pdf", "", words("just words")],
      ["note.txt", "image/png", words("just words")],
    ];
    for (const [name, claimed_type, source] of lies) {
      const error = await refused(
        stage_files(platform, [{ name: "fine.png", claimed_type: "image/png", source: png }, {
          name,
          claimed_type,
          source,
        }]),
        "unsupported_type",
      );
      const [detail] = error.details;
      assert.deepEqual([detail?.field, detail?.value], ["files.1", name]);
      assert.match(detail?.remedy ?? "", /Save it again/);
    }
    assert.equal(await count_files(platform.config.DATA_DIR), 0, "the good file before it is gone as well");
  }),
);

Deno.test(
  "stage_files() takes what people really send: a slip of the extension, a vague type, no name's end",
  with_world(async ({ platform }) => {
    const sent: [string, string, Uint8Array<ArrayBuffer>, string, string][] = [
      ["photo.jpg", "image/jpeg", png, "image/png", "photo.png"],
      ["photo", "", png, "image/png", "photo.png"],
      ["list.csv", "application/vnd.ms-excel", words("a,b\n1,2\n"), "text/csv", "list.csv"],
      ["scan.pdf", "application/octet-stream", pdf, "application/pdf", "scan.pdf"],
      [
        "plan.svg",
        "image/svg+xml",
        words("<svg xmlns='http://www.w3.org/2000/svg'/>"),
        "application/octet-stream",
        "plan.svg",
      ],
    ];
    for (const [name, claimed_type, source, type, kept_name] of sent) {
      const [staged] = await stage_files(platform, [{ name, claimed_type, source }]);
      assert.deepEqual([staged?.content_type, staged?.file_name], [type, kept_name], name);
    }
  }),
);

Deno.test(
  "stage_files() refuses programs, too many files and files past the limit",
  with_world(async ({ platform }) => {
    const upload = (name: string, source: Uint8Array<ArrayBuffer>) => ({ name, claimed_type: "", source });
    await refused(stage_files(platform, [upload("setup.exe", words("MZ"))]), "unsupported_type");
    await refused(stage_files(platform, Array.from({ length: 11 }, () => upload("a.png", png))), "validation_error");
    const large = new Uint8Array(platform.config.FILES_MAX_MB * 1024 * 1024 + 1).fill(65);
    await refused(stage_files(platform, [upload("large.txt", large)]), "too_large");
    assert.equal(await count_files(platform.config.DATA_DIR), 0);
  }),
);

Deno.test(
  "a stream is judged by its beginning and stored whole",
  with_world(async ({ platform, ticket, as, agent }) => {
    const text = "line of text\n".repeat(20_000);
    const [staged] = await stage_files(platform, [{
      name: "log.txt",
      claimed_type: "text/plain",
      source: new Blob([text]).stream(),
    }]);
    assert(staged);
    const row = await ticket();
    const [attached] = await as(agent, (tx) => add_attachments(tx, "ticket", row.id, "public", [staged]));
    const opened = await as(agent, (tx) => open_attachment(tx, attached?.id ?? ""));
    assert.equal(opened.size, text.length);
    assert.equal(await new Response(await platform.files.get(opened.storage_key)).text(), text);
  }),
);

Deno.test(
  "with_files() leaves nothing behind when the transaction fails",
  with_world(async ({ platform, ticket, as, agent, sql }) => {
    const row = await ticket();
    await refused(
      with_files(
        platform,
        [{ name: "a.png", claimed_type: "image/png", source: png }],
        (files) => as(agent, (tx) => reply(tx, row.id, "", files)),
      ),
      "validation_error",
    );
    assert.equal(await count_files(platform.config.DATA_DIR), 0);
    assert.equal((await sql`select id from attachments`).length, 0);
  }),
);

Deno.test(
  "a file is read by who may read its record, and by nobody else",
  with_world(async ({ ticket, as, agent, file }) => {
    const row = await ticket();
    await as(agent, async (tx) => add_note(tx, row.id, "See plan", [await file("plan.png", "image/png", png)]));
    const [attached] = await as(agent, (tx) => list_attachments(tx, "ticket", row.id));
    assert(attached);
    assert(!Object.hasOwn(attached, "storage_key"), "the key of the storage never leaves the house");
    assert.equal((await as(staff("tickets:read"), (tx) => open_attachment(tx, attached.id))).name, "plan.png");
    await refused(as(staff("people:read"), (tx) => open_attachment(tx, attached.id)), "forbidden");
    await refused(
      as(
        staff("tickets:read", "tickets:reply"),
        async (tx) => add_attachments(tx, "ticket", row.id, "internal", [await file("b.png", "image/png", png)]),
      ),
      "forbidden",
    );
    await refused(as(agent, (tx) => list_attachments(tx, "person", row.id)), "not_found");
  }),
);

Deno.test(
  "a removed file is gone for its readers and stays in the trail",
  with_world(async ({ ticket, as, agent, a, file, sql }) => {
    const row = await ticket();
    const [attached] = await as(
      agent,
      async (tx) => add_attachments(tx, "ticket", row.id, "public", [await file("a.png", "image/png", png)]),
    );
    const id = attached?.id ?? "";
    await as(agent, (tx) => remove_attachment(tx, id));
    await refused(as(a, (tx) => open_attachment(tx, id)), "not_found");
    assert.deepEqual(await as(a, (tx) => list_attachments(tx, "ticket", row.id)), []);
    const actions = await sql<
      { action: string }[]
    >`select action from audit_events where entity_id::text = ${id} order by occurred_at`;
    assert.deepEqual(actions.map((each) => each.action), ["attachment.created", "attachment.deleted"]);
  }),
);

Deno.test(
  "what a customer attaches is public, whatever is asked for",
  with_world(async ({ ticket, as, a, subscriber_a, file }) => {
    const row = await ticket();
    const [attached] = await as(
      a,
      async (tx) => add_attachments(tx, "ticket", row.id, "internal", [await file("a.png", "image/png", png)]),
    );
    assert.deepEqual([attached?.visibility, attached?.subscriber_id, attached?.uploaded_by_kind], [
      "public",
      subscriber_a,
      "customer",
    ]);
  }),
);

async function count_files(folder: string): Promise<number> {
  let count = 0;
  try {
    for await (const entry of Deno.readDir(`${folder}/files`)) {
      count += entry.isFile ? 1 : await count_files_in(`${folder}/files/${entry.name}`);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return count;
}

async function count_files_in(folder: string): Promise<number> {
  let count = 0;
  for await (const entry of Deno.readDir(folder)) {
    count += entry.isFile ? 1 : await count_files_in(`${folder}/${entry.name}`);
  }
  return count;
}
