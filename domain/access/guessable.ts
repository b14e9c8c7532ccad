/** Passwords that a guesser would try early: common ones, keyboard runs, repeats, and the account's own words. */
import { invalid } from "~/domain/kernel/errors.ts";

/** Of zxcvbn's scale 0 to 4: below 3 is less than 10^8 guesses, within reach of somebody who stole the hashes (Wheeler, USENIX Security 2016). */
const enough = 3;
const product_words = ["omni", "portal", "fiber", "internet"];

/** Signs that remain when the account's and the product's words are taken out. */
const least_of_its_own = 8;

let estimator: Promise<(password: string, words: string[]) => number> | undefined;

/** Lists of 30,000 common passwords: loaded (40 ms, 7 MB) when the first person chooses one. */
async function load_estimator() {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { passwords: dictionary["passwords-common"] },
    graphs: adjacencyGraphs,
    maxLength: 128,
  });
  return (password: string, words: string[]) => zxcvbn.check(password, words).score;
}

/**
 * @param own words of the account, such as user name and mail address
 * @throws DomainError 422
 */
export async function refuse_guessable(password: string, own: readonly string[]): Promise<void> {
  const estimate = await (estimator ??= load_estimator());
  const words = own.flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)]).filter((word) => word.length > 2);
  const known = [...words, ...product_words];
  if (estimate(password, known) >= enough && without(password, known).length >= least_of_its_own) return;
  throw invalid(
    "password",
    undefined,
    "is easy to guess: it is common, a pattern, or made of your own name",
    "Take three or four words that have nothing to do with each other.",
  );
}

/** Longest words first, so that a name inside an address does not leave half of it. */
const without = (password: string, words: readonly string[]): string =>
  words
    .map((word) => word.toLowerCase())
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, word) => rest.replaceAll(word, ""), password.toLowerCase());
