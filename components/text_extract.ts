const root = new URL("../", import.meta.url);
const folders = ["components/", "islands/", "routes/"];
const single = /\bt\(\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`$]*`)/g;
const plural = /\bt\.n\(\s*[^,]+?,\s*("(?:[^"\\\n]|\\.)*"),\s*("(?:[^"\\\n]|\\.)*")/g;

/** The texts of one source file, as written in `t("…")` and `t.n(count, "…", "…")`. A text put together at run time cannot be found, nor translated. */
export function texts_in(source: string): string[] {
  const code = source.replace(/^\s*(\/\/|\*|\/\*).*$/gm, ""); // examples in comments are not words of the product
  const found: string[] = [];
  for (const match of code.matchAll(single)) found.push(unquote(match[1]));
  for (const match of code.matchAll(plural)) found.push(unquote(match[1]), unquote(match[2]));
  return found;
}

/** All texts of the pages, sorted, as a catalogue that says of each what it says: the file `locales/en.json`, from which a second language starts. */
export async function extract_texts(): Promise<Record<string, string>> {
  const texts = new Set<string>();
  for (const folder of folders) {
    for await (const file of sources(folder)) {
      for (const text of texts_in(await Deno.readTextFile(new URL(file, root)))) texts.add(text);
    }
  }
  return Object.fromEntries([...texts].sort((a, b) => a < b ? -1 : 1).map((text) => [text, text]));
}

async function* sources(folder: string): AsyncGenerator<string> {
  try {
    for await (const entry of Deno.readDir(new URL(folder, root))) {
      if (entry.isDirectory) yield* sources(`${folder}${entry.name}/`);
      else if (/\.tsx?$/.test(entry.name)) yield folder + entry.name;
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function unquote(literal = '""'): string {
  if (literal.startsWith('"')) return String(JSON.parse(literal));
  return literal.slice(1, -1).replace(/\\(.)/g, "$1");
}
