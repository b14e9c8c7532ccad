import type { Middleware } from "fresh";
import { define, type State } from "./(_web)/state.ts";
import { browser_state, portal_gate } from "./(_web)/middlewares.ts";

/** The outer ones (request context, headers, session, CSRF) are added in app.ts, where the process is known. */
const order: Middleware<State>[] = [browser_state, portal_gate];
export default define.middleware(order);
