export type SplitName = { first_name: string; last_name: string };

/** Particles that belong to the family name behind them: Vincent | van Gogh. */
const particles = new Set(
  "van von der den de da do dos das di del della du la le al el bin ibn ben ter ten af av zu zur st. saint".split(" "),
);
const titles = new Set(
  "mr mrs ms miss mx dr prof sir madam chief engr barr alhaji alhaja hajia rev pastor hon".split(" "),
);
const suffixes = new Set("jr sr ii iii iv phd md esq".split(" "));

/**
 * A full name in two parts. Reads `Ada Lovelace`, `Lovelace, Ada`, `Dr. Ludwig van Beethoven`, `Sammy Davis Jr.`; a single word is the first name.
 * It is a guess for imports that bring one column: names are not always built so, and whoever knows both parts should send both.
 */
export function split_full_name(full: string): SplitName {
  const clean = full.normalize("NFC").replace(/\s+/gu, " ").trim();
  const comma = clean.indexOf(",");
  if (comma > 0 && !suffixes.has(bare(clean.slice(comma + 1)))) {
    return { first_name: clean.slice(comma + 1).trim(), last_name: clean.slice(0, comma).trim() };
  }
  const words = clean.split(/[ ,]+/).filter(Boolean);
  while (words.length > 1 && titles.has(bare(words[0] ?? ""))) words.shift();
  if (words.length < 2) return { first_name: words[0] ?? "", last_name: "" };
  let from = words.length - 1;
  if (suffixes.has(bare(words[from] ?? "")) && from > 1) from -= 1;
  while (from > 1 && particles.has((words[from - 1] ?? "").toLowerCase())) from -= 1;
  return { first_name: words.slice(0, from).join(" "), last_name: words.slice(from).join(" ") };
}

function bare(word: string): string {
  return word.trim().toLowerCase().replace(/\.$/, "");
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** At most two capitals for an avatar: first and last word. `?` for a name without letters. Whole graphemes, so that `Élodie` written decomposed keeps its accent. */
export function initials(full: string): string {
  const words = full.trim().split(/[\s,]+/u).map((word) => word.replace(/^[^\p{L}\p{N}]+/u, "")).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  const letters = picked.map((word) => [...graphemes.segment(word ?? "")][0]?.segment ?? "").join("");
  return letters.toLocaleUpperCase() || "?";
}
