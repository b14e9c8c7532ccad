import { cloneElement, type ComponentChild, Fragment, h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { HEAD_ATTRIBUTE, HEAD_MARKER, KEY_ATTRIBUTE, SLOTS_ID, STATE_ID } from "./markers.ts";
import { current, newRenderState, type RenderState } from "./render_state.ts";
import { serialize } from "./serialize.ts";
import type { Snapshot } from "./snapshot.ts";
import "./ssr.ts";
import { isJsx, marked } from "./vnodes.ts";

/** Renders a whole page: its HTML with the islands' data, the head elements of `<Head>`, and the scripts it needs. */
export function renderDocument(vnode: VNode, snapshot: Snapshot): { html: string; nonce: string } {
  const state = newRenderState(snapshot);
  current.state = state;
  try {
    const page = neededKeys(renderToString(vnode) + unusedSlots(state));
    const head = headElements(state);
    const html = page.includes(head_place) ? page.replace(head_place, () => head) : page + head;
    const end = html.lastIndexOf("</body>");
    const body_end = end < 0 ? html.length : end;
    const whole = html.slice(0, body_end) + scripts(html, state) + html.slice(body_end);
    return { html: whole.startsWith("<html") ? `<!DOCTYPE html>${whole}` : whole, nonce: state.nonce };
  } finally {
    current.state = null;
  }
}

const head_place = `<!--${HEAD_MARKER}-->`;
const keys = new RegExp(` ${KEY_ATTRIBUTE}="[^"]*"`, "g");

/** Keys are of use in partials, where an update finds by them what has moved; elsewhere they go. */
function neededKeys(html: string): string {
  let depth = 0;
  return html.split(/(<!--\/?fresh:partial\b.*?-->)/).map((part) => {
    if (part.startsWith("<!--")) depth += part.startsWith("<!--/") ? -1 : 1;
    return depth > 0 ? part : part.replaceAll(keys, "");
  }).join("");
}

/** JSX that an island got but did not show yet: inert in the page, for the time when it does. */
function unusedSlots(state: RenderState): string {
  let html = "";
  for (const [id, slot] of state.slots.entries()) { // grows while it renders: slots can hold islands with slots
    if (slot.rendered) continue;
    html += renderToString(marked("slot", [id], slot.content));
  }
  return html === "" ? "" : `<template id="${SLOTS_ID}">${html}</template>`;
}

/** The content of the page's own head, and of each `<Head>`: of what is the same, the last one counts. */
function headElements(state: RenderState): string {
  const own = state.own_head.map((child) => ({ id: isJsx(child) ? headIdentity(child) : null, html: toHtml(child) }));
  const added = new Map(state.head.map((vnode, i) => [headIdentity(vnode) ?? `#${i}`, vnode]));
  const kept = own.filter(({ id }) => id === null || !added.has(id)).map(({ html }) => html);
  return [...kept, ...[...added.values()].map((vnode) => toHtml(cloneElement(vnode, { [HEAD_ATTRIBUTE]: "" })))].join(
    "",
  );
}

function toHtml(child: ComponentChild): string {
  return renderToString(h(Fragment, null, child));
}

/** What makes a head element the same as another: title, key, id, or the name of a meta element. */
function headIdentity({ type, key, props }: VNode): string | null {
  if (type === "title") return "title";
  if (key !== null && key !== undefined) return `key ${key}`;
  if ("id" in props) return `id ${props.id}`;
  return type === "meta" && "name" in props ? `meta ${props.name}` : null;
}

/** The data of the islands, and the module that brings them to life. Nothing for a page without islands or client navigation. */
function scripts(html: string, state: RenderState): string {
  const { snapshot: { asset_id, boot, reload }, nonce, instances, slot_ids } = state;
  const module = (url: string) => `<script type="module" src="${url}" nonce="${nonce}"></script>`;
  const reloading = reload === undefined ? "" : module(reload);
  if (instances.length === 0 && !html.includes("f-client-nav")) return reloading;
  const islands = [...new Set(instances.map(({ island }) => island))];
  const preload = new Set([...boot.preload, ...islands.flatMap(({ script }) => [script.url, ...script.preload])]);
  const links = [...preload].map((url) => `<link rel="modulepreload" href="${url}">`).join("");
  const table = JSON.stringify(
    Object.fromEntries(islands.map((island) => [island.name, [island.script.url, island.export]])),
  );
  const data = `{"asset_id":"${asset_id}","islands":${table},"props":${serialize(instances, slot_ids)}}`;
  return `${links}<script type="application/json" id="${STATE_ID}" nonce="${nonce}">${data}</script>` +
    module(boot.url) + reloading;
}
