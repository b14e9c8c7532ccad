/**
 * Travel as the crow flies, stretched to roads: straight line × 1.3 at 35 km/h. An assumption to warn with, not a route:
 * published detour factors of road networks lie near 1.2 to 1.5, a river, an estuary or rush hour knows no factor, and
 * the drive of a rural job is faster. Both figures are settings, so that a region sets its own; nothing is refused by them.
 */
import { z } from "zod";
import { read_setting, setting } from "~/domain/kernel/settings.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

const detour_factor = setting("dispatch", "detour_factor", {
  label: "Road kilometres for each straight kilometre",
  hint: "A number from 1 to 3; 1.3 fits most towns.",
  schema: z.number().min(1).max(3),
  fallback: 1.3,
});

const travel_speed = setting("dispatch", "travel_speed_kmh", {
  label: "Average speed between jobs (km/h)",
  hint: "A number from 5 to 120, parking included.",
  schema: z.number().min(5).max(120),
  fallback: 35,
});

/** Minutes of driving for straight-line kilometres. */
export type Travel = (km: number) => number;

export async function read_travel(tx: Tx): Promise<Travel> {
  const factor = await read_setting(tx, detour_factor);
  const speed = await read_setting(tx, travel_speed);
  return (km) => (km * factor / speed) * 60;
}
