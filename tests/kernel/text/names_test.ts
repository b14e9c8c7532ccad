import assert from "node:assert/strict";
import { initials, split_full_name } from "~/domain/kernel/text/names.ts";

Deno.test("split_full_name() finds the family name", () => {
  const table: [string, string, string][] = [
    ["Ada Lovelace", "Ada", "Lovelace"],
    ["Lovelace, Ada", "Ada", "Lovelace"],
    ["  Ada   King  Lovelace ", "Ada King", "Lovelace"],
    ["Dr. Ludwig van Beethoven", "Ludwig", "van Beethoven"],
    ["Vincent van der Meer", "Vincent", "van der Meer"],
    ["Sammy Davis Jr.", "Sammy", "Davis Jr."],
    ["Sammy Davis, Jr.", "Sammy", "Davis Jr."],
    ["Engr. Chinedu Okeke-Obi", "Chinedu", "Okeke-Obi"],
    ["Madonna", "Madonna", ""],
    ["Dr", "Dr", ""],
    ["", "", ""],
  ];
  for (const [full, first_name, last_name] of table) {
    assert.deepEqual(split_full_name(full), { first_name, last_name }, full);
  }
});

Deno.test("initials() takes the first and the last word, whole letters, and ? for none", () => {
  assert.equal(initials("ada king lovelace"), "AL");
  assert.equal(initials("Madonna"), "M");
  assert.equal(initials("(Vacant) post"), "VP");
  assert.equal(initials("e\u0301lodie martin"), "E\u0301M");
  assert.equal(initials(" — "), "?");
});
