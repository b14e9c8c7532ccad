/** Finds the route of a request. Exact paths are looked up in a map and win; patterns are tried in order of registration. */
export interface Router<Handler> {
  add(method: string, pattern: string, handler: Handler): void;
  match(method: string, path: string): Match<Handler>;
}

export type Match<Handler> =
  | { found: true; handler: Handler; pattern: string; params: Record<string, string> }
  /** `allowed` is empty where no pattern matches the path at all. */
  | { found: false; allowed: string[] };

interface Entry<Handler> {
  pattern: string;
  methods: Map<string, Handler>;
}

interface DynamicEntry<Handler> extends Entry<Handler> {
  /** The order of registration, across buckets. */
  order: number;
  params: (path: string) => Record<string, string> | null;
}

export const ANY_METHOD = "*";

export function createRouter<Handler>(): Router<Handler> {
  const fixed = new Map<string, Entry<Handler>>();
  const dynamic = new Map<string, DynamicEntry<Handler>>();
  // Patterns by the literal segments they begin with: a request tries those that share its own beginning, and no others.
  const buckets = new Map<string, DynamicEntry<Handler>[]>();

  function dynamicEntry(pattern: string): DynamicEntry<Handler> {
    const known = dynamic.get(pattern);
    if (known) return known;
    const entry = { pattern, methods: new Map(), order: dynamic.size, params: compilePattern(pattern) };
    dynamic.set(pattern, entry);
    const beginning = /^((?:\/[\w.-]+)*)(?=\/|\{\/)/.exec(pattern)?.[1] ?? "";
    const bucket = buckets.get(beginning);
    if (bucket) bucket.push(entry);
    else buckets.set(beginning, [entry]);
    return entry;
  }

  function matchDynamic(method: string, path: string, allowed: Set<string>): Match<Handler> & { found: true } | null {
    let best: Match<Handler> & { found: true } | null = null;
    let order = Infinity;
    for (let end = 0; end >= 0; end = end === path.length ? -1 : nextSlash(path, end + 1)) {
      for (const entry of buckets.get(path.slice(0, end)) ?? []) {
        if (entry.order > order) break;
        const params = entry.params(path);
        const handler = params === null ? undefined : handlerFor(entry, method, allowed);
        if (params === null || handler === undefined) continue;
        best = { found: true, handler, pattern: entry.pattern, params };
        order = entry.order;
        break;
      }
    }
    return best;
  }

  return {
    add(method, pattern, handler) {
      const entry = isFixed(pattern) ? fixed.get(pattern) ?? { pattern, methods: new Map() } : dynamicEntry(pattern);
      if (isFixed(pattern)) fixed.set(pattern, entry);
      if (!entry.methods.has(method)) entry.methods.set(method, handler);
    },

    match(method, path) {
      const allowed = new Set<string>();
      const exact = fixed.get(path);
      const handler = exact && handlerFor(exact, method, allowed);
      if (exact && handler) return { found: true, handler, pattern: exact.pattern, params: {} };
      return matchDynamic(method, path, allowed) ?? { found: false, allowed: [...allowed] };
    },
  };
}

/** The end of the next segment; the end of the path counts as one. */
function nextSlash(path: string, from: number): number {
  const at = path.indexOf("/", from);
  return at < 0 ? path.length : at;
}

function handlerFor<Handler>({ methods }: Entry<Handler>, method: string, allowed: Set<string>): Handler | undefined {
  const handler = methods.get(method) ?? (method === "HEAD" ? methods.get("GET") : undefined) ??
    methods.get(ANY_METHOD);
  if (handler === undefined) {
    for (const name of methods.keys()) allowed.add(name).add(name === "GET" ? "HEAD" : name);
  }
  return handler;
}

function isFixed(pattern: string): boolean {
  return !/[:*{}()?+\\[\]]/.test(pattern);
}

/** Patterns of the common kinds become one regular expression; what is left goes to URLPattern, which costs more. */
function compilePattern(pattern: string): (path: string) => Record<string, string> | null {
  const names: string[] = [];
  const parts = pattern.match(/\{\/:\w+\}\?|\/:\w+\*|\/:\w+(?=\/|\{|$)|\/\*$|\/[^/:*{}()?+\\[\]]+/g) ?? [];
  if (parts.join("") !== pattern) return urlPattern(pattern);
  const source = parts.map((part) => {
    const name = /:(\w+)/.exec(part)?.[1] ?? (part === "/*" ? "0" : undefined);
    if (name === undefined) return part.replaceAll(/[.$^|]/g, "\\$&");
    names.push(name);
    if (part.startsWith("{")) return "(?:/([^/]+))?";
    return part.endsWith("*") ? (name === "0" ? "/(.*)" : "(?:/(.*))?") : "/([^/]+)";
  }).join("");
  const regexp = new RegExp(`^${source}$`);
  return (path) => {
    const found = regexp.exec(path);
    if (found === null) return null;
    const params: Record<string, string> = {};
    names.forEach((name, i) => {
      const value = found[i + 1];
      if (value !== undefined) params[name] = decode(value);
    });
    return params;
  };
}

function urlPattern(pathname: string): (path: string) => Record<string, string> | null {
  const pattern = new URLPattern({ pathname });
  return (path) => {
    const groups = pattern.exec({ pathname: path })?.pathname.groups;
    if (groups === undefined) return null;
    const params: Record<string, string> = {};
    for (const [name, value] of Object.entries(groups)) if (value !== undefined) params[name] = decode(value);
    return params;
  };
}

/** A malformed escape (`%zz`) stays as it is: it can match no record, and must not be an error of the server. */
function decode(value: string): string {
  if (!value.includes("%")) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
