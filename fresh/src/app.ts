import { Context } from "./context.ts";
import {
  type Answer,
  appLayer,
  type Chain,
  compose,
  type Entry,
  errorLayer,
  type Layer,
  layoutLayer,
  middlewareLayer,
  nothingNext,
  routeEntries,
  trimmed,
} from "./entries.ts";
import { HttpError } from "./error.ts";
import { fileEntries } from "./file_routes.ts";
import { ANY_METHOD, Router } from "./router.ts";
import { APPLY_MANIFEST, empty_manifest, type Manifest, type Snapshot, toSnapshot } from "./snapshot.ts";
import type { Route, Wrapper } from "./components.ts";
import type { LayoutConfig, ListenOptions, Middleware } from "./types.ts";

type Verb<State, Self> = (path: string, ...middlewares: Middleware<State>[]) => Self;

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
  #entries: Entry<State>[] = [];
  #snapshot: Snapshot = toSnapshot(empty_manifest);

  /** The way in for a build: see `Builder`. */
  [APPLY_MANIFEST](manifest: Manifest): void {
    this.#snapshot = toSnapshot(manifest);
  }

  /** Adds middlewares, for everything or for a path and what is below it. */
  use(...middlewares: Middleware<State>[]): this;
  use(path: string, ...middlewares: Middleware<State>[]): this;
  use(first: string | Middleware<State>, ...rest: Middleware<State>[]): this {
    if (typeof first !== "string") return this.use("*", first, ...rest);
    return this.#add(rest.map((middleware) => middlewareLayer(first, middleware)));
  }

  readonly get: Verb<State, this> = this.#verb("GET");
  readonly post: Verb<State, this> = this.#verb("POST");
  readonly put: Verb<State, this> = this.#verb("PUT");
  readonly patch: Verb<State, this> = this.#verb("PATCH");
  readonly delete: Verb<State, this> = this.#verb("DELETE");
  readonly head: Verb<State, this> = this.#verb("HEAD");
  /** Answers every method. */
  readonly all: Verb<State, this> = this.#verb(ANY_METHOD);

  /** A route with a component, handlers, or both, as a route file has them. */
  route(path: string, route: Route<State>): this {
    return this.#add(routeEntries(path, path, route));
  }

  /** A layout for a path and what is below it; `"*"` for all. */
  layout(path: string, component: Wrapper<State>, config?: LayoutConfig): this {
    return this.#add([layoutLayer(path, component, config)]);
  }

  /** The outer HTML of every page. */
  appWrapper(component: Wrapper<State>): this {
    return this.#add([appLayer("*", component)]);
  }

  /** Answers every 404 of this app. */
  notFound(answer: Answer<State>): this {
    return this.#add([errorLayer("not_found", "*", answer)]);
  }

  /** Answers errors from a path and what is below it; `"*"`, or nothing, for all. `ctx.error` holds the caught value. */
  onError(answer: Answer<State>): this;
  onError(path: string, answer: Answer<State>): this;
  onError(...args: [Answer<State>] | [string, Answer<State>]): this {
    const [path, answer] = args.length === 1 ? ["*", args[0]] : args;
    return this.#add([errorLayer("error", path, answer)]);
  }

  /** Adds everything of another app below a path. */
  mountApp(path: string, app: App<State>): this {
    return this.#add(app.#entries.map((entry) => below(trimmed(path), entry)));
  }

  /** Adds the routes of the routes folder, below a path if one is given. They come from the build or the development server. */
  fsRoutes(path = "/"): this {
    return this.#add([{ kind: "files", path: trimmed(path) }]);
  }

  /** The app as a function from request to response, for `Deno.serve`, tests and other frameworks. */
  handler(): (req: Request, info?: Deno.ServeHandlerInfo) => Promise<Response> {
    const snapshot = this.#snapshot;
    const entries = this.#entries.flatMap((entry) =>
      entry.kind === "files" ? fileEntries<State>(snapshot.routes).map((file) => below(entry.path, file)) : entry
    );
    // A layer counts for what comes after it; only error pages are there for all.
    const layersAt = (end: number) =>
      entries.filter((entry, i): entry is Layer<State> =>
        entry.kind === "error" || entry.kind === "not_found" ||
        i < end && entry.kind !== "route" && entry.kind !== "files"
      );
    const router = new Router<Chain<State>>();
    entries.forEach((entry, i) => {
      if (entry.kind !== "route") return;
      router.add(entry.method, entry.pattern, compose(layersAt(i), entry.path, entry.end));
    });
    const unmatched = compose(layersAt(Infinity), "", notFound);
    const refused = compose(layersAt(Infinity), "", notAllowed);

    return async (req, info = no_connection) => {
      const frame = { app: null, layouts: [] };
      const ctx = new Context<State>(req, info, { snapshot, next: nothingNext, frame });
      const path = ctx.url.pathname.replaceAll(/\/{2,}/g, "/");
      const { handler, pattern, params, allowed } = router.match(req.method, path);
      Object.assign(ctx, { route: pattern, params });
      const chain = handler ?? (allowed.length === 0 ? unmatched : refused);
      const response = await chain(ctx).catch((error) => lastResort(error, snapshot.mode));
      if (allowed.length > 0) response.headers.set("allow", allowed.join(", "));
      return response;
    };
  }

  /** Starts a server of its own. Not for `deno serve`, nor the development server, which start theirs. */
  async listen(options: ListenOptions = {}): Promise<void> {
    await Deno.serve(options, this.handler()).finished;
  }

  #add(entries: Entry<State>[]): this {
    this.#entries.push(...entries);
    return this;
  }

  #verb(method: string): Verb<State, this> {
    return (path, ...middlewares) => {
      const end = compose(middlewares.map((middleware) => middlewareLayer("", middleware)), "", notFound<State>);
      return this.#add([{ kind: "route", path: trimmed(path), pattern: path, method, end }]);
    };
  }
}

/** Moves an entry to a place below a path. */
function below<State>(prefix: string, entry: Entry<State>): Entry<State> {
  const path = prefix + entry.path;
  if (entry.kind !== "route") return { ...entry, path };
  return { ...entry, path, pattern: prefix + (entry.pattern === "/" && prefix !== "" ? "" : entry.pattern) };
}

function notFound<State>(ctx: Context<State>): Promise<Response> {
  return Promise.reject(new HttpError(404, `Not found: ${ctx.url.pathname}`));
}

/** OPTIONS asks what is allowed, and gets it in the Allow header that all these answers carry. */
function notAllowed<State>(ctx: Context<State>): Promise<Response> {
  if (ctx.req.method === "OPTIONS") return Promise.resolve(new Response(null, { status: 204 }));
  return Promise.reject(new HttpError(405));
}

const no_connection: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 0 },
  completed: Promise.resolve(),
};

/** The answer where no error page is. Outside of development it tells nothing of the inside. */
function lastResort(error: unknown, mode: Snapshot["mode"]): Response {
  const status = error instanceof HttpError ? error.status : 500;
  if (error instanceof HttpError && status < 500) return new Response(error.message, { status });
  console.error(error);
  const detail = mode === "development" && error instanceof Error ? error.stack : undefined;
  return new Response(detail ?? "Internal server error", { status });
}
