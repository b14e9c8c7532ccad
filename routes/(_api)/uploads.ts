/** Verbs that take words and files: JSON where there are only words, multipart/form-data where files come along. */
import { z } from "zod";
import { discard_files, type StagedFile, type Upload, with_files } from "~/domain/kernel/attachments.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { csrf_field } from "../(_web)/csrf.ts";
import { form_data, is_form } from "../(_web)/forms.ts";
import { json_answer, row_etag, version_of } from "./answer.ts";
import { type Endpoint, raw, type RawContext } from "./endpoint.ts";
import { type Answer, idempotency_key, once } from "./idempotency.ts";

interface Options<S extends z.ZodRawShape> {
  permission: string;
  summary: string;
  tag: string;
  body: z.ZodObject<S>;
  returns?: z.ZodType;
  status?: 200 | 201;
}

export interface SaidInput<B> {
  params: Record<string, string>;
  body: B;
  files: StagedFile[];
  version: string | null;
}

const file_parts = z.array(z.string().meta({ format: "binary" })).optional().meta({ description: "Up to 10 files" });

/** `POST` with words and files. The files are judged and stored before the transaction begins, and removed if it fails. */
export function saying<S extends z.ZodRawShape>(
  path: string,
  options: Options<S>,
  run: (tx: Tx, input: SaidInput<z.output<z.ZodObject<S>>>) => Promise<unknown>,
): Endpoint {
  const { body: schema, ...rest } = options;
  const documented = schema.extend({ files: file_parts });
  return raw("POST", path, { ...rest, body: documented, consumes: "multipart/form-data" }, async (context) => {
    const { platform, actor, request, params } = context;
    const version = version_of(request);
    const key = idempotency_key(request);
    const { fields, uploads } = await read_body(request);
    const body = validated(schema, fields);
    const status = options.status ?? 200;
    return await with_files(platform, uploads, async (files) => {
      let ran = false;
      const work = async (tx: Tx): Promise<Answer & { headers: Record<string, string> }> => {
        const result = await run(tx, { params, body, files, version });
        ran = true;
        return { status, text: JSON.stringify(result ?? null), headers: row_etag(result) };
      };
      const answer: Answer & { headers?: Record<string, string> } = await platform.transaction(
        actor,
        (tx) => key ? once(tx, key, identity(context, fields, files), () => work(tx)) : work(tx),
      );
      if (!ran) await discard_files(platform, files); // a repeat: the first request's files are the ones that count
      return json_answer(answer.text, answer.status, answer.headers);
    });
  });
}

/** What makes two requests the same one: words, and files by name and content. */
const identity = ({ request }: RawContext, fields: unknown, files: readonly StagedFile[]) => ({
  method: request.method,
  path: new URL(request.url).pathname,
  body: JSON.stringify([fields, files.map((file) => [file.file_name, file.sha256])]),
});

interface Body {
  fields: unknown;
  uploads: Upload[];
}

async function read_body(request: Request): Promise<Body> {
  if (is_form(request)) return read_form(await form_data(request).catch(unreadable));
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type)) {
    throw new DomainError(
      "unsupported_type",
      `Content-Type is '${type || "missing"}': send application/json, or multipart/form-data with files.`,
    );
  }
  const fields: unknown = await request.json().catch(unreadable);
  return { fields, uploads: [] };
}

function read_form(form: FormData): Body {
  const fields: Record<string, string> = {};
  const uploads: Upload[] = [];
  for (const [name, value] of form) {
    if (typeof value === "string") {
      if (name !== csrf_field && value !== "") fields[name] = value; // an empty control is a field not given
    } else if (value.name !== "" || value.size > 0) {
      uploads.push({ name: value.name, claimed_type: value.type, source: value.stream() });
    }
  }
  return { fields, uploads };
}

function unreadable(error: unknown): never {
  if (error instanceof DomainError) throw error;
  throw new DomainError(
    "bad_request",
    "The body cannot be read as its Content-Type says. Check that it is complete and in UTF-8.",
    { cause: error },
  );
}
