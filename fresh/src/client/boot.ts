import { Fragment, h, hydrate } from "preact";
import { current } from "../render_state.ts";
import { loadPage, readState } from "./page.ts";

/** The browser's entry: the body becomes one tree, in which the islands live and partials change; then client navigation. */
current.asset_id = readState(document).asset_id;
const read = await loadPage(document);
hydrate(h(Fragment, null, read(document.body.firstChild, null)), document.body);
if (document.querySelector("[f-client-nav]") !== null) (await import("./navigate.ts")).startNavigation();
