/** An address as a number, so that ranges are comparisons. IPv6 zones (`%eth0`) are no part of it. */
export type Ip = { version: 4 | 6; value: bigint };
export type IpRange = { version: 4 | 6; from: bigint; to: bigint };

/** Strict dotted decimal or RFC 4291 text; undefined for everything else, also for `010.0.0.1` and `1`, which resolvers read in surprising ways. */
export function parse_ip(text: string): Ip | undefined {
  const bare = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  if (!bare.includes(":")) {
    const value = parse_v4(bare);
    return value === undefined ? undefined : { version: 4, value };
  }
  const value = parse_v6(bare);
  return value === undefined ? undefined : { version: 6, value };
}

function parse_v4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function parse_v6(text: string): bigint | undefined {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (tail !== null) {
    const v4 = parse_v4(tail[2] ?? "");
    return v4 === undefined
      ? undefined
      : parse_v6(`${tail[1]}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`);
  }
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => half === "" ? [] : half.split(":"));
  const [head = [], rest = []] = groups;
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...head, ...Array.from({ length: missing }, () => "0"), ...rest];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return all.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}

/** `10.0.0.0/8`, `2001:db8::/32` or a single address. Undefined when it is neither. */
export function parse_cidr(text: string): IpRange | undefined {
  const [address = "", bits, extra] = text.trim().split("/");
  const ip = parse_ip(address);
  if (ip === undefined || extra !== undefined) return undefined;
  const width = ip.version === 4 ? 32 : 128;
  if (bits !== undefined && !/^\d{1,3}$/.test(bits)) return undefined;
  const prefix = bits === undefined ? width : Number(bits);
  if (prefix > width) return undefined;
  const host = (1n << BigInt(width - prefix)) - 1n;
  return { version: ip.version, from: ip.value & ~host, to: ip.value | host };
}

export function in_range(ip: Ip, range: IpRange): boolean {
  return ip.version === range.version && ip.value >= range.from && ip.value <= range.to;
}

const mapped = { version: 6, from: 0xffff_0000_0000n, to: 0xffff_ffff_ffffn } as const;

/** `::ffff:10.0.0.1` is 10.0.0.1 written long: a dual-stack socket reports IPv4 peers so. */
export function unmapped(ip: Ip): Ip {
  return in_range(ip, mapped) ? { version: 4, value: ip.value & 0xffff_ffffn } : ip;
}
