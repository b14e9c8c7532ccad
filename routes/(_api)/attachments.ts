import { z } from "zod";
import {
  add_attachments,
  attachment,
  list_attachments,
  open_attachment,
  remove_attachment,
} from "~/domain/kernel/attachments.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import { plan_file_response } from "~/domain/kernel/files/serve.ts";
import { type Endpoint, param, raw, reading, verb } from "./endpoint.ts";
import { saying } from "./uploads.ts";

const tag = "Attachments";
export const file_list = z.object({ items: z.array(attachment.read) });
const upload = z.strictObject({
  visibility: z.enum(["public", "internal"]).default("internal").meta({
    description: "Public files are shown to the customer",
  }),
});

/** `GET` and `POST /tickets/{id}/attachments` for an entity that files can hang on. */
export function files_of(parent: Entity, keys: { read: string; write: string }, base = `/${parent.path}`): Endpoint[] {
  const name = parent.label.toLowerCase();
  const path = `${base}/{id}/attachments`;
  return [
    reading(
      path,
      { permission: keys.read, tag: parent.plural, summary: `List files of a ${name}`, returns: file_list },
      async (tx, { params }) => ({
        items: await list_attachments(tx, parent.name, param(params)),
      }),
    ),
    saying(path, {
      permission: keys.write,
      tag: parent.plural,
      summary: `Add files to a ${name}`,
      body: upload,
      returns: file_list,
      status: 201,
    }, async (tx, { params, body, files }) => ({
      items: await add_attachments(tx, parent.name, param(params), body.visibility, files),
    })),
  ];
}

/** The bytes of a file, for whoever may read what it hangs on. */
export const file_download = (path: string, permission: string, of: string): Endpoint =>
  raw("GET", path, {
    permission,
    ...(permission === "signed-in" ? { keys: true } : {}),
    tag: of,
    summary: "Download a file; `download=true` never shows it in the page. Takes the right to read what it hangs on.",
    query: z.object({ download: z.enum(["true", "false"]).optional() }),
    produces: "application/octet-stream",
  }, async ({ platform, actor, request, params }) => {
    const file = await platform.read(actor, (tx) => open_attachment(tx, param(params)));
    const download = new URL(request.url).searchParams.get("download") === "true";
    const plan = plan_file_response(file, request.headers, download);
    const body = plan.body ? await platform.files.get(file.storage_key, plan.range) : null;
    return new Response(body, { status: plan.status, headers: plan.headers });
  });

export const attachment_routes: Endpoint[] = [
  file_download("/attachments/{id}", "signed-in", tag),
  verb("DELETE", "/attachments/{id}", {
    permission: "attachments:delete",
    tag,
    summary: "Remove a file from its record",
    status: 204,
  }, (tx, { params }) => remove_attachment(tx, param(params))),
];
