/** Import of subscribers from files: in one request for small ones, step by step for the page and for large ones. */
import { z } from "zod";
import { type Actor, job_actor } from "~/domain/kernel/actor.ts";
import { demand_step_up } from "~/domain/access/mod.ts";
import { write_csv } from "~/domain/kernel/csv/writer.ts";
import { DomainError, invalid } from "~/domain/kernel/errors.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { read_setting } from "~/domain/kernel/settings.ts";
import { validated } from "~/domain/kernel/validate.ts";
import {
  cancel_import,
  check_import,
  count_problems,
  external_system_schema,
  import_max_mb,
  imports,
  list_problems,
  mapping_schema,
  run_import,
  run_import_now,
  sample_of,
  subscriber_import,
  upload_import,
} from "~/domain/subscribers/mod.ts";
import { form_data, is_form, text_of } from "../(_web)/forms.ts";
import { json_answer } from "./answer.ts";
import { crud } from "./crud.ts";
import { type Endpoint, param, raw, reading, verb } from "./endpoint.ts";

const tag = subscriber_import.plural;
const permission = "subscribers:import";
/** Rows that a request waits for; about a second. */
const rows_at_once = 5_000;
/** Problems that an answer carries; the rest stands in the list and in the CSV. */
const problems_shown = 1_000;

const file = z.string().meta({
  format: "binary",
  description: "CSV: comma, semicolon, tab or pipe; UTF-8, UTF-16 or Windows-1252",
});
const upload_form = z.object({ file, external_system: z.string().optional() });
const one_go_form = upload_form.extend({
  mapping: z.string().optional().meta({
    description:
      'JSON, field to column, such as {"external_id": "id"}; without it as remembered for this header, else guessed from the names',
  }),
  dry_run: z.enum(["true", "false"]).optional(),
});
const instructions = z.strictObject({
  mapping: mapping_schema.optional(),
  external_system: external_system_schema.optional(),
});

const count = z.int().min(0);
const report = { rows: count, created: count, updated: count, unchanged: count, repeated: count, refused: count };
const problem = z.object({
  row: z.int().meta({ description: "Line of the file; the header is 1" }),
  field: z.string(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  message: z.string(),
  external_id: z.string().nullable(),
});
const suggestion = z.object({
  mapping: z.record(z.string(), z.string()),
  external_system: z.string().nullable(),
  remembered: z.boolean(),
});
const uploaded = z.object({
  import: subscriber_import.read,
  header: z.array(z.string()),
  sample: z.array(z.record(z.string(), z.string())),
  suggestion,
});
const one_go = z.object({
  id: z.uuid(),
  status: z.string(),
  dry_run: z.boolean(),
  ...report,
  problems: z.array(problem),
  problems_count: count,
});

/** The setting's limit, and room for the form around the file. */
const max_bytes = async (platform: Platform): Promise<number> =>
  (await platform.read(job_actor("limits"), (tx) => read_setting(tx, import_max_mb)) + 1) * 2 ** 20;

interface Form {
  source: ReadableStream<Uint8Array<ArrayBuffer>>;
  file_name: string;
  external_system: string | null;
  form: FormData;
}

async function read_form(request: Request): Promise<Form> {
  const type = request.headers.get("content-type") ?? "";
  if (!is_form(request)) {
    throw new DomainError(
      "unsupported_type",
      `Content-Type is '${type || "missing"}': send multipart/form-data with the file in the part "file".`,
    );
  }
  const form = await form_data(request).catch((error: unknown) => {
    if (error instanceof DomainError) throw error;
    throw new DomainError(
      "bad_request",
      "The form cannot be read. Send multipart/form-data with its boundary, and all of it.",
      { cause: error },
    );
  });
  const part = form.get("file");
  if (!(part instanceof File)) {
    throw invalid("file", part ?? undefined, "is required as a file", 'Send the CSV as a file in the part "file".');
  }
  const system = text_of(form, "external_system");
  const external_system = system
    ? validated(z.object({ external_system: external_system_schema }), { external_system: system }).external_system
    : null;
  return { source: part.stream(), file_name: part.name, external_system, form };
}

function mapping_of(form: FormData): Record<string, string | null> | undefined {
  const text = text_of(form, "mapping");
  if (!text) return undefined;
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw invalid(
      "mapping",
      text,
      "is no JSON",
      'Write field to column, such as {"external_id": "id", "name": "name"}.',
    );
  }
  return validated(z.object({ mapping: mapping_schema }), { mapping: given }).mapping;
}

