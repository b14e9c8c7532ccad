import assert from "node:assert/strict";
import { local_path } from "~/routes/(_web)/local_path.ts";

Deno.test("local_path() lets a place of ours through, with its search and anchor", () => {
  assert.equal(local_path("/admin/people?q=ada&status=a%2Cb#top", "/"), "/admin/people?q=ada&status=a%2Cb#top");
});

Deno.test("local_path() falls back for everything that a browser would take for another host or a script", () => {
  const wrong = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/\n/evil.example",
    "/admin\\..\\..",
    "/.//evil.example",
    "/..//evil.example",
    "admin",
    "",
    null,
    undefined,
    `/${"a".repeat(3000)}`,
  ];
  for (const text of wrong) assert.equal(local_path(text, "/fallback"), "/fallback", String(text).slice(0, 40));
});
