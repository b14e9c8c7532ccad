/** `deno task dev`: serves with live reload, styles compiled first. `deno task build`: writes `_fresh/`. */
import { Builder } from "fresh/dev";
import { compile_styles } from "~/components/theme/compile.ts";
import { mark_built, styles } from "~/tools/built.ts";

export const builder = new Builder({ root: new URL(".", import.meta.url).pathname });

export async function build(): Promise<void> {
  await Deno.writeTextFile(styles, await compile_styles());
  await builder.build();
  await mark_built();
}

if (import.meta.main) {
  if (Deno.args.includes("build")) await build();
  else {
    await Deno.writeTextFile(styles, await compile_styles());
    await builder.listen(() => import("~/main.ts"), { port: Number(Deno.env.get("PORT") ?? 8000) });
  }
}
