import { cx } from "../cx.ts";
import { number_text } from "../number_text.ts";
import { t } from "../text.ts";
import type { Figures } from "./import_state.ts";

/** What a file did, or would do, as six figures that add up to its rows. */
export function ReportFigures({ figures, dry }: { figures: Figures; dry: boolean }) {
  const cells: { label: string; value: number; tone: string; hint: string }[] = [
    {
      label: dry ? t("would be created") : t("created"),
      value: figures.created,
      tone: cx("text-ok"),
      hint: t("new customers"),
    },
    {
      label: dry ? t("would be changed") : t("changed"),
      value: figures.updated,
      tone: cx("text-info"),
      hint: t("known, with other values"),
    },
    { label: t("unchanged"), value: figures.unchanged, tone: "", hint: t("known, nothing new") },
    {
      label: t("repeated"),
      value: figures.repeated,
      tone: cx("text-warn"),
      hint: t("a later row of the same customer counts"),
    },
    { label: t("refused"), value: figures.refused, tone: cx("text-bad"), hint: t("with the reason below") },
  ];
  return (
    <dl class="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-6">
      <Cell label={t("rows in the file")} value={figures.rows} tone="" hint={t("without the header")} />
      {cells.map((cell) => <Cell key={cell.label} {...cell} />)}
    </dl>
  );
}

function Cell({ label, value, tone, hint }: { label: string; value: number; tone: string; hint: string }) {
  return (
    <div class="rounded-lg bg-sunken px-4 py-3 flex flex-col">
      <dt class="order-2 text-sm font-medium">
        {label}
        <span class="block text-xs font-normal text-ink-3">{hint}</span>
      </dt>
      <dd class={cx("order-1 fig text-2xl font-semibold", value > 0 && tone)}>{number_text(value)}</dd>
    </div>
  );
}
