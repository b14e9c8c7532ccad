/** Every address that answers GET with a page, with rows behind the ids, and somebody to open it as. */
import "~/domain/all.ts";
import { type Audience, open_session } from "~/domain/access/mod.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import { access_tokens } from "~/domain/kernel/crypto/jwt.ts";
import { entities } from "~/domain/kernel/entity.ts";
import { all_managers } from "~/domain/kernel/manager.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import type { TestServer } from "../e2e/support/server.ts";
import { platform_on, test_config } from "../support/fixtures.ts";

const routes = new URL("../../routes/", import.meta.url);

/** Paths of route files, as `/admin/[entity]/[id]`. Folders in parentheses hold none. */
async function route_patterns(folder = routes, prefix = ""): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (entry.isDirectory && !entry.name.startsWith("(")) {
      found.push(
        ...await route_patterns(new URL(`${encodeURIComponent(entry.name)}/`, folder), `${prefix}/${entry.name}`),
      );
    }
    const [, name] = /^([^_].*)\.tsx?$/.exec(entry.name) ?? [];
    if (entry.isFile && name) found.push(name === "index" ? prefix || "/" : `${prefix}/${name}`);
  }
  return found;
}

/** Each pattern with an id of a row where there is one, else with one that nobody has: a 404 is a page too. */
export async function page_addresses(server: TestServer): Promise<string[]> {
  const { sql } = server.database;
  const shown = entities().filter((entity) =>
    !entity.hidden && all_managers().some((each) => each.entity.name === entity.name)
  );
  const ids = new Map<string, string>();
  for (const entity of shown) {
    const [row] = await sql.unsafe<{ id: string }[]>(`select id from ${entity.table} limit 1`);
    ids.set(entity.path, row?.id ?? new_id());
  }
  const addresses = (await route_patterns()).filter((pattern) => !/^\/(api|ws|theme)\b/.test(pattern)).flatMap(
    (pattern) => {
      if (pattern.includes("[entity]")) {
        return shown.map((entity) =>
          pattern.replace("[entity]", entity.path).replace("[id]", ids.get(entity.path) ?? new_id())
        );
      }
      const [, , path = ""] = pattern.split("/");
      return [pattern.replaceAll(/\[\w+\]/g, ids.get(path) ?? new_id())];
    },
  );
  return [...new Set(addresses)].sort();
}

/** A bearer token as a sign-in would give it, whatever steps sign-ins take. */
export async function token_for(server: TestServer, username: string, audience: Audience): Promise<string> {
  const config = test_config({ PUBLIC_URL: server.url });
  const platform = platform_on(server.database.db, { config });
  const person_id = server.accounts.get(username) ?? "";
  const opened = await platform.transaction(
    job_actor("test"),
    (tx) => open_session(tx, person_id, audience, ["password", "totp"]),
  );
  return await access_tokens({ secret: config.SECRET_KEY, issuer: config.PUBLIC_URL }).sign_access(
    { sub: person_id, sid: opened.session_id },
    audience,
    900,
  );
}

export interface Tag {
  name: string;
  attributes: Map<string, string>;
}

const tag = /<([a-z][\w-]*)((?:\s+[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*\/?>/gi;
const attribute = /\s([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

export function tags_of(html: string): Tag[] {
  const text = html.replaceAll(/<!--.*?-->/gs, "").replaceAll(/(<script\b[^>]*>).*?<\/script>/gs, "$1");
  return [...text.matchAll(tag)].map(([, name = "", rest = ""]) => ({
    name: name.toLowerCase(),
    attributes: new Map(
      [...` ${rest}`.matchAll(attribute)].map(([, key = "", a, b, c]) => [key.toLowerCase(), a ?? b ?? c ?? ""]),
    ),
  }));
}

/** What is wrong with an answer that a browser would show. */
export function page_problems(path: string, answer: Response, body: string): string[] {
  const problems: string[] = [];
  const wrong = (what: string) => problems.push(`${path} (${answer.status}): ${what}`);
  const expected: Record<string, RegExp> = {
    "x-content-type-options": /^nosniff$/,
    "referrer-policy": /^same-origin$/,
    "x-frame-options": /^DENY$/,
    "cross-origin-opener-policy": /^same-origin$/,
    "cross-origin-resource-policy": /^same-origin$/,
    "permissions-policy": /camera/,
    "x-request-id": /^[\w.-]{8,64}$/,
  };
  for (const [name, value] of Object.entries(expected)) {
    if (!value.test(answer.headers.get(name) ?? "")) wrong(`${name} is ${answer.headers.get(name)}`);
  }
  if (!answer.headers.get("content-type")?.startsWith("text/html")) return problems;
  const policy = answer.headers.get("content-security-policy") ?? "";
  const nonce = /script-src 'nonce-([^']+)' 'strict-dynamic'/.exec(policy)?.[1];
  if (!nonce && !policy.includes("script-src 'none'")) wrong(`no nonce in: ${policy}`);
  for (
    const demanded of [
      "default-src 'none'",
      "style-src 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
      "script-src-attr 'none'",
    ]
  ) {
    if (!policy.split("; ").includes(demanded)) wrong(`the policy lacks ${demanded}`);
  }
  if (/unsafe-/.test(policy)) wrong(`the policy says ${policy}`);
  if (!/no-store/.test(answer.headers.get("cache-control") ?? "")) {
    wrong(`cache-control is ${answer.headers.get("cache-control")}`);
  }
  for (const { name, attributes } of tags_of(body)) {
    for (const [key, value] of attributes) {
      if (/^on[a-z]+$/.test(key)) wrong(`<${name} ${key}> is an inline handler`);
      if (key === "style") wrong(`<${name} style="${value}">`);
      if (
        ["href", "src", "action", "formaction"].includes(key) && /^\s*(javascript|data|vbscript):/i.test(value) &&
        name !== "img"
      ) wrong(`<${name} ${key}="${value.slice(0, 60)}">`);
    }
    if (name === "style") wrong("a <style> element");
    const type = attributes.get("type") ?? "";
    if (name === "script" && !/json/.test(type) && attributes.get("nonce") !== nonce) {
      wrong(`a script without the page's nonce: ${JSON.stringify([...attributes])}`);
    }
    if (
      ["script", "link", "img", "iframe"].includes(name) &&
      /^(https?:)?\/\//.test(attributes.get("src") ?? (name === "link" ? attributes.get("href") : undefined) ?? "")
    ) wrong(`<${name}> loads from elsewhere`);
  }
  return problems;
}
