/**
 * What a handler asks of its caller, as data on the handler. `reads` and `actions` say it of what they make, from the
 * same words that they enforce; a handler of another make says it with `names`. The register of all routes reads it
 * (tests/security/walls), and a route that says nothing fails there.
 */
import { HttpError } from "fresh";
import { entity_by_path } from "~/domain/kernel/entity.ts";

export type Params = Record<string, string>;

/** `public`, `signed-in`, a permission key, or the key that an address's own parameters lead to. */
export type Key = string | ((params: Params) => string);

export interface Declared {
  /** For the whole method; where there are several, one of them lets in. */
  permission?: Key | readonly Key[];
  /** A POST whose `action` field chooses: a key each. */
  actions?: Readonly<Record<string, Key>>;
}

const declared = new WeakMap<object, Declared>();

/** @returns the handler itself */
export function declare<H extends object>(handler: H, what: Declared): H {
  declared.set(handler, what);
  return handler;
}

export const declared_by = (handler: object): Declared | undefined => declared.get(handler);

/** `names("public", { GET, async POST(ctx) {…} })`: the methods that have not said it themselves. */
export function names<H extends Record<string, unknown>>(permission: Key, handlers: H): H {
  for (const handler of Object.values(handlers)) {
    if (typeof handler === "function" && !declared.has(handler)) declare(handler, { permission });
  }
  return handlers;
}

export const key_of = (key: Key, params: Params): string => typeof key === "string" ? key : key(params);

/** How the pages of an entity find it: by the address, or fixed by a page of its own. */
export type EntityPath = (at: { params: Params }) => string;

/**
 * `tickets:read` for the pages at `/admin/tickets`.
 * @throws HttpError 404 for a path that no entity has, that has no pages of its own, or that nobody writes
 */
export const entity_key = (path: EntityPath, action: "read" | "create" | "update" | "delete"): Key => (params) => {
  const entity = entity_by_path(path({ params }));
  if (!entity || entity.hidden || (entity.readonly && action !== "read")) throw new HttpError(404);
  return `${entity.permission}:${action}`;
};
