/** The API's own description: the OpenAPI document and a reader for it, both served from here. */
import { Scalar } from "@scalar/hono-api-reference";
import type { Api, Env } from "./mount.ts";
import { api_base } from "./mount.ts";
import { openapi_document } from "./openapi.ts";
import { random_token } from "~/domain/kernel/crypto/tokens.ts";

const bundle = new URL("../../node_modules/@scalar/api-reference/dist/browser/standalone.js", import.meta.url);

/** The reader brings styles of its own at run time; everything else of the house's policy holds for it too. */
const policy = (nonce: string) =>
  `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; ` +
  `connect-src 'self'; worker-src blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

export function add_docs(api: Api): Api {
  let text: string | null = null;
  api.get("/openapi.json", (c) => {
    text ??= JSON.stringify(openapi_document(api, c.env.house.platform.config.PUBLIC_URL));
    return c.body(text, 200, { "content-type": "application/json", "cache-control": "no-cache" });
  });
  api.get("/docs/reader.js", async (c) => {
    const file = await Deno.open(bundle);
    return c.body(file.readable, 200, {
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=86400",
    });
  });
  api.get("/docs", async (c, next) => {
    const nonce = random_token(16);
    const page = Scalar<Env>({
      url: `${api_base}/openapi.json`,
      cdn: `${api_base}/docs/reader.js`,
      pageTitle: "Omni API",
      nonce,
      telemetry: false,
      withDefaultFonts: false,
    });
    const answer = await page(c, next);
    if (answer) answer.headers.set("content-security-policy", policy(nonce));
    return answer;
  });
  return api;
}
