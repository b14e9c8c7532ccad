import { entity } from "~/domain/kernel/entity.ts";
import { integer, long_text, point, ref, text, timestamp } from "~/domain/kernel/fields.ts";

export const skill = entity("skill", {
  table: "skills",
  permission: "technicians",
  label: "Skill",
  plural: "Skills",
  icon: "badge-check",
  label_field: "name",
  fields: {
    name: text(120).meta({ search: true, list: true }),
    description: long_text(2_000).nullish().meta({ list: true }),
  },
});

export const technician = entity("technician", {
  table: "technicians",
  permission: "technicians",
  label: "Technician",
  plural: "Technicians",
  icon: "hard-hat",
  label_field: "name",
  fields: {
    person_id: ref("person").meta({ filter: true, create_only: true }),
    name: text(160).meta({ search: true, list: true }),
    title: text(120).nullish().meta({ list: true }),
    region: text(120).nullish().meta({ search: true, filter: true, list: true }),
    home_base: point().nullish(),
  },
});

export const technician_skill = entity("technician_skill", {
  table: "technician_skills",
  permission: "technicians",
  label: "Technician's skill",
  plural: "Technicians' skills",
  label_field: "proficiency",
  hidden: true,
  fields: {
    technician_id: ref("technician").meta({ filter: true, create_only: true, list: true }),
    skill_id: ref("skill").meta({ filter: true, create_only: true, list: true }),
    proficiency: integer(1, 5).default(3).meta({ list: true, hint: "1 learning to 5 expert" }),
  },
});

export const shift = entity("shift", {
  table: "shifts",
  permission: "technicians",
  label: "Shift",
  plural: "Shifts",
  icon: "calendar-clock",
  label_field: "start_at",
  order: { by: "start_at", dir: "desc" },
  fields: {
    technician_id: ref("technician").meta({ filter: true, list: true }),
    start_at: timestamp().meta({ label: "Start", sort: true, filter: true, list: true }),
    end_at: timestamp().meta({ label: "End", filter: true, list: true }),
  },
});

export const absence = entity("absence", {
  table: "absences",
  permission: "technicians",
  label: "Absence",
  plural: "Absences",
  icon: "circle-minus",
  label_field: "start_at",
  order: { by: "start_at", dir: "desc" },
  fields: {
    technician_id: ref("technician").meta({ filter: true, list: true }),
    start_at: timestamp().meta({ label: "Start", sort: true, filter: true, list: true }),
    end_at: timestamp().meta({ label: "End", filter: true, list: true }),
    reason: text(160).nullish().meta({ list: true }),
  },
});
