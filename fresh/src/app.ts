import { Context } from "./context.ts";
import { isHandlerFn } from "./define.ts";
import { HttpError } from "./error.ts";
import { registerFileRoutes } from "./file_routes.ts";
import { ANY_METHOD, createRouter } from "./router.ts";
import { type Chain, childSegment, compose, levelsOf, newSegment, runRoute, type Segment } from "./segments.ts";
import { APPLY_MANIFEST, emptyManifest, type Manifest, type Snapshot, toSnapshot } from "./snapshot.ts";
import type {
  HandlerFn,
  LayoutConfig,
  ListenOptions,
  Middleware,
  PageComponent,
  ResolvedFreshConfig,
  Route,
} from "./types.ts";

/** Where commands are applied: the tree of segments, and the place a (mounted) app has in it. */
interface Scope<State> {
  segment: Segment<State>;
  prefix: string;
  snapshot: Snapshot;
  /** Registers the end of a chain. */
  route(method: string, pattern: string, segment: Segment<State>, end: Chain<State>): void;
}

type Command<State> = (scope: Scope<State>) => void;

/** `ctx => Response`, or what `app.notFound()` and `app.onError()` also take: a component with handlers. */
type Answer<State> = HandlerFn<unknown, State> | Route<State>;

/**
 * Routes requests to middlewares, handlers and pages. Everything applies from top to bottom: a middleware counts for what is
 * registered after it.
 *
 * ```ts
 * export const app = new App<State>()
 *   .use(staticFiles())
 *   .get("/api/health", () => new Response("ok"))
 *   .fsRoutes();
 * ```
 */
export class App<State = unknown> {
  #commands: Command<State>[] = [];
  #snapshot: Snapshot = toSnapshot(emptyManifest());

  /** The way in for a build: see `Builder`. */
  [APPLY_MANIFEST](manifest: Manifest): void {
    this.#snapshot = toSnapshot(manifest);
  }

  /** Adds middlewares, for everything or for a path and what is below it. */
  use(...middlewares: Middleware<State>[]): this;
  use(path: string, ...middlewares: Middleware<State>[]): this;
  use(first: string | Middleware<State>, ...rest: Middleware<State>[]): this {
    const path = typeof first === "string" ? first : "*";
    const middlewares = typeof first === "string" ? rest : [first, ...rest];
    return this.#add((scope) => void segmentAt(scope, path).middlewares.push(...middlewares));
  }

  get(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#method("GET", path, middlewares);
  }
  post(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#method("POST", path, middlewares);
  }
  put(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#method("PUT", path, middlewares);
  }
  patch(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#method("PATCH", path, middlewares);
  }
  delete(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#method("DELETE", path, middlewares);
  }
  head(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#method("HEAD", path, middlewares);
  }
  /** Answers every method. */
  all(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#method(ANY_METHOD, path, middlewares);
  }

  /** A route with a component, handlers, or both, as a route file has them. */
  route(path: string, route: Route<State>): this {
    return this.#add((scope) => registerRoute(scope, scope.prefix + path, segmentAt(scope, path), route));
  }

  /** A layout for a path and what is below it; `"*"` for all. */
  layout(path: string, component: PageComponent<unknown, State>, config: LayoutConfig = {}): this {
    return this.#add((scope) => void (segmentAt(scope, path).layout = { component, config }));
  }

  /** The outer HTML of every page. */
  appWrapper(component: PageComponent<unknown, State>): this {
    return this.#add((scope) => void (scope.segment.app = component));
  }

  /** Answers every 404 of this app. */
  notFound(answer: Answer<State>): this {
    return this.#add((scope) => void (scope.segment.not_found = toRoute(answer)));
  }

  /** Answers errors from a path and what is below it; `"*"`, or nothing, for all. `ctx.error` holds the caught value. */
  onError(answer: Answer<State>): this;
  onError(path: string, answer: Answer<State>): this;
  onError(first: string | Answer<State>, second?: Answer<State>): this {
    const path = typeof first === "string" ? first : "*";
    const answer = typeof first === "string" ? second : first;
    if (answer === undefined) throw new TypeError(`onError("${path}"): give a handler as the second argument.`);
    return this.#add((scope) => void (segmentAt(scope, path).error = toRoute(answer)));
  }

