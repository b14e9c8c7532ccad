import assert from "node:assert/strict";
import { variable_names } from "~/config.ts";
import { catalogue } from "~/tools/texts.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string) => Deno.readTextFile(new URL(path, root));

async function pages(): Promise<string[]> {
  const found = ["README.md", "fresh/README.md", "components/README.md"];
  for await (const entry of Deno.readDir(new URL("docs", root))) {
    if (entry.name.endsWith(".md")) found.push(`docs/${entry.name}`);
  }
  return found;
}

Deno.test("every link in the documentation leads to a file that is there", async () => {
  const broken: string[] = [];
  for (const page of await pages()) {
    for (const [, link = ""] of (await read(page)).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(https?:|#|mailto:)/.test(link)) continue;
      const target = new URL(link.split("#")[0] ?? "", new URL(page, root));
      if (!await Deno.stat(target).catch(() => null)) broken.push(`${page}: ${link}`);
    }
  }
  assert.deepEqual(broken, []);
});

Deno.test("the README names every task, and no other", async () => {
  const { tasks }: { tasks: Record<string, unknown> } = JSON.parse(await read("deno.json"));
  const table = (await read("README.md")).split("## Tasks")[1]?.split("##")[0] ?? "";
  const named = [...table.matchAll(/^\|([^|]+)\|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([\w:-]+)`/g)].map(([, name]) => name)
  );
  assert.deepEqual(named.sort(), Object.keys(tasks).sort());
});

Deno.test("every environment variable is in .env.example, and what the documentation names exists", async () => {
  const example = await read(".env.example");
  assert.deepEqual(variable_names.filter((name) => !new RegExp(`\\b${name}=`).test(example)), []);
});

Deno.test("the catalogue of texts is what the sources say (deno task texts)", async () => {
  assert.equal(await read("locales/en.json"), await catalogue());
});