/** The answer of the one-request import: the report where it is done, 202 where a job goes on. */
async function in_one_go(platform: Platform, actor: Actor, { form, ...upload }: Form): Promise<Response> {
  const dry_run =
    validated(z.object({ dry_run: z.enum(["true", "false"]) }), { dry_run: text_of(form, "dry_run") || "false" })
      .dry_run === "true";
  const mapping = mapping_of(form);
  const { id } = await platform.transaction(actor, async (tx) => {
    const sent = await upload_import(tx, upload);
    return await (dry_run ? check_import : run_import)(tx, sent.import.id, { mapping });
  });
  await run_import_now(platform, id, rows_at_once);
  const [row, problems, problems_count] = await platform.read(
    actor,
    async (tx) =>
      [await imports.fetch(tx, id), await list_problems(tx, id, problems_shown), await count_problems(tx, id)] as const,
  );
  if (row.status === "failed") throw new DomainError("validation_error", row.error ?? "The import failed.");
  const done = row.report !== null && row.report !== undefined;
  const answer = {
    id,
    status: row.status,
    dry_run,
    ...(done ? row.report : { rows: row.rows_read }),
    problems,
    problems_count,
  };
  return json_answer(JSON.stringify(answer), done ? 200 : 202, { location: `/api/v1/imports/${id}` });
}

const cursor = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
  after_row: z.coerce.number().int().min(0).default(0),
  after_field: z.string().max(60).default(""),
});

async function* all_problems(platform: Platform, actor: Actor, id: string) {
  let after: { row: number; field: string } | null = null;
  for (;;) {
    const page: Awaited<ReturnType<typeof list_problems>> = await platform.read(
      actor,
      (tx) => list_problems(tx, id, 1_000, after),
    );
    for (const one of page) yield { ...one };
    after = page.at(-1) ?? null;
    if (!after) return;
  }
}

const columns = ["row", "field", "column", "value", "message", "external_id"].map((key) => ({ key, label: key }));

export const import_routes: Endpoint[] = [
  raw(
    "POST",
    "/subscribers/import",
    {
      permission,
      tag,
      summary: `Import subscribers in one request; past ${rows_at_once} rows a job goes on (202)`,
      body: one_go_form,
      returns: one_go,
      consumes: "multipart/form-data",
      max_bytes,
    },
    async ({ platform, actor, request }) => await in_one_go(platform, actor, await read_form(request)),
  ),
  raw(
    "POST",
    "/imports",
    {
      permission,
      tag,
      summary: "Upload a file: answers with its header, first rows and a suggested mapping",
      body: upload_form,
      returns: uploaded,
      status: 201,
      consumes: "multipart/form-data",
      max_bytes,
    },
    async ({ platform, actor, request }) => {
      const { form: _, ...upload } = await read_form(request);
      return json_answer(JSON.stringify(await platform.transaction(actor, (tx) => upload_import(tx, upload))), 201);
    },
  ),
  ...crud(imports),
  reading("/imports/{id}/sample", {
    permission,
    tag,
    summary: "First rows of an uploaded file",
    returns: z.object({ items: z.array(z.record(z.string(), z.string())) }),
  }, async (tx, { params }) => ({
    items: await sample_of(tx, await imports.get(tx, param(params))),
  })),
  verb(
    "POST",
    "/imports/{id}/check",
    {
      permission,
      tag,
      summary: "Dry run: judge every row, write none",
      body: instructions,
      returns: subscriber_import.read,
      status: 202,
    },
    (tx, { params, body }) => check_import(tx, param(params), body),
  ),
  verb(
    "POST",
    "/imports/{id}/run",
    {
      permission,
      tag,
      summary: "Import the rows; a canceled or failed import goes on where it stopped",
      body: instructions,
      returns: subscriber_import.read,
      status: 202,
    },
    (tx, { params, body }) => run_import(tx, param(params), body),
  ),
  verb("POST", "/imports/{id}/cancel", {
    permission,
    tag,
    summary: "Stop before the next chunk; what is imported stays",
    returns: subscriber_import.read,
  }, (tx, { params }) => cancel_import(tx, param(params))),
  reading(
    "/imports/{id}/problems",
    {
      permission,
      tag,
      summary: "Refused rows in the order of the file",
      query: cursor,
      returns: z.object({ items: z.array(problem), count }),
    },
    async (tx, { params, query }) => {
      const { id } = await imports.get(tx, param(params));
      return {
        items: await list_problems(tx, id, query.limit, { row: query.after_row, field: query.after_field }),
        count: await count_problems(tx, id),
      };
    },
  ),
  raw(
    "GET",
    "/imports/{id}/problems.csv",
    { permission, tag, summary: "Refused rows as CSV, safe for spreadsheets", produces: "text/csv" },
    async ({ platform, actor, params }) => {
      const { id } = await platform.read(actor, (tx) => imports.get(tx, param(params)));
      await platform.read(actor, (tx) => demand_step_up(tx, "subscribers:import"));
      return new Response(write_csv(columns, all_problems(platform, actor, id)), {
        headers: {
          "content-type": "text/csv; charset=utf-8",
          "content-disposition": `attachment; filename="problems-${id}.csv"`,
          "cache-control": "private, no-store",
        },
      });
    },
  ),
];
