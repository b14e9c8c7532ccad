import assert from "node:assert/strict";
import { current_locale, set_catalogue, t, with_locale } from "~/components/text.ts";
import { extract_texts, texts_in } from "~/components/text_extract.ts";
import { relative_time } from "~/components/time_text.ts";

Deno.test("t() speaks its source text, filled with values", () => {
  assert.equal(t("{n} of {total}", { n: 3, total: 9 }), "3 of 9");
  assert.equal(t("{unknown} stays"), "{unknown} stays");
});

Deno.test("t() speaks the language of the render, and English again after it, even when the render throws", () => {
  set_catalogue("de", { "Save": "Speichern" });
  assert.equal(with_locale("de-AT", () => t("Save")), "Speichern");
  assert.equal(with_locale("de", () => t("Not translated yet")), "Not translated yet");
  assert.throws(() =>
    with_locale("de", () => {
      throw new Error("broken page");
    })
  );
  assert.equal(current_locale(), "en");
});

Deno.test("t.n() takes the form that the language has for the count", () => {
  assert.equal(t.n(1, "one ticket", "{n} tickets"), "one ticket");
  assert.equal(t.n(1200, "one ticket", "{n} tickets"), "1,200 tickets");
  set_catalogue("pl", {
    "one ticket": "jedno zgłoszenie",
    "{n} tickets": "{n} zgłoszeń",
    "{n} tickets|few": "{n} zgłoszenia",
  });
  assert.equal(with_locale("pl", () => t.n(3, "one ticket", "{n} tickets")), "3 zgłoszenia");
  assert.equal(with_locale("pl", () => t.n(5, "one ticket", "{n} tickets")), "5 zgłoszeń");
});

Deno.test("texts_in() finds every literal, and none in comments", () => {
  assert.deepEqual(texts_in(`t("Save") t.n(list.length, "one row", "{n} rows") t('It\\'s') at("x")\n// t("Old")`), [
    "Save",
    "It's",
    "one row",
    "{n} rows",
  ]);
});

Deno.test("extract_texts() holds the words of components and islands alike, sorted", async () => {
  const texts = await extract_texts();
  for (const text of ["Internal note", "Search or jump to…", "{n} rows selected", "Skip to the page"]) {
    assert.equal(texts[text], text);
  }
  assert.deepEqual(Object.keys(texts), Object.keys(texts).toSorted((a, b) => a < b ? -1 : 1));
});

const at = (iso: string) => new Date(iso);
Deno.test("relative_time() counts days as the reader's calendar does", () => {
  const now = at("2025-11-23T23:30:00Z"); // half past midnight of the 24th in Lagos
  assert.equal(relative_time(at("2025-11-24T20:00:00Z"), now, "Africa/Lagos"), "today 21:00");
  assert.equal(relative_time(at("2025-11-24T20:00:00Z"), now, "UTC"), "tomorrow 20:00");
  assert.equal(relative_time(at("2025-11-23T23:29:40Z"), now), "now");
  assert.equal(relative_time(at("2025-11-23T22:00:00Z"), now), "1 h ago");
  assert.equal(relative_time(at("2024-11-02T09:00:00Z"), now, "UTC"), "2 Nov 2024");
});
