/**
 * Handlers of pages: a permission, a transaction, an answer. A refused form comes back as the page it was sent from,
 * with what was typed and why it was refused: nothing is lost.
 */
import { type Context, page } from "fresh";
import type { PageResponse } from "fresh";
import { is_step_up_required } from "~/domain/access/mod.ts";
import { type Actor, can, demand } from "~/domain/kernel/actor.ts";
import { DomainError, invalid } from "~/domain/kernel/errors.ts";
import { log } from "~/domain/kernel/log.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { flash_cookie, type Toast } from "./flash.ts";
import { form_data } from "./forms.ts";
import { declare, type Key, key_of } from "./declared.ts";
import { actor_of } from "./middlewares.ts";
import type { State } from "./state.ts";

export type Ctx = Context<State>;
export type Answer<Data> = Response | PageResponse<Data>;

/** What a page shows after a refused form. */
export interface Failure {
  error: DomainError;
  /** What was typed, by field. Passwords and files are not sent back. */
  values: Record<string, string>;
}

const failures = new WeakMap<State, Failure>();
export const failure_of = (state: State): Failure | null => failures.get(state) ?? null;
/** The typed value of a field after a refusal, else the stored one. */
export const value_of = (state: State, field: string, stored: unknown): string =>
  failures.get(state)?.values[field] ?? (stored === null || stored === undefined ? "" : String(stored));
/** The problem of a field after a refusal, for the field's own error line. */
export function problem_of(state: State, field: string): string | undefined {
  const found = failures.get(state)?.error.details.find((each) => each.field === field);
  return found ? [found.message, found.remedy].filter(Boolean).join(". ") : undefined;
}

/**
 * `GET: reads("tickets:read", async (tx, ctx) => page({ ticket: await tickets.get(tx, ctx.params.id ?? "") }))`
 * @param permission where there are several, one of them lets in
 */
export function reads<Data>(permission: Key | readonly Key[], run: (tx: Tx, ctx: Ctx) => Promise<Answer<Data>>) {
  return declare(async (ctx: Ctx): Promise<Answer<Data>> => {
    const actor = allowed(ctx, permission);
    return await ctx.state.house.platform.read(actor, (tx) => run(tx, ctx));
  }, { permission });
}

/** One thing that a form on a page does. */
export interface Action {
  permission: Key;
  run: (tx: Tx, ctx: Ctx, form: FormData) => Promise<Response>;
}
export const action = (permission: Key, run: Action["run"]): Action => ({ permission, run });

/**
 * POST of a page: the button's `name="action"` chooses; a page with one form has the action `save`.
 * `show` is the page's own GET: a refused form is answered with it, status 4xx.
 */
export function actions<Data>(table: Record<string, Action>, show: (ctx: Ctx) => Promise<Answer<Data>>) {
  return declare(async (ctx: Ctx): Promise<Answer<Data>> => {
    const form = await form_data(ctx.req);
    const name = form.get("action");
    const chosen = table[typeof name === "string" && name ? name : "save"];
    try {
      if (!chosen) {
        throw invalid("action", String(name), `is nothing this page does: use ${Object.keys(table).join(", ")}`);
      }
      const actor = allowed(ctx, chosen.permission);
      return await ctx.state.house.platform.transaction(actor, (tx) => chosen.run(tx, ctx, form));
    } catch (error) {
      if (
        !(error instanceof DomainError) || error.status === 404 || error.status === 401 || is_step_up_required(error)
      ) throw error;
      log.info("a form was refused", { code: error.code, details: error.details });
      failures.set(ctx.state, { error, values: typed(form) });
      const again = await show(ctx);
      return again instanceof Response ? again : page(again.data, { status: error.status, headers: again.headers });
    }
  }, { actions: keys_of(table) });
}

/** The keys of a table of actions, by name. */
export const keys_of = (table: Record<string, { permission: Key }>): Record<string, Key> =>
  Object.fromEntries(Object.entries(table).map(([name, { permission }]) => [name, permission]));

function typed(form: FormData): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value === "string" && !/password|_csrf/.test(name)) {
      values[name] = values[name] === undefined ? value : `${values[name]},${value}`;
    }
  }
  return values;
}

function allowed(ctx: Ctx, permission: Key | readonly Key[]): Actor {
  const actor = actor_of(ctx.state);
  const keys = (is_list(permission) ? permission : [permission]).map((key) => key_of(key, ctx.params));
  const [first = ""] = keys;
  if (!keys.some((key) => key === "signed-in" || can(actor, key))) demand(actor, first);
  return actor;
}

const is_list = (permission: Key | readonly Key[]): permission is readonly Key[] => Array.isArray(permission);

/** POST answers 303, with a toast that the next page shows. */
export function go(ctx: Ctx, path: string, toast?: Toast): Response {
  const response = ctx.redirect(path, 303);
  if (toast) response.headers.append("set-cookie", flash_cookie(toast));
  return response;
}

/** Form values as an entity's input: empty means null for a field that may be empty, and is left out otherwise. */
export function form_input(form: FormData, names: readonly string[]): Record<string, string | null> {
  const input: Record<string, string | null> = {};
  for (const name of names) {
    const value = form.get(name);
    if (typeof value === "string") input[name] = value.trim() === "" ? null : value;
  }
  return input;
}
