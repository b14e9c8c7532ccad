/** Where a list of people by name goes on: after the last one of the page before. Nonsense in the address is the first page. */
export function place_after(search: URLSearchParams): { after: { name: string; id: string } | null; at: number } {
  const id = search.get("after_id") ?? "";
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return { after: null, at: 0 };
  const at = Math.max(0, Math.min(1_000_000, Math.floor(Number(search.get("at") ?? 0)) || 0));
  return { after: { name: (search.get("after_name") ?? "").replaceAll("\u0000", ""), id }, at };
}
