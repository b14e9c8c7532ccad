import assert from "node:assert/strict";
import { sealed_places } from "~/domain/kernel/crypto/sealed_places.ts";
import "~/domain/all.ts";
import "~/routes/(_api)/idempotency.ts";

const root = new URL("../../", import.meta.url);
const page = await Deno.readTextFile(new URL("docs/security.md", root));

Deno.test("every file that the security page names is there", async () => {
  const named = [...page.matchAll(/`((?:domain|routes|tests|migrations|docs)\/[^`\s]+|app\.ts)`/g)].map((
    [, path = ""],
  ) => path);
  assert.ok(named.length > 60);
  const missing: string[] = [];
  for (const path of new Set(named)) if (!await Deno.stat(new URL(path, root)).catch(() => null)) missing.push(path);
  assert.deepEqual(missing, []);
});

Deno.test("the ASVS table has a row for every chapter, and each row says where, by which test or why not", () => {
  const rows =
    page.split("## OWASP ASVS")[1]?.split("\n").filter((line) => /^\| \d/.test(line)).map((line) =>
      line.split("|").slice(1, -1).map((cell) => cell.trim())
    ) ?? [];
  const chapters = new Set(
    rows.flatMap(([numbers = ""]) => numbers.split(", ").map((number) => Number(number.split(".")[0]))),
  );
  assert.deepEqual([...chapters].sort((a, b) => a - b), Array.from({ length: 17 }, (_, at) => at + 1));
  const unexplained = rows.filter(([, , where = "", test = "", gaps = ""]) =>
    test === "" && gaps === "" && !/not used|not offered/.test(where)
  );
  assert.deepEqual(unexplained.map(([number]) => number), []);
});

Deno.test("the table of sealed columns names each table that keeps a secret", () => {
  const unnamed = sealed_places().filter(({ table }) => !page.includes(`\`${table}.`));
  assert.deepEqual(unnamed.map(({ table, column }) => `${table}.${column}`), []);
});
