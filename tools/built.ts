/** Whether `_fresh/` was made of the sources as they are: `deno task start` builds once after a change, not at every start. */
import { createHash, type Hash } from "node:crypto";

const root = new URL("../", import.meta.url);
const stamp = new URL("_fresh/stamp", root);
/** Compiled itself, among the sources. */
export const styles = new URL("static/styles.css", root);
/** What the browser's part of the product is made of. */
const browser_sources = ["components", "islands", "routes", "static", "fresh", "deno.json", "domain"];

export async function is_built(): Promise<boolean> {
  const made_of = await Deno.readTextFile(stamp).catch(() => null);
  return made_of !== null && made_of === fingerprint();
}

export const mark_built = (): Promise<void> => Deno.writeTextFile(stamp, fingerprint());

/** Sizes and times of a thousand sources: 20 ms, where to ask for one after the other without blocking takes 200, and hashing what is in them longer. */
function fingerprint(): string {
  const hash = createHash("sha256");
  for (const name of browser_sources) add(new URL(name, root), hash);
  return hash.digest("hex");
}

function add(file: URL, hash: Hash): void {
  const info = Deno.statSync(file);
  if (info.isFile) {
    if (file.href !== styles.href) hash.update(`${file.pathname} ${info.size} ${info.mtime?.getTime()}\n`);
    return;
  }
  const names = [...Deno.readDirSync(file)].map((entry) => entry.name).sort();
  for (const name of names) add(new URL(`${file.href}/${encodeURIComponent(name)}`), hash);
}
