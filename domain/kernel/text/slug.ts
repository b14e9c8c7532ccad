/** Latin letters that Unicode does not take apart. */
const ligatures: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  þ: "th",
  ı: "i",
};

/**
 * A text as part of a URL or file name: lower case, ASCII where the script allows, words joined by hyphens, at most `max` characters and never cut
 * inside a word unless the word alone is longer. Other scripts stay as they are. Empty when nothing readable is left: the caller then falls back to an id.
 */
export function slug(text: string, max = 60): string {
  const plain = text.toLowerCase().normalize("NFKD").replace(/(\p{Script=Latin})\p{M}+/gu, "$1")
    .replace(/[ßæœøđðłþı]/g, (letter) => ligatures[letter] ?? letter).normalize("NFC");
  const words = plain.replace(/['’]/g, "").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  let joined = "";
  for (const word of words) {
    const longer = joined === "" ? word : `${joined}-${word}`;
    if (longer.length > max) return joined === "" ? word.slice(0, max) : joined;
    joined = longer;
  }
  return joined;
}
