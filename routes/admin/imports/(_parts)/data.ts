/** What the page of an import shows at the step where it stands. */
import type { ImportRow } from "~/components/imports/import_table.tsx";
import { is_running, is_startable } from "~/components/imports/import_state.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import {
  count_problems,
  external_system_schema,
  type ImportProblem,
  imports,
  type Instructions,
  list_problems,
  sample_of,
  sync_field_names,
} from "~/domain/subscribers/mod.ts";
import { text_of } from "../../../(_web)/forms.ts";
import { type Ctx, failure_of } from "../../../(_web)/pages.ts";

export interface ImportData {
  row: ImportRow;
  /** Choosing columns, watching it run, or reading what it did. */
  step: "columns" | "running" | "result";
  samples: Record<string, string>[];
  problems: readonly ImportProblem[];
  problem_count: number;
  /** The last problem of this page; null where it is the last page. */
  more_after: string | null;
  now: string;
}

const page_size = 50;

export async function import_data(tx: Tx, ctx: Ctx): Promise<ImportData> {
  const row = await imports.get(tx, ctx.params.id ?? "", { labels: true });
  const data: ImportData = {
    row,
    step: "result",
    samples: [],
    problems: [],
    problem_count: 0,
    more_after: null,
    now: tx.now().toString(),
  };
  if (is_running(row.status)) return { ...data, step: "running" };
  if (!row.is_active) return data; // the file and its rows are forgotten, the report stays
  const asked = ctx.url.searchParams.get("step") === "columns" ||
    failure_of(ctx.state)?.values.action === "check_columns";
  if (row.status === "uploaded" || (asked && is_startable(row.status))) {
    return { ...data, step: "columns", samples: await sample_of(tx, row) };
  }
  const [problem_count, found] = await Promise.all([
    count_problems(tx, row.id),
    list_problems(tx, row.id, page_size + 1, place(ctx.url)),
  ]);
  const problems = found.slice(0, page_size);
  const last = problems.at(-1);
  return {
    ...data,
    problems,
    problem_count,
    more_after: last && found.length > page_size ? `${last.row}.${last.field}` : null,
  };
}

/** `after=1042.phone`: behind the problem of that line and field. Anything else is the beginning. */
function place(url: URL): { row: number; field: string } | null {
  const [, row = "", field = ""] = /^(\d{1,9})\.([\w()]+)$/.exec(url.searchParams.get("after") ?? "") ?? [];
  return row ? { row: Number(row), field } : null;
}

/** @throws DomainError 422 for a system name that does not fit; the columns are judged by the import itself */
export function instructions_of(form: FormData): Instructions {
  const system = text_of(form, "external_system").trim();
  const read = external_system_schema.safeParse(system);
  if (!read.success) {
    throw invalid(
      "external_system",
      system,
      system ? read.error.issues[0]?.message ?? "does not fit" : "is required",
      "Write a short name such as splynx, the same for every file of that system.",
    );
  }
  const mapping = Object.fromEntries(sync_field_names.map((name) => [name, text_of(form, `mapping.${name}`) || null]));
  return { mapping, external_system: read.data };
}
