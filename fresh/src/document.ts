import { cloneElement, Fragment, h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import {
  HEAD_ATTRIBUTE,
  KEY_ATTRIBUTE,
  slotTemplateId,
  STATE_ID,
} from "./markers.ts";
import { current, newRenderState, type RenderState } from "./render_state.ts";
import { NotSerializable, serialize } from "./serialize.ts";
import type { Snapshot } from "./snapshot.ts";
import "./ssr.ts";

/** Renders a whole page: its HTML with the islands' data, the head elements of `<Head>`, and the scripts it needs. */
export function renderDocument(
  vnode: VNode,
  snapshot: Snapshot,
): { html: string; nonce: string } {
  const state = newRenderState(snapshot);
  current.state = state;
  try {
    const html = assembled(renderToString(vnode) + unusedSlots(state), state);
    return {
      html: keysNeeded(state) ? html : html.replaceAll(unneeded_keys, ""),
      nonce: state.nonce,
    };
  } finally {
    current.state = null;
  }
}

const unneeded_keys = new RegExp(` ${KEY_ATTRIBUTE}="[^"]*"`, "g");

/** Keys serve partial updates and slots only; other pages are smaller without them. */
function keysNeeded(state: RenderState): boolean {
  return state.partials.size > 0 || state.slots.length > 0;
}

/** Head elements and scripts at their places. Cut and joined once: to search a joined string copies all of it first. */
function assembled(html: string, state: RenderState): string {
  const head_end = html.indexOf("</head>");
  const body_end = html.lastIndexOf("</body>");
  const doctype = html.startsWith("<html") ? "<!DOCTYPE html>" : "";
  const head = headElements(state);
  const end = body_end < 0 ? html.length : body_end;
  const tail = scripts(html, state) + html.slice(end);
  if (head_end < 0) return doctype + html.slice(0, end) + tail + head;
  return doctype + withoutOverridden(html.slice(0, head_end), state) + head +
    html.slice(head_end, end) + tail;
}

/** JSX that an island got but did not show yet: inert in the page, for the time when it does. */
function unusedSlots(state: RenderState): string {
  let html = "";
  for (let id = 0; id < state.slots.length; id++) { // grows while it renders: slots can hold islands with slots
    const slot = state.slots[id];
    if (slot === undefined || slot.rendered) continue;
    html += `<template id="${slotTemplateId(id)}">${
      renderToString(h(Fragment, null, slot.content))
    }</template>`;
  }
  return html;
}

function headElements(state: RenderState): string {
  const kept = new Map<string, VNode>();
  for (const vnode of state.head) {
    const identity = headIdentity(vnode);
    if (identity !== null) kept.delete(identity); // the last one wins, and takes the later place
    kept.set(identity ?? `#${kept.size}`, vnode);
  }
  state.head = [...kept.values()];
  return state.head.map((vnode) =>
    renderToString(cloneElement(vnode, { [HEAD_ATTRIBUTE]: "" }))
  ).join("");
}

/** What makes a head element the same as another: title, key, id, or the name of a meta element. */
function headIdentity({ type, key, props }: VNode): string | null {
  if (type === "title") return "title";
  if (key !== null && key !== undefined) return `key ${key}`;
  if ("id" in props) return `id ${props.id}`;
  return type === "meta" && "name" in props ? `meta ${props.name}` : null;
}

/** Takes from the page's own head what a `<Head>` says anew. */
function withoutOverridden(before: string, state: RenderState): string {
  for (const { type, key, props } of state.head) {
    if (type === "title") {
      before = before.replace(/<title[^>]*>[^<]*<\/title>/, "");
    } else if (key !== null && key !== undefined) {
      before = withoutElement(before, KEY_ATTRIBUTE, String(key));
    } else if ("id" in props) {
      before = withoutElement(before, "id", String(props.id));
    } else if (type === "meta" && "name" in props) {
      before = withoutElement(before, "name", String(props.name), "meta");
    }
  }
  return before;
}

function withoutElement(
  html: string,
  attribute: string,
  value: string,
  tag = "\\w+",
): string {
  const escaped = value.replaceAll(/[^\w]/g, "\\$&");
  const element = new RegExp(
    `<(${tag})\\b[^>]*\\s${attribute}="${escaped}"[^>]*>(?:[^<]*</\\1>)?`,
  );
  return html.replace(element, "");
}

/** The data of the islands, and the module that brings them to life. Nothing for a page without islands or client navigation. */
function scripts(html: string, state: RenderState): string {
  const { snapshot, nonce, islands } = state;
  const reload = snapshot.reload === null
    ? ""
    : `<script type="module" src="${snapshot.reload}" nonce="${nonce}"></script>`;
  if (islands.size === 0 && !html.includes("f-client-nav")) return reload;
  const preload = new Set(snapshot.boot.preload);
  for (const island of islands) {
    [island.url, ...island.preload].forEach((url) => preload.add(url));
  }
  const links = [...preload].map((url) =>
    `<link rel="modulepreload" href="${url}">`
  ).join("");
  const table = Object.fromEntries(
    [...islands].map((island) => [island.name, [island.url, island.export]]),
  );
  const data = `{"asset_id":${JSON.stringify(snapshot.asset_id)},"islands":${
    JSON.stringify(table)
  },"props":${serializedProps(state)}}`;
  return `${links}<script type="application/json" id="${STATE_ID}" nonce="${nonce}">${data}</script>` +
    `<script type="module" src="${snapshot.boot.url}" nonce="${nonce}"></script>${reload}`;
}

function serializedProps({ props, slot_ids }: RenderState): string {
  try {
    return serialize(
      props.map((instance) => instance.props),
      (value) => slot_ids.get(value),
    );
  } catch (error) {
    if (!(error instanceof NotSerializable)) throw error;
    const [instance, prop, ...inside] = error.path;
    const island = props[Number(instance)]?.island;
    const where = inside.length > 0
      ? ` (at ${[prop, ...inside].join(".")})`
      : "";
    throw new TypeError(
      `Island "${island?.name}" (${island?.file}): prop "${prop}"${where} is ${error.what}, which cannot be sent to the ` +
        `browser. Pass plain data (strings, numbers, objects, arrays, Date, Map, Set, URL, signals, JSX), and make the rest inside the island.`,
    );
  }
}
