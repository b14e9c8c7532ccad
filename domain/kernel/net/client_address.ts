import { in_range, type IpRange, parse_ip, unmapped } from "~/domain/kernel/net/ip.ts";

/** Which proxies in front of us may tell who the client is: the nearest `count`, or those within `ranges`. */
export type TrustedProxies = { count: number } | { ranges: readonly IpRange[] };

/**
 * The client's address from the socket's peer and X-Forwarded-For, read from the right: only entries written by a trusted proxy count, because
 * everything to their left can be invented by the client (and would let it dodge rate limits and forge audit entries).
 */
export function client_address(peer: string, forwarded_for: string | null, trusted: TrustedProxies): string {
  const entries = (forwarded_for ?? "").split(",").map((entry) => entry.trim()).filter(Boolean);
  if ("count" in trusted) {
    if (trusted.count === 0 || entries.length === 0) return peer;
    const entry = bare(entries[Math.max(0, entries.length - trusted.count)] ?? peer);
    return parse_ip(entry) === undefined ? peer : entry;
  }
  let address = peer;
  for (const entry of entries.reverse()) {
    const ip = parse_ip(address);
    if (ip === undefined || !trusted.ranges.some((range) => in_range(unmapped(ip), range))) break;
    if (parse_ip(bare(entry)) === undefined) break; // "unknown", an obfuscated id: the last address we know stays
    address = bare(entry);
  }
  return address;
}

/** Some proxies add the port: `203.0.113.7:4711`, `[2001:db8::1]:4711`. */
function bare(entry: string): string {
  return /^\[([^\]]+)\](?::\d+)?$/.exec(entry)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(entry)?.[1] ?? entry;
}
