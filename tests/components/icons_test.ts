import assert from "node:assert/strict";
import { icon_module, icon_sprite } from "~/components/icon_build.ts";

Deno.test("icon_paths.ts holds what icon_names.ts lists, drawn as lucide draws it now", async () => {
  const kept = await Deno.readTextFile(new URL("../../components/icon_paths.ts", import.meta.url));
  assert.equal(kept, await icon_module(), "run: deno run -RW components/icon_build.ts");
});

Deno.test("static/icons.svg holds the same icons", async () => {
  const kept = await Deno.readTextFile(new URL("../../static/icons.svg", import.meta.url));
  assert.equal(kept, await icon_sprite(), "run: deno run -RW components/icon_build.ts");
});
