/** The addresses that a key works from: single ones and CIDR ranges of IPv4 and IPv6. */
import { in_range, type IpRange, parse_cidr, parse_ip, unmapped } from "~/domain/kernel/net/ip.ts";

/** A range as it is compared: an IPv4 range that was written as `::ffff:10.0.0.0/104` is IPv4. Undefined for what is none. */
export function address_range(text: string): IpRange | undefined {
  const range = parse_cidr(text);
  if (range?.version !== 6) return range;
  const [from, to] = [
    unmapped({ version: 6, value: range.from }),
    unmapped({ version: 6, value: range.to }),
  ];
  return from.version === 4 && to.version === 4 ? { version: 4, from: from.value, to: to.value } : range;
}

export const ranges_of = (addresses: readonly string[]): IpRange[] =>
  addresses.flatMap((text) => address_range(text) ?? []);

/** An empty list lets everybody in; with a list an address that cannot be read is nobody's. */
export function is_allowed_address(ranges: readonly IpRange[], ip: string | null): boolean {
  if (ranges.length === 0) return true;
  const parsed = ip ? parse_ip(ip) : undefined;
  return parsed !== undefined && ranges.some((range) => in_range(unmapped(parsed), range));
}

/** Whether a new list lets nobody in whom the old one kept out. Judged range by range: two halves that make up a whole count as wider, which only asks for a proof too many. */
export function narrows_addresses(before: readonly string[], after: readonly string[]): boolean {
  if (before.length === 0) return true;
  const old = ranges_of(before);
  return after.length > 0 &&
    ranges_of(after).every((range) =>
      old.some((one) => one.version === range.version && one.from <= range.from && range.to <= one.to)
    );
}
