import { is_zone } from "~/domain/kernel/time/zones.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

/** The zone in which an actor reads times: the own one, else the house's. */
export const zone_of = (tx: Tx): string =>
  tx.actor.timezone && is_zone(tx.actor.timezone) ? tx.actor.timezone : tx.services.config.DEFAULT_TIMEZONE;
