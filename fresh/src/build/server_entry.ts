import type { Manifest } from "../snapshot.ts";

/** What the generated server needs: the manifest, with module specifiers relative to itself in place of the modules. */
export interface ServerEntry extends Pick<Manifest, "asset_id" | "files" | "boot"> {
  /** From the output folder to the root: `../`. */
  root: string;
  main: string;
  routes: { path: string; specifier: string }[];
  islands: (Omit<Manifest["islands"][number], "module"> & { specifier: string })[];
}

/** Writes `_fresh/server.js`. It imports routes and islands by name, so that Deno loads, checks and compiles them with it. */
export function serverEntry({ root, main, routes, islands, asset_id, files, boot }: ServerEntry): string {
  const json = JSON.stringify;
  const lines = <Item>(items: Item[], line: (item: Item, i: number) => string) => items.map(line).join("\n");
  return `// Written by the build. Start it with: deno serve -A _fresh/server.js
import { fileURLToPath } from "node:url";
import { app } from ${json(main)};
${lines(routes, ({ specifier }, i) => `import * as route_${i} from ${json(specifier)};`)}
${lines(islands, ({ specifier }, i) => `import * as island_${i} from ${json(specifier)};`)}

app[Symbol.for("fresh.apply_manifest")]({
  root: fileURLToPath(new URL(${json(root)}, import.meta.url)).replace(/\\/$/, ""),
  mode: "production",
  asset_id: ${json(asset_id)},
  boot: ${json(boot)},
  files: new Map(${json([...files], null, 2)}),
  routes: [
${lines(routes, ({ path }, i) => `    { path: ${json(path)}, module: route_${i} },`)}
  ],
  islands: [
${lines(islands, ({ specifier: _, ...island }, i) => `    { ...${json(island)}, module: island_${i} },`)}
  ],
});

export default { fetch: app.handler() };
`;
}
