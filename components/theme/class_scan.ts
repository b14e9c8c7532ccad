/** A class name and where it stands, so that a report can point at it. */
export interface ClassUse {
  name: string;
  file: string;
  line: number;
}

// class="…", class={…}, row_class={…}, and the `class:` of column definitions and the like
const openings = /(?:\b(?:[\w]+_)?class=|\bcx(?=\()|\bclass:\s*(?=["'`]))/g;

/**
 * Finds every class name written as a literal in one source file. It reads strings, so classes must be written whole:
 * `cx(small && "btn-sm")`, never `"btn-" + size`, which no scanner can see.
 */
export function scan_classes(source: string, file: string): ClassUse[] {
  const found: ClassUse[] = [];
  for (const opening of source.matchAll(openings)) {
    const start = opening.index + opening[0].length;
    for (const [literal, at] of literals(source, start)) {
      const line = source.slice(0, at).split("\n").length;
      for (const name of literal.split(/\s+/)) if (name) found.push({ name, file, line });
    }
  }
  return found;
}

/** String literals from `start` to the end of the expression there: a single literal, or what the bracket at `start` encloses. */
function* literals(source: string, start: number): Generator<[text: string, at: number]> {
  let depth = 0;
  let compared = false; // the literal of `size === "sm"` is a value, not a class
  for (let at = start; at < source.length; at++) {
    const char = source[at] ?? "";
    if (char === '"' || char === "'" || char === "`") {
      const end = literal_end(source, at);
      if (!compared) yield [source.slice(at + 1, end).replace(/\$\{[^}]*\}/g, " "), at];
      at = end;
      compared = false;
      if (depth === 0) return;
    } else if (char === "(" || char === "{" || char === "[") {
      depth++;
    } else if (char === ")" || char === "}" || char === "]") {
      depth--;
      compared = false;
      if (depth <= 0) return;
    } else if (char === "=" && source[at + 1] === "=") {
      compared = true;
      while (source[at + 1] === "=") at++;
    } else if (char === "!" && source[at + 1] === "=") {
      compared = true;
      at += source[at + 2] === "=" ? 2 : 1;
    } else if (depth === 0 && !/\s/.test(char)) {
      return;
    } else if (!/\s/.test(char)) {
      compared = false;
    }
  }
}

function literal_end(source: string, open: number): number {
  const quote = source[open];
  for (let at = open + 1; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === quote) return at;
  }
  return source.length;
}
