import { page } from "fresh";
import { StatusBadge } from "~/components/badge.tsx";
import { type Fact, FactList } from "~/components/detail/fact_list.tsx";
import { Icon } from "~/components/icon.tsx";
import { Card, Panel } from "~/components/panel.tsx";
import { Section } from "~/components/portal/section.tsx";
import { window_words } from "~/components/portal/when.ts";
import { t } from "~/components/text.ts";
import { FileStrip } from "~/components/tickets/files.tsx";
import { Time } from "~/components/time.tsx";
import { PlaceCard } from "~/components/work/place_card.tsx";
import { duration_text } from "~/components/work/window_text.ts";
import { vendor_job, type VendorJobNote, type VendorJobView } from "~/domain/vendors/mod.ts";
import { add_note, complete, start } from "~/domain/work_orders/mod.ts";
import DraftGuard from "~/islands/DraftGuard.tsx";
import { text_of } from "../../(_web)/forms.ts";
import { type Ctx, go, reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { PortalPage } from "../../(_web)/portal_page.tsx";
import { choice_label } from "../../(_web)/records/labels.ts";
import { is_point } from "../../(_web)/records/point_text.ts";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define } from "../../(_web)/state.ts";
import { upload_action, upload_actions } from "../../(_web)/uploads.ts";
import { job_badge } from "../(_own)/links.tsx";
import { CompleteForm, NoteForm, StartForm } from "../(_own)/job_forms.tsx";

/** A job as its contractor needs it: when, where, what, whom to call, and the next step. */
export default define.page<typeof handler>(function JobPage({ data: { view, now }, state, url }) {
  const { job } = view;
  const zone = zone_of(state);
  return (
    <PortalPage state={state} url={url} title={job.number} live={[`work_order:${job.id}`]}>
      <a class="link inline-flex items-center gap-1 text-sm min-h-[28px]" href={paths.vendor.jobs}>
        <Icon name="chevron-left" />
        {t("Your jobs")}
      </a>
      <header class="mt-1">
        <div class="flex items-start gap-3">
          <h1 class="text-2xl font-semibold flex-1 min-w-0 break-words">{job.title}</h1>
          <span class="mt-1">
            <StatusBadge {...job_badge(job.status)} />
          </span>
        </div>
        <p class="text-sm text-ink-2 first-letter:uppercase">
          {job.scheduled_start
            ? window_words(job.scheduled_start, job.scheduled_end ?? null, now, zone)
            : t("No day is named yet")}
        </p>
      </header>
      <StartForm view={view} state={state} />
      <div class="grid gap-3 mt-3">
        <Where view={view} />
        <What view={view} now={now} zone={zone} />
      </div>
      <CompleteForm view={view} state={state} />
      <Section title={t("Notes")}>
        <Notes notes={view.notes} now={now} zone={zone} />
      </Section>
      <NoteForm view={view} state={state} />
      <DraftGuard />
    </PortalPage>
  );
});

function Where({ view: { job, site, contact } }: { view: VendorJobView }) {
  return (
    <PlaceCard
      job={{
        number: job.number,
        subscriber_name: contact?.name ?? null,
        subscriber_phone: contact?.phone ?? null,
        address: site?.label ?? null,
        access_notes: contact?.access_notes ?? null,
        location: is_point(site?.location) ? site.location : null,
      }}
      nobody={t("Name and phone of a customer are shown while a job is open.")}
    />
  );
}

function What({ view: { job }, now, zone }: { view: VendorJobView; now: string; zone: string }) {
  const facts: Fact[] = [
    { label: t("Number"), value: job.number },
    { label: t("Type"), value: choice_label(job.work_type) },
    { label: t("Priority"), value: choice_label(job.priority) },
    { label: t("On site"), value: t("about {time}", { time: duration_text(job.estimated_duration_minutes) }) },
    ...(job.started_at ? [{ label: t("Began"), value: <Time at={job.started_at} now={now} zone={zone} /> }] : []),
    ...(job.completed_at ? [{ label: t("Done"), value: <Time at={job.completed_at} now={now} zone={zone} /> }] : []),
  ];
  return (
    <Card title={t("What to do")}>
      {job.description
        ? <p class="whitespace-pre-wrap break-words mb-3">{job.description}</p>
        : <p class="text-sm text-ink-3 mb-3">{t("No instructions were written.")}</p>}
      <FactList facts={facts} />
    </Card>
  );
}

function Notes({ notes, now, zone }: { notes: readonly VendorJobNote[]; now: string; zone: string }) {
  if (notes.length === 0) return <p class="text-sm text-ink-3">{t("Nothing is written yet.")}</p>;
  return (
    <Panel class="px-4 py-1">
      <ul>
        {notes.map((note) => (
          <li key={note.id} class="py-3 border-t border-line first:border-t-0">
            <p class="whitespace-pre-wrap break-words">{note.body}</p>
            <p class="text-xs text-ink-3 mt-1">
              {note.author_name} · <Time at={note.created_at} now={now} zone={zone} />
            </p>
            {note.files.length > 0 && <FileStrip files={note.files} href={paths.vendor.attachment} />}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const id_of = (ctx: Ctx): string => ctx.params.id ?? "";
const words_of = (form: FormData, name: string): string => text_of(form, name).replaceAll("\r\n", "\n");

const show = reads("work-orders:read", async (tx, ctx) => {
  const view = await vendor_job(tx, id_of(ctx));
  ctx.state.title = `${view.job.number} ${view.job.title}`;
  return page({ view, now: tx.now().toString() });
});

export const handler = define.handlers({
  GET: show,
  POST: upload_actions({
    start: upload_action("work-orders:execute", async (tx, ctx, form) => {
      await start(tx, id_of(ctx), text_of(form, "version") || null);
      return go(ctx, paths.vendor.job(id_of(ctx)), { tone: "ok", text: t("The job has begun.") });
    }),
    complete: upload_action("work-orders:execute", async (tx, ctx, form, files) => {
      await complete(tx, id_of(ctx), { notes: words_of(form, "notes").trim() || null }, files);
      return go(ctx, paths.vendor.job(id_of(ctx)), { tone: "ok", text: t("Done. The provider sees it now.") });
    }),
    note: upload_action("work-orders:note", async (tx, ctx, form, files) => {
      await add_note(tx, id_of(ctx), words_of(form, "body"), "vendor", files);
      return go(ctx, paths.vendor.job(id_of(ctx)), { tone: "ok", text: t("Sent to the provider.") });
    }),
  }, show),
});
