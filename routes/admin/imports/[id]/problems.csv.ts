/** Every problem of a file as a file: sent back to whoever keeps the customers, corrected, imported again. */
import { t } from "~/components/text.ts";
import { write_csv } from "~/domain/kernel/csv/writer.ts";
import { demand_step_up } from "~/domain/access/mod.ts";
import { demand } from "~/domain/kernel/actor.ts";
import { imports, list_problems } from "~/domain/subscribers/mod.ts";
import { names } from "../../../(_web)/declared.ts";
import type { Ctx } from "../../../(_web)/pages.ts";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { define } from "../../../(_web)/state.ts";
import { field_labels } from "../(_parts)/fields.ts";

const page_size = 1_000;

export const handler = define.handlers(names("subscribers:import", {
  async GET(ctx: Ctx) {
    const actor = actor_of(ctx.state);
    demand(actor, "subscribers:import");
    const { platform } = ctx.state.house;
    await platform.read(actor, demand_step_up);
    const labels = field_labels();
    const row = await platform.read(actor, (tx) => imports.get(tx, ctx.params.id ?? ""));
    async function* rows() {
      let after: { row: number; field: string } | null = null;
      for (;;) {
        const found = await platform.read(actor, (tx) => list_problems(tx, row.id, page_size, after));
        for (const one of found) yield { ...one, field: labels[one.field] ?? one.field };
        const last = found.at(-1);
        if (!last || found.length < page_size) return;
        after = last;
      }
    }
    const columns = [
      { key: "row", label: t("Line") },
      { key: "external_id", label: t("Customer id") },
      { key: "field", label: t("Field") },
      { key: "column", label: t("Column") },
      { key: "value", label: t("Value") },
      { key: "message", label: t("Why it is refused") },
    ];
    const name = row.file_name.replace(/\.\w+$/, "").replace(/[^\w.-]+/g, "-");
    return new Response(write_csv(columns, rows()), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="problems-of-${name}.csv"`,
        "cache-control": "private, no-store",
      },
    });
  },
}));
