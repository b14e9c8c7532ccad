/**
 * `deno task dev`: serves with live reload, styles compiled first. `deno task build`: writes `_fresh/`.
 *
 * The build remembers what it was made of, so that `deno task start` builds once after a change and not at every start.
 */
import { createHash } from "node:crypto";
import { Builder } from "fresh/dev";
import { compile_styles } from "~/components/theme/compile.ts";

const root = new URL(".", import.meta.url);
const stamp = new URL("_fresh/stamp", root);
const styles = new URL("static/styles.css", root);
/** What the browser's part of the product is made of. */
const browser_sources = ["components", "islands", "routes", "static", "fresh", "deno.json", "domain"];

export const builder = new Builder({ root: root.pathname });

export async function build(): Promise<void> {
  await Deno.writeTextFile(styles, await compile_styles());
  await builder.build();
  await Deno.writeTextFile(stamp, await fingerprint());
}

export async function is_built(): Promise<boolean> {
  const made_of = await Deno.readTextFile(stamp).catch(() => null);
  return made_of !== null && made_of === await fingerprint();
}

/** Sizes and times of all sources: 10 ms where hashing their content takes 200. */
async function fingerprint(): Promise<string> {
  const hash = createHash("sha256");
  for (const name of browser_sources) await add(new URL(name, root), hash);
  return hash.digest("hex");
}

async function add(file: URL, hash: ReturnType<typeof createHash>): Promise<void> {
  const info = await Deno.stat(file);
  if (info.isFile) {
    if (file.href !== styles.href) hash.update(`${file.pathname} ${info.size} ${info.mtime?.getTime()}\n`);
    return;
  }
  const names = [];
  for await (const entry of Deno.readDir(file)) names.push(entry.name);
  for (const name of names.sort()) await add(new URL(`${file.href}/${encodeURIComponent(name)}`), hash);
}

if (import.meta.main) {
  if (Deno.args.includes("build")) await build();
  else {
    await Deno.writeTextFile(styles, await compile_styles());
    await builder.listen(() => import("~/main.ts"), { port: Number(Deno.env.get("PORT") ?? 8000) });
  }
}
