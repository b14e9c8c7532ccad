/** One receiver: what it hears of, how it fares, and every delivery with its attempts. */
import { page, type PageProps } from "fresh";
import { StatusBadge } from "~/components/badge.tsx";
import { Split } from "~/components/detail/fact_list.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { DeliveryLog } from "~/components/system/delivery_log.tsx";
import { t } from "~/components/text.ts";
import { can } from "~/domain/kernel/actor.ts";
import {
  pause_endpoint,
  ping_endpoint,
  remove_endpoint,
  replay_delivery,
  replay_failed,
  resume_endpoint,
  rotate_secret,
} from "~/domain/webhooks/mod.ts";
import TimedRefresh from "~/islands/TimedRefresh.tsx";
import { AdminPage, Csrf } from "../../../(_web)/admin_page.tsx";
import { text_of } from "../../../(_web)/forms.ts";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { action, actions, type Ctx, failure_of, go, reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { next_href, previous_href, with_changes } from "../../../(_web)/records/list_state.ts";
import { zone_of } from "../../../(_web)/records/zone.ts";
import { define, type State } from "../../../(_web)/state.ts";
import { EndpointActions } from "../(_parts)/actions.tsx";
import { EndpointAside } from "../(_parts)/aside.tsx";
import { endpoint_data, type EndpointData } from "../(_parts)/data.ts";
import { show_once } from "../(_parts)/secret_once.ts";

export default define.page<typeof handler>(function EndpointPage({ data, state, url }: PageProps<EndpointData, State>) {
  const { endpoint, list, deliveries } = data;
  const failure = failure_of(state);
  const actor = actor_of(state);
  const status = list.search.get("status");
  const tab = (label: string, value: string | null) => ({
    label,
    href: with_changes(list, { status: value }),
    current: status === value,
  });
  return (
    <AdminPage state={state} url={url} title={endpoint.name} live={[`webhook_endpoint:${endpoint.id}`]}>
      <PageHeader
        title={endpoint.name}
        identity={
          <>
            <StatusBadge
              tone={endpoint.status === "enabled" ? "ok" : "warn"}
              label={endpoint.status === "enabled" ? t("Enabled") : t("Paused")}
            />
            <span class="text-sm break-all">{endpoint.url}</span>
          </>
        }
        actions={<EndpointActions data={data} actor={actor} csrf={state.csrf} />}
      />
      {failure && <FormErrors errors={[{ message: failure.error.message }]} />}
      <Split aside={<EndpointAside data={data} zone={zone_of(state)} />}>
        <DeliveryLog
          deliveries={deliveries.items}
          attempts={data.attempts}
          tabs={[
            tab(t("All"), null),
            tab(t("Failed"), "failed"),
            tab(t("Waiting"), "pending"),
            tab(t("Delivered"), "delivered"),
          ]}
          from={list.at + 1}
          total={Math.max(deliveries.count, list.at + deliveries.items.length)}
          capped={deliveries.count_capped}
          previous_href={previous_href(list)}
          next_href={next_href(list, deliveries.next, deliveries.items.length)}
          event_href={can(actor, "events:read") ? paths.admin.event : undefined}
          replay={can(actor, "webhooks:replay")
            ? { action: url.pathname + url.search, fields: <Csrf state={state} /> }
            : undefined}
          now={data.now}
          zone={zone_of(state)}
        />
      </Split>
      {endpoint.status === "enabled" && <TimedRefresh seconds={data.soon ? 2 : 6} href={url.pathname + url.search} />}
    </AdminPage>
  );
});

const show = reads<EndpointData>("webhooks:read", async (tx, ctx) => {
  const data = await endpoint_data(tx, ctx);
  ctx.state.title = data.endpoint.name;
  return page(data);
});

const id_of = (ctx: Ctx) => ctx.params.id ?? "";
const back = (ctx: Ctx, text: string) =>
  go(ctx, paths.admin.webhook(id_of(ctx)) + ctx.url.search, { tone: "ok", text });

export const handler = define.handlers({
  GET: show,
  POST: actions({
    pause: action("webhooks:update", async (tx, ctx) => {
      await pause_endpoint(tx, id_of(ctx));
      return back(ctx, t("Paused. What happens now is not sent."));
    }),
    resume: action("webhooks:update", async (tx, ctx) => {
      await resume_endpoint(tx, id_of(ctx));
      return back(ctx, t("Sending again."));
    }),
    ping: action("webhooks:update", async (tx, ctx) => {
      await ping_endpoint(tx, id_of(ctx));
      return back(ctx, t("A test message is on its way; it appears below."));
    }),
    rotate: action("webhooks:update", async (tx, ctx, form) => {
      const { secret } = await rotate_secret(tx, id_of(ctx), {
        overlap_hours: Number(text_of(form, "overlap_hours") || "24"),
      });
      return await show_once(ctx, id_of(ctx), secret);
    }),
    replay: action("webhooks:replay", async (tx, ctx, form) => {
      await replay_delivery(tx, text_of(form, "delivery_id"), id_of(ctx));
      return back(ctx, t("Sent again."));
    }),
    replay_failed: action("webhooks:replay", async (tx, ctx) => {
      const { replayed } = await replay_failed(tx, id_of(ctx));
      return back(ctx, t.n(replayed, "One delivery is sent again.", "{n} deliveries are sent again."));
    }),
    delete: action("webhooks:delete", async (tx, ctx) => {
      await remove_endpoint(tx, id_of(ctx));
      return go(ctx, paths.admin.webhooks, { tone: "ok", text: t("Deleted. What waited for it is canceled.") });
    }),
  }, show),
});
