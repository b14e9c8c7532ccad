/**
 * Endpoint: one row of the API as data. Router, validation, permission, OpenAPI and the route tests read it.
 *
 * A domain's file is a list: the derived five by `crud(manager)`, then a line a verb.
 */
import { z } from "zod";
import type { Actor } from "~/domain/kernel/actor.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import type { House } from "../(_web)/state.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** `public` needs no one; `signed-in` any actor; anything else is a permission key. */
export type Permission = string;

interface Common {
  method: Method;
  /** Under /api/v1, with `{id}` for parameters. */
  path: string;
  permission: Permission;
  summary: string;
  tag: string;
  query?: z.ZodObject;
  body?: z.ZodType;
  returns?: z.ZodType;
  status?: 200 | 201 | 202 | 204;
  /** For `signed-in`: an API key may call it too. Everything else that only takes a sign-in is its owner's own, and no scope covers it. */
  keys?: boolean;
  /** The answer tells a secret: nothing on the way may keep it. */
  no_store?: boolean;
}

/** What a request brought, already held against the declaration. */
export interface Input<B = unknown, Q = Record<string, unknown>> {
  params: Record<string, string>;
  query: Q;
  body: B;
  /** If-Match or If-Unmodified, as the `updated_at` the caller last saw. */
  version: string | null;
  search: URLSearchParams;
}

export interface TxEndpoint extends Common {
  kind: "read" | "write";
  run(tx: Tx, input: Input): Promise<unknown>;
  /** `run` yields JSON text that goes out as it is. */
  json_text?: boolean;
  /** The list of this entity: its query parameters are documented from the entity's traits. */
  lists?: Entity;
}

export interface RawContext {
  platform: Platform;
  house: House;
  actor: Actor;
  request: Request;
  params: Record<string, string>;
}

/** For what is no JSON in one transaction: uploads, downloads, sockets, signed hooks. */
export interface RawEndpoint extends Common {
  kind: "raw";
  run(context: RawContext): Promise<Response>;
  consumes?: string;
  produces?: string;
  /** Bytes of a body, where it is not the limit for files. */
  max_bytes?: (platform: Platform) => Promise<number>;
}

export type Endpoint = TxEndpoint | RawEndpoint;

interface Options<B extends z.ZodType, Q extends z.ZodObject> {
  permission: Permission;
  summary: string;
  tag: string;
  body?: B;
  query?: Q;
  returns?: z.ZodType;
  status?: 200 | 201 | 202 | 204;
  keys?: boolean;
  no_store?: boolean;
}

/** A write: `verb("POST", "/tickets/{id}/replies", {…}, (tx, { params, body }) => reply(tx, params.id, body))`. */
export function verb<B extends z.ZodType = z.ZodUndefined, Q extends z.ZodObject = z.ZodObject>(
  method: Exclude<Method, "GET">,
  path: string,
  options: Options<B, Q>,
  run: (tx: Tx, input: Input<z.output<B>, z.output<Q>>) => Promise<unknown>,
): Endpoint {
  return { ...options, method, path, kind: "write", run: run as TxEndpoint["run"] };
}

/** A read. */
export function reading<Q extends z.ZodObject = z.ZodObject>(
  path: string,
  options: Options<z.ZodUndefined, Q>,
  run: (tx: Tx, input: Input<undefined, z.output<Q>>) => Promise<unknown>,
): Endpoint {
  return { ...options, method: "GET", path, kind: "read", run: run as TxEndpoint["run"] };
}

export function raw(
  method: Method,
  path: string,
  options: Omit<RawEndpoint, "method" | "path" | "kind" | "run">,
  run: RawEndpoint["run"],
): Endpoint {
  return { ...options, method, path, kind: "raw", run };
}

/** A parameter that is always there because the path names it. */
export function param(params: Record<string, string>, name = "id"): string {
  return params[name] ?? "";
}