  /** Adds everything of another app below a path. */
  mountApp(path: string, app: App<State>): this {
    return this.#add((scope) => {
      const inner = { ...scope, segment: segmentAt(scope, path), prefix: scope.prefix + trimmed(path) };
      for (const command of app.#commands) command(inner);
    });
  }

  /** Adds the routes of the routes folder, below a path if one is given. They come from the build or the development server. */
  fsRoutes(path = "/"): this {
    return this.#add((scope) =>
      registerFileRoutes<State>(scope.snapshot.routes, {
        segment: segmentAt(scope, path),
        prefix: scope.prefix + trimmed(path),
        route: (pattern, segment, route) => registerRoute(scope, pattern, segment, route),
      })
    );
  }

  /** The app as a function from request to response, for `Deno.serve`, tests and other frameworks. */
  handler(): (req: Request, info?: Deno.ServeHandlerInfo) => Promise<Response> {
    const snapshot = this.#snapshot;
    const root = newSegment<State>(null);
    const pending: (() => void)[] = [];
    const router = createRouter<Chain<State>>();
    const scope: Scope<State> = {
      segment: root,
      prefix: "",
      snapshot,
      route(method, pattern, segment, end) {
        const levels = levelsOf(segment); // now, since later middlewares do not count
        pending.push(() => router.add(method, pattern, compose(levels, end)));
      },
    };
    for (const command of this.#commands) command(scope);
    for (const register of pending) register();
    const unmatched = compose(
      levelsOf(root),
      (ctx) => Promise.reject(new HttpError(404, `Not found: ${ctx.url.pathname}`)),
    );
    const not_allowed = compose(levelsOf(root), (ctx) => {
      // OPTIONS asks what is allowed, and gets it in the Allow header that all these answers carry.
      if (ctx.req.method === "OPTIONS") return Promise.resolve(new Response(null, { status: 204 }));
      return Promise.reject(new HttpError(405));
    });
    const config: ResolvedFreshConfig = { root: snapshot.root, basePath: "", mode: snapshot.mode };
    const empty_frame = { app: null, layouts: [] };
    const next = () =>
      Promise.reject(new TypeError("ctx.next() was called at the end of the chain: nothing comes after a handler."));

    return async (req, info = no_connection) => {
      const ctx = new Context<State>(req, info, emptyState<State>(), config, { snapshot, next, frame: empty_frame });
      const match = router.match(req.method, pathOf(req.url));
      if (match.found) {
        ctx.route = match.pattern;
        ctx.params = match.params;
        return await match.handler(ctx).catch((error) => lastResort(error, config.mode));
      }
      const chain = match.allowed.length === 0 ? unmatched : not_allowed;
      const response = await chain(ctx).catch((error) => lastResort(error, config.mode));
      if (match.allowed.length > 0) response.headers.set("allow", match.allowed.join(", "));
      return response;
    };
  }

  /** Starts a server of its own. Not for `deno serve`, nor the development server, which start theirs. */
  async listen(options: ListenOptions = {}): Promise<void> {
    await Deno.serve(options, this.handler()).finished;
  }

  #add(command: Command<State>): this {
    this.#commands.push(command);
    return this;
  }

  #method(method: string, path: string, middlewares: Middleware<State>[]): this {
    return this.#add((scope) => {
      const own = newSegment(segmentAt(scope, path));
      own.middlewares.push(...middlewares);
      scope.route(
        method,
        scope.prefix + path,
        own,
        (ctx) => Promise.reject(new HttpError(404, `Not found: ${ctx.url.pathname}`)),
      );
    });
  }
}

function registerRoute<State>(
  scope: Scope<State>,
  pattern: string,
  segment: Segment<State>,
  route: Route<State>,
): void {
  const { handlers, component } = route;
  const add = (method: string, handler: HandlerFn<unknown, State> | null) =>
    scope.route(method, pattern, segment, (ctx) => runRoute(ctx, route, handler));
  if (handlers !== undefined && isHandlerFn(handlers)) return add(ANY_METHOD, handlers);
  for (const [method, handler] of Object.entries(handlers ?? {})) if (handler !== undefined) add(method, handler);
  if (component !== undefined && handlers?.GET === undefined) add("GET", null);
}

function toRoute<State>(answer: Answer<State>): Route<State> {
  return typeof answer === "function" ? { handlers: answer } : answer;
}

/** The segment for a path of a command: `"*"` and `"/"` are the app's own. */
function segmentAt<State>({ segment }: Scope<State>, path: string): Segment<State> {
  const parts = trimmed(path).split("/").filter((part) => part !== "");
  return parts.reduce(childSegment, segment);
}

function trimmed(path: string): string {
  return path.replace(/\/?\*?$/, "");
}

/** The path of a URL as it is, percent-encoded, without the cost of parsing. */
function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  if (start < 0) return "/";
  const end = url.slice(start).search(/[?#]/);
  const path = end < 0 ? url.slice(start) : url.slice(start, start + end);
  return path.includes("//") ? path.replaceAll(/\/{2,}/g, "/") : path;
}

/** The state begins empty and middlewares fill it: the one place where the declared type is ahead of the value. */
function emptyState<State>(): State;
function emptyState(): unknown {
  return {};
}

const no_connection: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 0 },
  completed: Promise.resolve(),
};

/** The answer where no error page is. Outside of development it tells nothing of the inside. */
function lastResort(error: unknown, mode: ResolvedFreshConfig["mode"]): Response {
  if (error instanceof HttpError && error.status < 500) return new Response(error.message, { status: error.status });
  console.error(error);
  const status = error instanceof HttpError ? error.status : 500;
  const detail = mode === "development" && error instanceof Error ? error.stack : undefined;
  return new Response(detail ?? "Internal server error", { status });
}
