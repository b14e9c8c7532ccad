/** A dispatcher, two technicians and their tomorrow: who of them can do what, and jobs to give them. */
import assert from "node:assert/strict";
import { job_actor } from "~/domain/kernel/actor.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import {
  create_from_ticket,
  dispatch,
  schedule,
  set_required_skills,
  type VisitRequest,
  work_orders,
  type WorkOrder,
} from "~/domain/work_orders/mod.ts";
import { learns, skill, type Technician, technician, works } from "../../domain/work_orders/field.ts";
import { person } from "../../domain/tickets/world.ts";
import type { AppWorld, Browser, Seen } from "../tickets/app_world.ts";
import { settle, type Town } from "../tickets/people.ts";

export interface Crew {
  town: Town;
  dispatcher: Browser;
  /** Musa splices, Ife does not. Both work tomorrow from 08:00 to 18:00. */
  musa: Technician & { browser: Browser };
  ife: Technician & { browser: Browser };
  splicing: string;
  zone: string;
  /** `2026-03-02` */
  tomorrow: string;
  /** The instant of a clock time tomorrow. */
  at(time: string): string;
  run<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Asked for by a ticket of subscriber A; half an hour of splicing unless said otherwise. */
  job(request?: VisitRequest): Promise<WorkOrder>;
  /** A job that is planned, and sent where asked. */
  planned(who: Technician, time: string, sent?: boolean): Promise<WorkOrder>;
  reload(id: string): Promise<WorkOrder>;
}

export async function muster(world: AppWorld): Promise<Crew> {
  const { sql, house } = world;
  const town = await settle(world);
  const zone = house.platform.config.DEFAULT_TIMEZONE;
  const day = house.platform.now().toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 });
  const at = (time: string) => day.toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant().toString();
  const become = async (person_id: string, role: string) => {
    await sql`delete from person_roles where person_id = ${person_id}`;
    await sql`insert into person_roles (person_id, role_id) select ${person_id}, r.id from roles r where r.key = ${role}`;
    return await world.browser(person_id, "admin");
  };
  const splicing = await skill(sql, "Fiber splicing");
  const hire = async (name: string, home: [number, number]) => {
    const one = await technician(sql, name, home);
    await works(sql, one, at("08:00"), at("18:00"));
    return { ...one, browser: await become(one.person_id, "technician") };
  };
  const musa = await hire("Musa Sani", [3.39, 6.45]);
  const ife = await hire("Ife Danladi", [3.35, 6.6]);
  await learns(sql, musa, splicing, 4);
  const run: Crew["run"] = (work) => house.platform.transaction(job_actor("test"), work);
  const job: Crew["job"] = async (request = {}) => {
    const { id } = await town.ticket();
    return await run((tx) =>
      create_from_ticket(tx, id, { title: "Splice the drop", duration: 30, skills: [splicing], ...request })
    );
  };
  return {
    town,
    dispatcher: await become(await person(sql, "Tunde Bello", true), "dispatcher"),
    musa,
    ife,
    splicing,
    zone,
    tomorrow: day.toString(),
    at,
    run,
    job,
    async planned(who, time, sent = false) {
      const { id } = await job();
      return await run(async (tx) => {
        await set_required_skills(tx, id, []);
        const row = await schedule(tx, id, { technician_id: who.id, start_at: at(time) });
        return sent ? await dispatch(tx, id) : row;
      });
    },
    reload: (id) => run((tx) => work_orders.fetch(tx, id)),
  };
}

/** The form that takes the last thing back, as the page's toast carries it. */
export function undo_of(seen: Seen): { action: string; fields: Record<string, string> } {
  const cookie = seen.headers.getSetCookie().find((each) => each.startsWith("omni_flash=")) ?? "";
  const toast: { undo?: { action: string; fields: Record<string, string> } } = JSON.parse(
    decodeURIComponent(cookie.split(";")[0]?.slice("omni_flash=".length) ?? "null"),
  );
  assert(toast.undo, `no undo in ${cookie}`);
  return toast.undo;
}

/** The words of a page, without its tags. */
export const words_of = (html: string): string =>
  html.replace(/<(script|style)\b.*?<\/\1>/gs, " ").replace(/<[^>]+>/g, " ").replaceAll("&amp;", "&").replaceAll(
    "&#39;",
    "'",
  ).replace(/\s+/g, " ");
