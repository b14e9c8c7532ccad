/** What pages keep between looks is forgotten at a change, on every replica. */
import assert from "node:assert/strict";
import "~/domain/all.ts";
import { connect } from "~/domain/kernel/db/connect.ts";
import { create_live } from "~/domain/kernel/live.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { save_view } from "~/domain/saved_views/mod.ts";
import { kept_views } from "~/routes/(_web)/records/kept_views.ts";
import type { House } from "~/routes/(_web)/state.ts";
import { with_database } from "~/tests/support/database.ts";
import { platform_on, staff, staff_person } from "~/tests/support/fixtures.ts";
import { wait_for } from "~/tests/support/wait_for.ts";

const view = (name: string) => ({ entity_type: "ticket", name, query: "status=open", shared: true });

Deno.test(
  "kept views are read once, anew after a change here or on another replica, and each person's are their own",
  with_database(async ({ db, sql, url }) => {
    const other = connect({ address: url, max: 3 });
    const [here, there] = [platform_on(db), platform_on(other)];
    const [live, far] = [await create_live(here), await create_live(there)];
    try {
      const [ada, kemi] = await sql<{ id: string }[]>`
        insert into people (display_name) values ('Ada Ojo'), ('Kemi Ekpo') returning id`;
      const house = { platform: here, live } as House; // all that a kept read takes of a house
      const names = (person = ada?.id ?? "") =>
        here.read(
          staff_person(person, "tickets:*"),
          async (tx) => (await kept_views(house, tx, "ticket")).map(({ name }) => name),
        );
      const save = (on: Platform, name: string) =>
        on.transaction(staff("saved-views:*"), (tx) => save_view(tx, view(name)));

      assert.deepEqual(await names(), []);
      await sql`insert into saved_views (entity_type, name, query) values ('ticket', 'Behind its back', '')`;
      assert.deepEqual(await names(), [], "kept: this is what the test rests on");
      await save(here, "Here");
      assert.deepEqual(await names(), ["Behind its back", "Here"], "a change of this process shows at once");
      await save(there, "There");
      await wait_for("the other replica's change shows", async () => (await names()).includes("There"));
      await sql`insert into saved_views (entity_type, name, query, person_id) values ('ticket', 'Own', '', ${
        kemi?.id ?? ""
      })`;
      assert.ok((await names(kemi?.id)).includes("Own"));
      assert.ok(!(await names()).includes("Own"));
    } finally {
      await live.close();
      await far.close();
      await other.close();
    }
  }),
);
