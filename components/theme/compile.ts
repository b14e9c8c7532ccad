import { twind, virtual } from "@twind/core";
import { type ClassUse, scan_classes } from "./class_scan.ts";
import { twind_config } from "./twind.ts";

const root = new URL("../../", import.meta.url);
const sheets = ["tokens.css", "base.css", "data.css", "controls.css", "overlays.css", "shell.css"];
const scanned = ["components/", "islands/", "routes/"];
/** Markers for other classes and for scripts: they carry no style of their own. */
const markers = /^(js-.+|group|peer)$/;

export interface CompiledStyles {
  css: string;
  /** Uses of classes that yield no style and are no `js-` hook: a misspelling or a colour outside the tokens. */
  unknown: ClassUse[];
  classes: number;
}

/** Builds the one style sheet of the product from the theme's CSS and the utilities that the sources name. Same sources, same bytes. */
export async function build_styles(): Promise<CompiledStyles> {
  const written = await Promise.all(sheets.map((name) => Deno.readTextFile(new URL(name, import.meta.url))));
  const [tokens = "", ...rest] = written;
  const own = [tokens, system_theme(tokens), ...rest].join("\n");
  const named = new Set([...own.matchAll(/\.(-?[a-zA-Z][\w-]*)/g)].map((match) => match[1] ?? ""));

  const uses = await uses_in_sources();
  const sheet = virtual(true);
  const tw = twind(twind_config, sheet);
  const unknown: ClassUse[] = [];
  const verdict = new Map<string, boolean>();
  for (const use of uses) {
    if (!verdict.has(use.name)) {
      const before = sheet.target.length;
      tw(use.name);
      verdict.set(use.name, sheet.target.length > before || named.has(use.name) || markers.test(use.name));
    }
    if (!verdict.get(use.name)) unknown.push(use);
  }
  return { css: minify(own) + utilities(sheet.target), unknown, classes: verdict.size };
}

/** Writes `static/styles.css` and returns its text. About 0.5 s; the file is generated, never edited. */
export async function compile_styles(): Promise<string> {
  const { css } = await build_styles();
  const target = new URL("static/styles.css", root);
  const before = await Deno.readTextFile(target).catch(() => "");
  if (before !== css) await Deno.writeTextFile(target, css); // an untouched file keeps a watching server quiet
  return css;
}

/** The dark blocks once more for readers who follow their system; the server need not know which it is. */
function system_theme(tokens: string): string {
  const dark = [...tokens.matchAll(/^\[data-theme="dark"\][^{]*\{[^}]*\}/gm)].map((match) => match[0]);
  if (dark.length === 0) throw new Error('tokens.css has no block that starts with [data-theme="dark"]');
  return `@media (prefers-color-scheme: dark) {\n${dark.join("\n").replaceAll('"dark"', '"system"')}\n}`;
}

async function uses_in_sources(): Promise<ClassUse[]> {
  const files: string[] = [];
  for (const folder of scanned) await collect(folder, files);
  const uses: ClassUse[] = [];
  for (const file of files.sort()) uses.push(...scan_classes(await Deno.readTextFile(new URL(file, root)), file));
  // order of first use decides between rules of equal weight, so it must not depend on the file system
  return uses.sort((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

async function collect(folder: string, files: string[]): Promise<void> {
  try {
    for await (const entry of Deno.readDir(new URL(folder, root))) {
      if (entry.isDirectory) await collect(`${folder}${entry.name}/`, files);
      else if (entry.name.endsWith(".tsx")) files.push(folder + entry.name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function utilities(rules: string[]): string {
  return rules.map((rule) => rule.replace(/^\/\*![^*]*\*\//, "").replaceAll("/*!*/ /*!*/", "/*!*/")).join("\n");
}

function minify(css: string): string {
  return css.replace(/\/\*[^!][\s\S]*?\*\//g, "").replace(/\s+/g, " ").replace(/ ?([{};,]) ?/g, "$1").replace(
    /;}/g,
    "}",
  ).replace(/: /g, ":");
}

if (import.meta.main) {
  const start = performance.now();
  const { unknown } = await build_styles();
  const css = await compile_styles();
  for (const { name, file, line } of unknown) console.error(`${file}:${line} class "${name}" yields no style`);
  console.log(`static/styles.css ${(css.length / 1024).toFixed(1)} KiB in ${Math.round(performance.now() - start)} ms`);
}
