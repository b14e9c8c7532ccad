/** `deno task texts`: writes every English source text into one catalogue. A second language is a copy of it, translated. */
import { extract_texts } from "~/components/text_extract.ts";

const file = new URL("../locales/en.json", import.meta.url);

export async function catalogue(): Promise<string> {
  const texts = await extract_texts();
  return JSON.stringify(Object.fromEntries(Object.entries(texts).sort(([a], [b]) => a.localeCompare(b))), null, 2) +
    "\n";
}

if (import.meta.main) {
  await Deno.mkdir(new URL(".", file), { recursive: true });
  await Deno.writeTextFile(file, await catalogue());
}
