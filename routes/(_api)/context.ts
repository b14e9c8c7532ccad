import type { Actor, RequestContext } from "~/domain/kernel/actor.ts";
import type { House } from "../(_web)/state.ts";

/** What the page server hands to the API with each request. */
export interface ApiState {
  house: House;
  request: RequestContext;
  actor: Actor | null;
  /** The actor was let in by a cookie, so the request had to pass the CSRF check. */
  by_cookie: boolean;
}
