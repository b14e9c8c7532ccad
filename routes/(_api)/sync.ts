/** The doors for other systems: JSON with a key, and the signed hook. */
import { z } from "zod";
import { DomainError, too_large } from "~/domain/kernel/errors.ts";
import {
  hook_body,
  longest_message,
  receive_sync_message,
  sync_body,
  sync_subscribers,
} from "~/domain/subscribers/mod.ts";
import { json_answer } from "./answer.ts";
import { type Endpoint, param, raw, verb } from "./endpoint.ts";

const tag = "Subscribers";
const count = z.int().min(0);
const counts = { records: count, created: count, updated: count, unchanged: count, repeated: count, refused: count };
const problem = z.object({
  record: z.int().meta({ description: "Place in `records`, from 0" }),
  external_id: z.string().nullable(),
  field: z.string(),
  value: z.string().optional(),
  message: z.string(),
  remedy: z.string().optional(),
});
const result = z.object({ ...counts, problems: z.array(problem) });

async function bytes_of(request: Request): Promise<Uint8Array> {
  const limit = `${longest_message / 1024} KB`;
  if (Number(request.headers.get("content-length") ?? 0) > longest_message) throw too_large("(body)", "more", limit);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > longest_message) throw too_large("(body)", "more", limit);
    chunks.push(chunk);
  }
  if (size === 0) throw new DomainError("bad_request", "The body is empty. Send the signed message.");
  return new Uint8Array(await new Blob(chunks.map((chunk) => new Uint8Array(chunk))).arrayBuffer());
}

export const sync_routes: Endpoint[] = [
  verb(
    "POST",
    "/subscribers/sync",
    {
      permission: "subscribers:sync",
      tag,
      summary: "Create or update up to 500 subscribers by their external id",
      body: sync_body,
      returns: result,
    },
    (tx, { body }) => sync_subscribers(tx, body.external_system, body.records),
  ),
  raw(
    "POST",
    "/hooks/subscribers/{source}",
    {
      permission: "public",
      tag,
      summary: "Take in a signed message (Standard Webhooks) with subscriber records",
      body: hook_body,
      returns: result.extend({ duplicate: z.boolean() }),
    },
    async ({ platform, request, params }) => {
      const answer = await receive_sync_message(
        platform,
        param(params, "source"),
        request.headers,
        await bytes_of(request),
      );
      return json_answer(JSON.stringify(answer));
    },
  ),
];
