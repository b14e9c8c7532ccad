import { on } from "~/domain/kernel/events.ts";
import { end_sessions_of } from "../sessions.ts";

/** Whoever is no longer active was shut out at once already (an actor is found for active people alone); this closes what is left open. */
on(
  "person.deleted",
  "access.end_sessions_of_inactive",
  (tx, event) => end_sessions_of(tx, event.subject_id, "the person is no longer active"),
);
