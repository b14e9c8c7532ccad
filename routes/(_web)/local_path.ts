/**
 * Where a form or a link asks to be sent afterwards, if it is a place of ours. `//evil.example`, `/\evil.example` and
 * `https:evil.example` are other hosts to a browser, and a tab or line break inside is dropped by it before it looks.
 */
export function local_path(text: string | null | undefined, fallback: string): string {
  // deno-lint-ignore no-control-regex
  if (!text || !/^\/(?![/\\])/.test(text) || /[\\\u0000-\u001f\u007f]/.test(text) || text.length > 2000) {
    return fallback;
  }
  const base = "http://local.invalid";
  const parsed = URL.parse(text, base);
  if (!parsed || parsed.origin !== base || parsed.pathname.startsWith("//")) return fallback;
  return parsed.pathname + parsed.search + parsed.hash;
}
