import { type ComponentChildren, Fragment, h, type VNode } from "preact";
import type { Context, Internals } from "./context.ts";
import { renderDocument } from "./document.ts";
import { current } from "./render_state.ts";
import type { PageComponent } from "./components.ts";
import type { PageProps } from "./types.ts";
import { marked } from "./vnodes.ts";

/** Middlewares that write a Content-Security-Policy read the nonce of a rendered page here; `csp()` does. */
export const NONCE = Symbol.for("__freshNonce");

/** Renders JSX within the layouts and the app wrapper of its place, and answers with the page. */
export async function renderPage<State>(
  ctx: Context<State>,
  content: ComponentChildren,
  init: ResponseInit,
  { frame: { app, layouts }, snapshot }: Internals<State>,
): Promise<Response> {
  let child: ComponentChildren = h(Content, { pathname: ctx.url.pathname }, content);
  for (const wrapper of [...app === null ? [] : [app], ...layouts].reverse()) {
    const inside: ComponentChildren = child;
    const rendered: ComponentChildren | Response = await renderComponent(wrapper, {
      ...pageProps(ctx, undefined),
      Component: () => h(Fragment, null, inside),
    });
    if (rendered instanceof Response) return rendered;
    child = rendered;
  }
  const { html, nonce } = renderDocument(h(Fragment, null, child), snapshot);
  const headers = new Headers(init.headers);
  headers.set("content-type", "text/html; charset=utf-8");
  return Object.assign(new Response(html, { ...init, headers }), { [NONCE]: nonce });
}

/** Within a partial, marks whose page this is: the browser keeps the layouts' state from page to page, but not the page's own. */
function Content({ pathname, children }: { pathname: string; children?: ComponentChildren }): VNode {
  return current.state?.partials.size ? marked("page", [pathname], children) : h(Fragment, null, children);
}

export function pageProps<Data, State>(ctx: Context<State>, data: Data): PageProps<Data, State> {
  const { url, req, params, state, route, error, info, config, isPartial, Component } = ctx;
  return { data, url, req, params, state, route, error, info, config, isPartial, Component };
}

/**
 * Async components run before the rendering and may answer with a Response; others run within it, so that they can use
 * hooks and signals.
 */
export function renderComponent<Data, State>(
  component: PageComponent<Data, State>,
  props: PageProps<Data, State>,
): ComponentChildren | Response | Promise<ComponentChildren | Response> {
  if (component.constructor.name === "AsyncFunction") return component(props);
  return h(() => {
    const rendered = component(props);
    if (!(rendered instanceof Response || rendered instanceof Promise)) return h(Fragment, null, rendered);
    throw new TypeError(
      `Component "${component.name}" returned a Response or a Promise. Declare it as an async function.`,
    );
  }, null);
}
