/** Words of the trade that are written in capitals. */
const capitals = new Set(
  ("api atb ca cpe csv dns fat fdt gps html http id imei imsi ip isp kml kyc lan lat lng mac mrr msisdn nat nin nps odf olt ont onu otdr " +
    "otp pdf pin pon pop pppoe qr rf rfq rx sim sip sla sms smtp sn ssid ssl svlan sql tin totp tx ui uri url usd utc uuid vat vlan voip vpn wan")
    .split(" "),
);

/**
 * A column or key as a person reads it: `assigned_to_id` is "Assigned to", `resolved_at` "Resolved", `is_active` "Active", `ont_sn` "ONT SN".
 * A bare `id` stays "ID".
 */
export function humanise(key: string): string {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  if (words.length > 1 && /^(id|ids|at)$/.test(words.at(-1) ?? "")) words.pop();
  if (words.length > 1 && /^(is|has)$/.test(words[0] ?? "")) words.shift();
  const text = words.map((word) => capitals.has(word) ? word.toUpperCase() : word).join(" ");
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

const irregular: Record<string, string> = {
  person: "people",
  child: "children",
  man: "men",
  woman: "women",
  foot: "feet",
};
const uncountable = new Set(
  "equipment inventory staff feedback series premises information software hardware stock history".split(" "),
);

/** The plural of an English noun; of a phrase or snake_case key, of its last word: `splice_closure` gives `splice_closures`. */
export function plural(noun: string): string {
  const [, head = "", last = noun] = /^(.*[_\s-])?([^_\s-]+)$/.exec(noun) ?? [];
  return head + plural_word(last);
}

function plural_word(word: string): string {
  const lower = word.toLowerCase();
  if (uncountable.has(lower)) return word;
  const odd = irregular[lower];
  if (odd !== undefined) return word.slice(0, 1) + odd.slice(1);
  if (/[A-Z]$/.test(word)) return `${word}s`; // SLA, ONT
  if (/[^aeiou]y$/.test(lower)) return `${word.slice(0, -1)}ies`;
  if (/(?:s|x|z|ch|sh)$/.test(lower)) return lower.endsWith("sis") ? `${word.slice(0, -2)}es` : `${word}es`;
  return `${word}s`;
}

/** "1 ticket", "2 tickets", "1,204 tickets". */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? noun : plural(noun)}`;
}
