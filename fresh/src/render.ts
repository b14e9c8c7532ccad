import { type ComponentChildren, Fragment, h, type VNode } from "preact";
import { type Context, internals } from "./context.ts";
import { comment } from "./comment.ts";
import { renderDocument } from "./document.ts";
import { closeMarker, openMarker } from "./markers.ts";
import { current } from "./render_state.ts";
import type { PageComponent, PageProps } from "./types.ts";

/** Middlewares that write a Content-Security-Policy read the nonce of a rendered page here; `csp()` does. */
export const NONCE = Symbol.for("__freshNonce");

/** Renders JSX within its frame and answers with the page. */
export async function renderPage<State>(
  ctx: Context<State>,
  content: ComponentChildren,
  init: ResponseInit,
): Promise<Response> {
  const { pathname } = ctx.url;
  const { frame, snapshot } = internals(ctx);
  let child: ComponentChildren = h(Content, { pathname }, content);
  const wrappers = frame.app === null ? frame.layouts : [frame.app, ...frame.layouts];
  for (const wrapper of wrappers.toReversed()) {
    const rendered: ComponentChildren | Response = await renderComponent(wrapper, wrapperProps(ctx, child));
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
  if (current.state === null || current.state.partials.size === 0) return h(Fragment, null, children);
  return h(Fragment, null, comment(openMarker("page", pathname)), children, comment(closeMarker("page")));
}

function wrapperProps<State>(ctx: Context<State>, child: ComponentChildren): PageProps<unknown, State> {
  return { ...pageProps(ctx, undefined), Component: () => h(Fragment, null, child) };
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
  return h(() => checked(component, component(props)), null);
}

function checked(component: { name: string }, rendered: ReturnType<PageComponent>): VNode {
  if (rendered instanceof Response || rendered instanceof Promise) {
    const what = rendered instanceof Response ? "Response" : "Promise";
    throw new TypeError(`Component "${component.name}" returned a ${what}. Declare it as an async function.`);
  }
  return h(Fragment, null, rendered);
}
