import { page } from "fresh";
import { Button } from "~/components/button.tsx";
import { SearchField } from "~/components/form/search_field.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { subscriber } from "~/domain/subscribers/mod.ts";
import { served } from "../../(_web)/desk/lists.ts";
import { More } from "../../(_web)/desk/more.tsx";
import { service_badge } from "../../(_web)/desk/service_card.tsx";
import { ServiceLink } from "../../(_web)/desk/service_link.tsx";
import { reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { PortalPage } from "../../(_web)/portal_page.tsx";
import { define } from "../../(_web)/state.ts";

const page_size = 20;
const states = ["active", "pending", "suspended", "terminated"] as const;

/** All customers that the reseller serves now, to be found by name, number, phone or state. */
export default define.page<typeof handler>(function Customers({ data: { found, q, status }, state, url }) {
  return (
    <PortalPage state={state} url={url} title={t("Customers")} live={["subscribers"]}>
      <h1 class="text-2xl font-semibold">{t("My customers")}</h1>
      <form method="get" class="grid gap-2 mt-3 sm:grid-cols-[1fr_180px_auto] sm:items-end">
        <SearchField
          value={q}
          label={t("Search customers")}
          placeholder={t("Name, number, phone…")}
          class="w-full"
        />
        <SelectField
          name="status"
          label={t("State")}
          value={status}
          empty={t("Any")}
          options={states.map((value) => ({ value, label: service_badge(value).label }))}
        />
        <Button size="lg">{t("Search")}</Button>
      </form>
      <p class="text-sm text-ink-3 mt-3" role="status">{t.n(found.count, "1 customer", "{n} customers")}</p>
      <ul class="grid gap-2.5 mt-2">
        {found.items.map((row) => <ServiceLink key={row.id} service={row} href={paths.reseller.subscriber(row.id)} />)}
      </ul>
      {found.items.length === 0 && (
        <Panel class="mt-2">
          <EmptyState icon="contact" title={t("Nobody found")}>
            {t("Search for a part of the name or number, or in any state.")}
          </EmptyState>
        </Panel>
      )}
      <More url={url} page={found} limit={page_size} />
    </PortalPage>
  );
});

export const handler = define.handlers({
  GET: reads("subscribers:read", async (tx, ctx) => {
    ctx.state.title = t("My customers");
    const { searchParams } = ctx.url;
    const [q, status] = [searchParams.get("q") ?? "", searchParams.get("status") ?? ""];
    const known = subscriber.column("status")?.choices?.find((each) => each === status) ?? "";
    const found = await served(tx, {
      limit: String(page_size),
      offset: searchParams.get("offset") ?? "0",
      ...(q.trim() ? { q } : {}),
      ...(known ? { status: known } : {}),
    });
    return page({ found, q, status: known });
  }),
});
