/** What a request carries through the middlewares: `ctx.state`. */
import { createDefine } from "fresh";
import type { Gate, SessionActor, Standing } from "~/domain/access/mod.ts";
import type { Actor, RequestContext } from "~/domain/kernel/actor.ts";
import type { LiveHub } from "~/domain/kernel/live.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import type { Jobs } from "~/jobs/start.ts";
import type { Toast } from "./flash.ts";

/** The process: made once in main.ts, the same for every request. */
export interface House {
  platform: Platform;
  gate: Gate;
  live: LiveHub;
  /** Figures of the queues for /readyz, /metrics and the jobs page. */
  jobs: Pick<Jobs, "state">;
}

export interface State {
  house: House;
  request: RequestContext;
  /** Unix time in milliseconds at which the request came: what a live page shows is at least that new. */
  arrived_at: number;
  /** Who signed in at the portal of this path; null for nobody. */
  session: SessionActor | null;
  actor: Actor | null;
  /** Where the caller stands within the limit of requests; headers tell. */
  rate?: Standing;
  /** Double-submit token of this browser; forms carry it as `_csrf_token`. */
  csrf: string;
  theme: "light" | "dark" | "system";
  rail: "wide" | "narrow";
  /** What the previous request has to say. */
  toast: Toast | null;
  /** Unread notifications of a member of staff. */
  unread: number;
  /** Set by a page for the document's title. */
  title: string;
}

export const define = createDefine<State>();
