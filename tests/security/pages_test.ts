import assert from "node:assert/strict";
import { page_problems } from "./pages.ts";

const policy =
  "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic'; script-src-attr 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const headers = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": policy,
  "cache-control": "private, no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(self)",
  "x-request-id": "01a20a2f-fc71",
};
const judged = (body: string, changes: Record<string, string> = {}) =>
  page_problems("/x", new Response(null, { headers: { ...headers, ...changes } }), body).join("\n");

Deno.test("page_problems() has nothing to say against a page that keeps the rules", () => {
  assert.equal(
    judged(
      `<p class="on">onclick="x" style="y"</p><script nonce="abc" type="module">a < b; "<p onclick=x>"</script><script type="application/json">{}</script><img src="data:image/png;base64,AA">`,
    ),
    "",
  );
});

Deno.test("page_problems() finds each rule that is broken", () => {
  for (
    const [body, said] of [
      ['<p data-x="1" onclick="go()">', /onclick/],
      ["<p\n  style='color:red'>", /style=/],
      ["<style>p{}</style>", /<style>/],
      ["<script>go()</script>", /without the page's nonce/],
      ['<script nonce="abcd"></script>', /without the page's nonce/],
      ['<a href=" JavaScript:go()">', /href/],
      ['<script nonce="abc" src="https://cdn.example/x.js"></script>', /elsewhere/],
      ['<link rel="stylesheet" href="//cdn.example/x.css">', /elsewhere/],
    ] as const
  ) assert.match(judged(body), said, body);
  assert.match(
    judged("", { "content-security-policy": policy.replace("'self'", "'self' 'unsafe-inline'") }),
    /unsafe-/,
  );
  assert.match(judged("", { "content-security-policy": "" }), /no nonce/);
  assert.match(judged("", { "x-content-type-options": "" }), /nosniff|x-content-type-options/);
  assert.match(judged("", { "cache-control": "public" }), /cache-control/);
});
