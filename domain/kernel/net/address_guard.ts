import { lookup } from "node:dns/promises";
import { invalid } from "~/domain/kernel/errors.ts";
import { in_range, type Ip, type IpRange, parse_cidr, parse_ip, unmapped } from "~/domain/kernel/net/ip.ts";

/** What the guard lets through: the URL, and the one address that was checked and that the connection has to use. */
export type CheckedTarget = { url: URL; address: string; family: 4 | 6 };
export type Resolve = (host: string) => Promise<readonly string[]>;
export type GuardOptions = {
  /** ALLOW_PRIVATE_WEBHOOKS, ALLOW_PRIVATE_IDENTITY_PROVIDERS: for one's own machine and demos. Metadata addresses of cloud hosts stay closed all the same. */
  allow_private?: boolean;
  resolve?: Resolve;
};

const ranges = (list: string): readonly IpRange[] => list.split(" ").flatMap((cidr) => parse_cidr(cidr) ?? []);

/** IANA special-purpose registry (RFC 6890 and successors): none of it is the public internet. 100.64/10 is CGNAT, which in a telco is our own subscribers. */
const closed_v4 = ranges(
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 " +
    "198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4",
);
const public_v6 = ranges("2000::/3");
const closed_v6 = ranges("2001::/23 2001:db8::/32 2002::/16 3fff::/20"); // Teredo, documentation, 6to4
const nat64 = ranges("64:ff9b::/96"); // an IPv4 address in disguise: judged as that
/** Cloud hosts hand out credentials here: never, not even when private targets are allowed. */
const metadata = ranges("169.254.169.254/32 169.254.170.2/32 100.100.100.200/32 192.0.0.192/32 fd00:ec2::254/128");

const from_system: Resolve = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

export type Judgement = { ok: true; target: CheckedTarget } | {
  ok: false;
  /** `unresolved` may pass; the others stay as they are. */
  kind: "malformed" | "unresolved" | "private";
  message: string;
  remedy: string;
};

/**
 * Resolves the host of an outbound URL and refuses it unless every address it has is public (server-side request forgery). The caller connects to the
 * returned address and resolves no more: a name server that answers differently the second time gets nowhere.
 */
export async function judge_target(target: string, options: GuardOptions = {}): Promise<Judgement> {
  const { allow_private = false, resolve = from_system } = options;
  const url = URL.parse(target);
  if (url === null) return refused("malformed", "is not a URL", "Write it in full: https://host/path");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && allow_private)) {
    return refused(
      "malformed",
      "does not start with https://",
      "Give an https address; the signature protects nothing from readers.",
    );
  }
  if (url.username !== "" || url.password !== "") {
    return refused("malformed", "carries a user name or password", "Use a header or a path for a secret.");
  }
  const addresses = await addresses_of(url.hostname, resolve);
  if (addresses.some(({ ip }) => is_metadata(ip) || (!allow_private && !is_public(ip)))) {
    return refused(
      "private",
      "leads to an address inside a private network",
      "Give a host that is reachable on the public internet.",
    );
  }
  const first = addresses.find(({ ip }) => ip.version === 4) ?? addresses[0]; // IPv6 is missing more often than it is needed
  if (first === undefined) {
    return refused("unresolved", "has a host that does not resolve", "Check the spelling of the host name.");
  }
  return { ok: true, target: { url, address: first.text, family: first.ip.version } };
}

function refused(kind: "malformed" | "unresolved" | "private", message: string, remedy: string): Judgement {
  return { ok: false, kind, message, remedy };
}

/** The same for a form: throws `validation_error` naming field, URL and remedy. @param field the field that holds the URL */
export async function check_target(target: string, field: string, options: GuardOptions = {}): Promise<CheckedTarget> {
  const judgement = await judge_target(target, options);
  if (judgement.ok) return judgement.target;
  throw invalid(field, target, judgement.message, judgement.remedy);
}

async function addresses_of(hostname: string, resolve: Resolve): Promise<{ text: string; ip: Ip }[]> {
  // URL has already turned 0x7f.1, 2130706433 and 127.1 into dotted decimal.
  const texts = parse_ip(hostname) === undefined
    ? await resolve(hostname).catch(() => [])
    : [hostname.replace(/^\[|\]$/g, "")];
  const read = texts.map((text) => ({ text, ip: parse_ip(text) }));
  // An address that we cannot read (with a zone, say) is one that we cannot judge.
  return read.every(({ ip }) => ip !== undefined)
    ? read.flatMap(({ text, ip }) => ip === undefined ? [] : [{ text, ip }])
    : [];
}

function is_metadata(ip: Ip): boolean {
  return metadata.some((range) => in_range(plain(ip), range));
}

/** True for an address on the public internet. */
export function is_public(ip: Ip): boolean {
  const real = plain(ip);
  if (real.version === 4) return !closed_v4.some((range) => in_range(real, range));
  return public_v6.some((range) => in_range(real, range)) && !closed_v6.some((range) => in_range(real, range));
}

/** The IPv4 address inside a mapped or NAT64 one. */
function plain(ip: Ip): Ip {
  const real = unmapped(ip);
  return nat64.some((range) => in_range(real, range)) ? { version: 4, value: real.value & 0xffff_ffffn } : real;
}
