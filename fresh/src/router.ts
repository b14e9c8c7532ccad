/** Finds the route of a request. Exact paths are looked up in a map and win; patterns are tried in order of registration. */
export interface Router<Handler> {
  add(method: string, pattern: string, handler: Handler): void;
  match(method: string, path: string): Match<Handler>;
}

export type Match<Handler> =
  | { handler: Handler; pattern: string; params: Record<string, string> }
  /** `allowed` is empty where no pattern matches the path at all. */
  | { handler: null; allowed: Set<string> };

interface Entry<Handler> {
  pattern: string;
  methods: Map<string, Handler>;
  /** What a path must begin with: a cheaper test than the expression. */
  beginning: string;
  expression: RegExp;
}

export const ANY_METHOD = "*";
const special = /[:*{}()?+\\]/;

export function createRouter<Handler>(): Router<Handler> {
  const fixed = new Map<string, Entry<Handler>>();
  const dynamic = new Map<string, Entry<Handler>>();

  return {
    add(method, pattern, handler) {
      const entries = special.test(pattern) ? dynamic : fixed;
      const entry = entries.get(pattern) ?? newEntry(pattern);
      entries.set(pattern, entry);
      if (!entry.methods.has(method)) entry.methods.set(method, handler);
    },

    match(method, path) {
      const allowed = new Set<string>();
      const exact = fixed.get(path);
      const handler = exact && handlerFor(exact, method, allowed);
      if (exact && handler) {
        return { handler, pattern: exact.pattern, params: {} };
      }
      for (const entry of dynamic.values()) {
        if (!path.startsWith(entry.beginning)) continue;
        const found = entry.expression.exec(path);
        const handler = found && handlerFor(entry, method, allowed);
        if (handler) {
          return { handler, pattern: entry.pattern, params: paramsOf(found) };
        }
      }
      return { handler: null, allowed };
    },
  };
}

function newEntry<Handler>(pattern: string): Entry<Handler> {
  const literals = pattern.slice(0, Math.max(0, pattern.search(special)));
  // The slash before a parameter can be optional with it.
  return {
    pattern,
    methods: new Map(),
    beginning: literals.replace(/\/$/, ""),
    expression: toRegExp(pattern),
  };
}

function handlerFor<Handler>({ methods }: Entry<Handler>, method: string, allowed: Set<string>): Handler | undefined {
  const handler = methods.get(method) ??
    methods.get(method === "HEAD" ? "GET" : ANY_METHOD) ??
    methods.get(ANY_METHOD);
  if (handler === undefined) {
    for (const name of methods.keys()) {
      allowed.add(name).add(name === "GET" ? "HEAD" : name);
    }
  }
  return handler;
}

/** The pathname syntax of URLPattern, whose own matching takes longer than all the rest of a small request. */
export function toRegExp(pattern: string): RegExp {
  let unnamed = 0;
  const tokens = /(\\.)|(\/?)(?::(\w+)(\([^)]*\))?|(\*)|(\([^)]*\)))([?*+]?)|(\{)|(\}[?*+]?)|([.^$|[\]])/g;
  const source = pattern.replace(
    tokens,
    (all, escaped, slash, name, of, star, group, many, open, close, literal) => {
      if (escaped) return escaped;
      if (open) return "(?:";
      if (close) return `)${close.slice(1)}`;
      if (literal) return `\\${all}`;
      const part = star ? ".*" : (of ?? group)?.slice(1, -1) ?? "[^/]+?";
      const id = name ?? `_${unnamed++}`;
      if (many === "") return `${slash}(?<${id}>${part})`;
      const repeated = many === "?" ? part : `${part}(?:${slash}${part})*`;
      return `(?:${slash}(?<${id}>${repeated}))${many === "+" ? "" : "?"}`;
    },
  );
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
