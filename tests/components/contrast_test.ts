import assert from "node:assert/strict";

const css = await Deno.readTextFile(new URL("../../components/theme/tokens.css", import.meta.url));

/** Variables of the blocks that apply, later ones over earlier ones, as the cascade has it. */
function tokens(...selectors: string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, selector = "", body = ""] of css.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(/([^{}]+)\{([^}]*)\}/g)) {
    if (!selectors.includes(selector.trim().replace(/\s+/g, " "))) continue;
    for (const [, name = "", value = ""] of body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gi)) found.set(name, value);
  }
  return found;
}

const light = ':root, [data-theme="light"]';
const dark = '[data-theme="dark"]';
const themes = {
  "admin, light": tokens(light),
  "admin, dark": tokens(light, dark),
  "portal, light": tokens(light, "[data-portal]"),
  "portal, dark": tokens(
    light,
    dark,
    "[data-portal]",
    '[data-theme="dark"][data-portal], [data-theme="dark"] [data-portal]',
  ),
};

const grounds = ["ground", "panel", "raised", "sunken"];
const hues = "amber cyan violet rose emerald indigo green orange sky blue pink".split(" ");
const tones = "primary accent ok warn bad info".split(" ");
const pairs: [text: string, ground: string][] = [
  ...["ink", "ink-2", "ink-3", ...tones, ...hues].flatMap((text) =>
    grounds.map((ground): [string, string] => [text, ground])
  ),
  ...[...tones, ...hues].map((name): [string, string] => [name, `${name}-soft`]),
  ...tones.flatMap((name) => ["ink", "ink-2"].map((text): [string, string] => [text, `${name}-soft`])),
  ["ink-3", "primary-soft"],
  ["ink-2", "line"],
  ["primary-ink", "primary"],
  ["primary-ink", "primary-hover"],
  ["accent-ink", "accent"],
  ["accent-ink", "accent-hover"],
  ["bad-ink", "bad"],
  ["bad-ink", "bad-hover"],
  ...["rail-ink", "rail-on", "rail-head", "rail-mark"].flatMap((text) =>
    ["rail", "rail-hover"].map((ground): [string, string] => [text, ground])
  ),
  ["rail-count-ink", "rail-count"],
  ...["bar-ink", "bar-ink-2", "bar-bad", "bar-ok", "rail-mark"].flatMap((text) =>
    ["bar", "bar-hover"].map((ground): [string, string] => [text, ground])
  ),
];

for (const [theme, values] of Object.entries(themes)) {
  Deno.test(`every text is at least 4.5:1 on its ground in the theme ${theme}`, () => {
    const weak = pairs.map(([text, ground]) => ({
      text,
      ground,
      ratio: contrast(colour(values, text), colour(values, ground)),
    }))
      .filter((pair) => pair.ratio < 4.5)
      .map((pair) => `${pair.text} on ${pair.ground}: ${pair.ratio.toFixed(2)}`);
    assert.deepEqual(weak, []);
  });

  Deno.test(`the edge of a control is at least 3:1 on its panel in the theme ${theme}`, () => {
    assert.ok(contrast(colour(values, "control"), colour(values, "panel")) >= 3);
  });
}

Deno.test("the portal takes over the dark values too: no stone token is left at its light value", () => {
  const stone = tokens("[data-portal]");
  const stone_dark = tokens('[data-theme="dark"][data-portal], [data-theme="dark"] [data-portal]');
  assert.deepEqual([...stone.keys()].filter((name) => !stone_dark.has(name)), []);
});

function colour(values: Map<string, string>, name: string): string {
  const value = values.get(name);
  assert.ok(value, `tokens.css has no --${name}`);
  return value;
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
