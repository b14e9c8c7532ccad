/** Technicians with skills, home bases near the plant, and shifts for the two weeks around today. */
import type { Tx } from "~/domain/kernel/tx.ts";
import { absences, shifts, skills, technician_skills, technicians } from "~/domain/technicians/mod.ts";
import type { Accounts } from "./acting.ts";

const skill_names = ["Fiber splicing", "ONT installation", "Aerial work", "Copper"] as const;
type Skill = (typeof skill_names)[number];

const team: {
  username: string;
  title: string;
  region: string;
  home: [number, number];
  skills: Partial<Record<Skill, number>>;
}[] = [
  {
    username: "musa@omni.example",
    title: "Senior splicer",
    region: "Centre",
    home: [0.287, 0.151],
    skills: { "Fiber splicing": 5, "ONT installation": 4, "Aerial work": 3 },
  },
  {
    username: "ife@omni.example",
    title: "Installer",
    region: "Centre",
    home: [0.262, 0.174],
    skills: { "ONT installation": 5, "Copper": 3 },
  },
  {
    username: "sade@omni.example",
    title: "Line technician",
    region: "East",
    home: [0.31, 0.12],
    skills: { "Fiber splicing": 3, "Aerial work": 5 },
  },
];

/** Technician ids by user name. */
export type Team = Map<string, string>;

export async function load_team(tx: Tx, accounts: Accounts): Promise<Team> {
  const skill_ids = new Map<string, string>();
  for (const name of skill_names) skill_ids.set(name, (await skills.create(tx, { name })).id);
  const ids: Team = new Map();
  const now = tx.now().toZonedDateTimeISO(tx.services.config.DEFAULT_TIMEZONE);
  const today = now.startOfDay();
  for (const member of team) {
    const person_id = accounts.get(member.username);
    if (!person_id) continue;
    const [named] = await tx.sql<{ display_name: string }[]>`select display_name from people where id = ${person_id}`;
    const row = await technicians.create(tx, {
      person_id,
      name: named?.display_name ?? member.username,
      title: member.title,
      region: member.region,
      home_base: { type: "Point", coordinates: member.home },
    });
    ids.set(member.username, row.id);
    for (const [name, proficiency] of Object.entries(member.skills)) {
      const skill_id = skill_ids.get(name);
      if (skill_id) await technician_skills.create(tx, { technician_id: row.id, skill_id, proficiency });
    }
    for (let day = -3; day <= 14; day++) {
      const start = today.add({ days: day }).with({ hour: 8 });
      await shifts.create(tx, {
        technician_id: row.id,
        start_at: start.toInstant().toString(),
        end_at: (day === 0 ? last_of(start.with({ hour: 18 }), now.add({ hours: 4 })) : start.with({ hour: 18 }))
          .toInstant().toString(),
      });
    }
  }
  const sade = ids.get("sade@omni.example");
  const away = today.add({ days: 1 });
  if (sade) {
    await absences.create(tx, {
      technician_id: sade,
      start_at: away.toInstant().toString(),
      end_at: away.add({ days: 1 }).toInstant().toString(),
      reason: "Training",
    });
  }
  return ids;
}

/** Whoever looks at the demo in the evening finds people at work too. */
const last_of = (one: Temporal.ZonedDateTime, other: Temporal.ZonedDateTime) =>
  Temporal.ZonedDateTime.compare(one, other) < 0 ? other : one;
