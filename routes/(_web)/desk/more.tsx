import { Pager } from "~/components/list/pager.tsx";

/** Pages of a list that goes by `offset`, newest first. */
export function More(
  { url, page, limit }: {
    url: URL;
    page: { items: readonly unknown[]; count: number; count_capped: boolean; offset: number };
    limit: number;
  },
) {
  const { items, count, count_capped, offset } = page;
  if (offset === 0 && items.length >= count && !count_capped) return null;
  const at = (to: number) => {
    const params = new URLSearchParams(url.searchParams);
    if (to > 0) params.set("offset", String(to));
    else params.delete("offset");
    return params.size ? `${url.pathname}?${params}` : url.pathname;
  };
  const end = offset + items.length;
  return (
    <div class="panel mt-3">
      <Pager
        from={items.length ? offset + 1 : 0}
        to={end}
        total={count}
        more={count_capped}
        previous_href={offset > 0 ? at(Math.max(0, offset - limit)) : undefined}
        next_href={end < count || (count_capped && items.length === limit) ? at(end) : undefined}
      />
    </div>
  );
}
