export interface Match<Handler> {
  handler: Handler | null;
  pattern: string | null;
  params: Record<string, string>;
  /** Without a handler: the methods that the path does have. */
  allowed: string[];
}

interface Entry<Handler> {
  pattern: string;
  methods: Map<string, Handler>;
  /** What a path must begin with: a cheaper test than the expression. */
  beginning: string;
  expression: RegExp;
}

export const ANY_METHOD = "*";
const special = /[:*{}()?+\\]/;

/** Finds the route of a request. Exact paths are looked up in a map and win; patterns are tried in order of registration. */
export class Router<Handler> {
  #fixed = new Map<string, Entry<Handler>>();
  #dynamic = new Map<string, Entry<Handler>>();

  add(method: string, pattern: string, handler: Handler): void {
    const entries = special.test(pattern) ? this.#dynamic : this.#fixed;
    const entry = entries.get(pattern) ?? newEntry(pattern);
    entries.set(pattern, entry);
    if (!entry.methods.has(method)) entry.methods.set(method, handler);
  }

  match(method: string, path: string): Match<Handler> {
    const allowed = new Set<string>();
    for (const { pattern, expression, methods } of this.#candidates(path)) {
      const found = expression.exec(path);
      if (found === null) continue;
      const handler = methods.get(method) ?? (method === "HEAD" ? methods.get("GET") : undefined) ??
        methods.get(ANY_METHOD);
      if (handler !== undefined) return { handler, pattern, params: paramsOf(found), allowed: [] };
      for (const name of methods.keys()) allowed.add(name).add(name === "GET" ? "HEAD" : name);
    }
    return { handler: null, pattern: null, params: {}, allowed: [...allowed] };
  }

  *#candidates(path: string): Generator<Entry<Handler>> {
    const exact = this.#fixed.get(path);
    if (exact) yield exact;
    for (const entry of this.#dynamic.values()) if (path.startsWith(entry.beginning)) yield entry;
  }
}

function newEntry<Handler>(pattern: string): Entry<Handler> {
  const literals = pattern.slice(0, Math.max(0, pattern.search(special)));
  // The slash before a parameter can be optional with it.
  return { pattern, methods: new Map(), beginning: literals.replace(/\/$/, ""), expression: toRegExp(pattern) };
}

/** The pathname syntax of URLPattern, whose own matching takes longer than all the rest of a small request. */
export function toRegExp(pattern: string): RegExp {
  let unnamed = 0;
  const tokens = /(\\.)|(\/?)(?::(\w+)(\([^)]*\))?|(\*)|(\([^)]*\)))([?*+]?)|(\{)|(\}[?*+]?)|([.^$|[\]])/g;
  const source = pattern.replace(tokens, (all, escaped, slash, name, of, star, group, many, open, close, literal) => {
    if (escaped) return escaped;
    if (open) return "(?:";
    if (close) return `)${close.slice(1)}`;
    if (literal) return `\\${all}`;
    const part = star ? ".*" : (of ?? group)?.slice(1, -1) ?? "[^/]+?";
    const id = name ?? `_${unnamed++}`;
    if (many === "") return `${slash}(?<${id}>${part})`;
    const repeated = many === "?" ? part : `${part}(?:${slash}${part})*`;
    return `(?:${slash}(?<${id}>${repeated}))${many === "+" ? "" : "?"}`;
  });
  return new RegExp(`^${source}$`);
}

function paramsOf({ groups = {} }: RegExpExecArray): Record<string, string> {
  const given = Object.entries(groups).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name.replace(/^_(?=\d)/, ""), decode(value)]));
}

/** A malformed escape (`%zz`) stays as it is: it can match no record, and must not be an error of the server. */
export function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
