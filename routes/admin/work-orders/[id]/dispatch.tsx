import { page } from "fresh";
import { Banner } from "~/components/banner.tsx";
import { Badge, StatusBadge } from "~/components/badge.tsx";
import { LinkButton } from "~/components/button.tsx";
import { FactList, Split } from "~/components/detail/fact_list.tsx";
import { CheckboxField } from "~/components/form/choices.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Card } from "~/components/panel.tsx";
import { PriorityMark } from "~/components/priority_mark.tsx";
import { t } from "~/components/text.ts";
import { DayLegend } from "~/components/work/day_line.tsx";
import { WindowMark } from "~/components/work/window_mark.tsx";
import { duration_text, window_text } from "~/components/work/window_text.ts";
import { AdminPage, Csrf } from "../../../(_web)/admin_page.tsx";
import { actions, type Failure, failure_of, reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { choice_label, choice_tone } from "../../../(_web)/records/labels.ts";
import { zone_of } from "../../../(_web)/records/zone.ts";
import { define, type State } from "../../../(_web)/state.ts";
import { dispatch_actions } from "../(_dispatch)/actions.ts";
import { Candidates } from "../(_dispatch)/candidate_list.tsx";
import { DayTable } from "../(_dispatch)/day_table.tsx";
import { type DispatchData, read_dispatch, refused_fields } from "../(_dispatch)/read.ts";
import { Slots } from "../(_dispatch)/slots.tsx";
import { WindowForm } from "../(_dispatch)/window_form.tsx";

const assign_form = "assign";

/** Who goes, and when: the dispatcher's choice with everything that speaks for and against it. */
export default define.page<typeof handler>(function DispatchPage({ data, state, url }) {
  const { row, window, closed, past, now } = data;
  const zone = zone_of(state);
  const failure = failure_of(state);
  return (
    <AdminPage
      state={state}
      url={url}
      title={t("Technician and time")}
      crumbs={[{ label: row.number ?? "", href: paths.admin.work_order(row.id) }]}
      live={[`work_order:${row.id}`, "work-orders", "shifts", "absences"]}
    >
      <PageHeader
        title={row.title}
        identity={
          <>
            <span class="fig font-medium">{row.number}</span>
            <StatusBadge tone={choice_tone(row.status)} label={choice_label(row.status)} />
            <PriorityMark priority={row.priority} />
          </>
        }
        actions={
          <LinkButton href={paths.admin.work_order(row.id)} icon="arrow-left">{t("To the work order")}</LinkButton>
        }
      />
      {failure && <Refused failure={failure} data={data} />}
      {closed && (
        <div class="mb-4">
          <Banner tone="info" title={t("This work order is {state}", { state: choice_label(closed).toLowerCase() })}>
            {t("It is planned no more. What follows is how the day looks.")}
          </Banner>
        </div>
      )}
      <Split aside={<JobCard data={data} state={state} />}>
        <Card title={t("Day and time")}>
          <WindowForm data={data} state={state} zone={zone} />
        </Card>
        <Slots data={data} zone={zone} form={assign_form} />
        <form method="post" action={paths.admin.dispatch(row.id)} id={assign_form} class="grid gap-2 px-1">
          <Csrf state={state} />
          {Object.entries({ action: "assign", version: row.updated_at, ...data.asked }).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <p class="text-lg">
            <b class="font-semibold">{window_text(window.start_at, window.end_at, now, zone)}</b>
          </p>
          {past && !closed && (
            <Banner tone="warning" title={t("This time has passed")}>
              {t("It can be planned all the same, for what was agreed by phone and is written down later.")}
            </Banner>
          )}
          {!closed && (
            <CheckboxField
              name="send"
              label={t("Send it to the technician at once")}
              hint={t("Else it is planned, and sent by its own button later.")}
              checked={failure?.values.send !== undefined}
            />
          )}
          {data.day && <DayLegend />}
        </form>
        <Candidates data={data} zone={zone} form={assign_form} picked={failure?.values.pick?.split(" ")[0] ?? null} />
        <DayTable data={data} zone={zone} />
      </Split>
    </AdminPage>
  );
});

/** The refusal of the database or of a colleague who was first. The window stays as it was asked for. */
function Refused({ failure: { error, values }, data }: { failure: Failure; data: DispatchData }) {
  if (error.code === "stale") {
    return (
      <div class="mb-4">
        <Banner tone="warning" title={t("This work order was changed while you had it open")}>
          {t("Nothing was planned yet. What stands below is how it is now; choose again if it still fits.")}
        </Banner>
      </div>
    );
  }
  const name = data.candidates.find((one) => one.technician.id === values.pick?.split(" ")[0])?.technician.name;
  const errors = error.details.length === 0
    ? [{ message: error.message }]
    : error.details.map(({ field, message, remedy }) => {
      const said = [message.replace(/\.$/, ""), remedy].filter(Boolean).join(". ");
      const control = refused_fields[field] ?? (["date", "time", "duration"].includes(field) ? field : null);
      return {
        message: said,
        ...(name && field === "start_at" ? { label: t("{name}, the window", { name }) } : {}),
        ...(control ? { field: control } : {}),
      };
    });
  return <FormErrors errors={errors} />;
}

function JobCard({ data: { row, skills, technician, now }, state }: { data: DispatchData; state: State }) {
  const label = (name: string) => typeof row[name] === "string" ? row[name] : null;
  return (
    <Card title={t("The job")}>
      <FactList
        facts={[
          { label: t("Customer"), value: label("subscriber_label") ?? t("none") },
          { label: t("Address"), value: label("site_label") ?? t("unknown") },
          { label: t("Type"), value: choice_label(row.work_type) },
          { label: t("On site"), value: t("about {time}", { time: duration_text(row.estimated_duration_minutes) }) },
          {
            label: t("Skills"),
            value: skills.length
              ? (
                <span class="flex flex-wrap gap-1">
                  {skills.map((skill) => <Badge key={skill.id}>{skill.name}</Badge>)}
                </span>
              )
              : t("none needed"),
          },
          {
            label: t("Planned"),
            value: (
              <>
                <WindowMark row={row} now={now} zone={zone_of(state)} />
                {technician && <span class="block">{technician.name}</span>}
              </>
            ),
          },
        ]}
      />
      {row.description && (
        <p class="mt-3 pt-3 border-t border-line text-sm whitespace-pre-wrap break-words line-clamp-6">
          {row.description}
        </p>
      )}
    </Card>
  );
}

const show = reads("work-orders:dispatch", async (tx, ctx) => {
  const data = await read_dispatch(tx, ctx);
  ctx.state.title = t("Plan {number}", { number: data.row.number ?? "" });
  return page(data);
});

export const handler = define.handlers({ GET: show, POST: actions(dispatch_actions, show) });
