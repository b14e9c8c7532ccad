/**
 * The declared API, written down from Fresh's documentation a second time. A member too many or too few is an error of
 * `deno check` in this file, and a use of a member that is not here an error where it is used.
 */
import assert from "node:assert/strict";
import * as fresh from "fresh";
import type { Context, Define, FreshContext, LayoutConfig, PageProps, RouteConfig } from "fresh";
import * as dev from "fresh/dev";
import * as runtime from "fresh/runtime";

type Same<A, B> = [A, B] extends [B, A] ? true : false;
type Names<Type> = Extract<keyof Type, string>;

type AppMember =
  | "use"
  | Verb
  | "all"
  | "route"
  | "layout"
  | "appWrapper"
  | "notFound"
  | "onError"
  | "mountApp"
  | "fsRoutes"
  | Start;
type Verb = "get" | "post" | "put" | "patch" | "delete" | "head";
type Start = "handler" | "listen";
type PageMember =
  | "url"
  | "req"
  | "params"
  | "state"
  | "route"
  | "error"
  | "info"
  | "config"
  | "isPartial"
  | "Component";
type ContextMember = PageMember | "data" | "next" | "render" | "redirect" | "text" | "html" | "json";
type BuildOption = "target" | "root" | "serverEntry" | "outDir" | "staticDir" | "islandDir" | "routeDir" | "ignore";

const members: [
  Same<Names<fresh.App>, AppMember>,
  Same<keyof Context, ContextMember>,
  Same<keyof FreshContext, ContextMember>,
  Same<keyof PageProps, PageMember | "data">,
  Same<keyof Define<unknown>, "handlers" | "page" | "layout" | "middleware">,
  Same<keyof RouteConfig, "routeOverride" | "skipInheritedLayouts" | "skipAppWrapper">,
  Same<keyof LayoutConfig, "skipInheritedLayouts" | "skipAppWrapper">,
  Same<Names<dev.Builder>, "build" | "listen">,
  Same<keyof dev.BuildOptions, BuildOption>,
  Same<keyof fresh.CSPOptions, "reportOnly" | "reportTo" | "csp" | "useNonce">,
  Same<keyof fresh.CsrfOptions, "origin">,
  Same<keyof runtime.PartialProps, "name" | "mode" | "children">,
] = [true, true, true, true, true, true, true, true, true, true, true, true];

/** What Fresh has and this package has not. */
function absent(app: fresh.App, ctx: Context, builder: dev.Builder): void {
  // @ts-expect-error -- no sub-path
  new fresh.App({ basePath: "/shop" });
  // @ts-expect-error -- `Deno.upgradeWebSocket` in a handler
  app.ws("/socket", {});
  // @ts-expect-error -- see above
  ctx.upgrade();
  // @ts-expect-error -- islands lie in their folders
  builder.registerIsland("Island.tsx");
  // @ts-expect-error -- not exported
  fresh.ipFilter;
  // @ts-expect-error -- not exported
  runtime.assetSrcSet("/a.png 1x");
}

Deno.test("the entry points export what the documentation lists, and nothing else", () => {
  assert.ok(members.every(Boolean) && absent);
  const functions = [
    "App",
    "HttpError",
    "cors",
    "createDefine",
    "csp",
    "csrf",
    "page",
    "staticFiles",
    "trailingSlashes",
  ];
  assert.deepEqual(Object.keys(fresh).sort(), functions);
  assert.deepEqual(Object.keys(runtime).sort(), ["Head", "HttpError", "IS_BROWSER", "Partial", "asset"]);
  assert.deepEqual(Object.keys(dev), ["Builder"]);
});
