/**
 * The comments that mark islands, slots and partials in the HTML. Server and browser share this vocabulary:
 * `<!--fresh:island:Counter:0:key-->…<!--/fresh:island-->`, `<!--fresh:slot:3-->…<!--/fresh:slot-->`,
 * `<!--fresh:partial:body:replace-->…<!--/fresh:partial-->`, and `<!--fresh:page:/tickets/7-->…<!--/fresh:page-->` around the
 * content of a page: another page's content takes its place as a whole, while the layouts around it stay.
 */
export type MarkerKind = "island" | "slot" | "partial" | "page";

export interface Marker {
  kind: string;
  args: string[];
}

export function readMarker(text: string): Marker | null {
  const [, kind, args] = /^fresh:(island|slot|partial|page):(.*)$/.exec(text) ?? [];
  return kind === undefined || args === undefined ? null : { kind, args: args.split(":").map(decodeURIComponent) };
}

/** Carries the `key` of a JSX element to the browser, where a partial update needs it to match list items. */
export const KEY_ATTRIBUTE = "data-frsh-key";
/** Where the content of `<head>` goes once the page, and with it every `<Head>`, is rendered. */
export const HEAD_MARKER = "fresh:head";
/** The element with the islands' props as JSON. */
export const STATE_ID = "fresh-state";
/** Marks head elements that came from `<Head>`, so that the next page can take them away. */
export const HEAD_ATTRIBUTE = "data-frsh-head";
export const PARTIAL_PARAM = "fresh-partial";
export const ASSET_PARAM = "__frsh_c";

/** The template with the slots that no island shows yet. */
export const SLOTS_ID = "fresh-slots";
