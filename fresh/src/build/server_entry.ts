import type { Manifest } from "../snapshot.ts";

/** What the generated server needs besides the manifest's data: module specifiers relative to itself. */
export interface ServerEntry {
  /** From the output folder to the root: `../`. */
  root: string;
  main: string;
  routes: { path: string; specifier: string }[];
  islands: (Omit<Manifest["islands"][number], "module"> & { specifier: string })[];
  data: Pick<Manifest, "asset_id" | "files" | "boot">;
}

/** Writes `_fresh/server.js`. It imports routes and islands by name, so that Deno loads, checks and compiles them with it. */
export function serverEntry({ root, main, routes, islands, data }: ServerEntry): string {
  const json = (value: unknown) => JSON.stringify(value);
  return `// Written by the build. Start it with: deno serve -A _fresh/server.js
import { fileURLToPath } from "node:url";
import { app } from ${json(main)};
${routes.map(({ specifier }, i) => `import * as route_${i} from ${json(specifier)};`).join("\n")}
${islands.map(({ specifier }, i) => `import * as island_${i} from ${json(specifier)};`).join("\n")}

app[Symbol.for("fresh.apply_manifest")]({
  root: fileURLToPath(new URL(${json(root)}, import.meta.url)).replace(/\\/$/, ""),
  mode: "production",
  ...${JSON.stringify(data, null, 2)},
  routes: [
${routes.map(({ path }, i) => `    { path: ${json(path)}, module: route_${i} },`).join("\n")}
  ],
  islands: [
${islands.map(({ specifier: _, ...island }, i) => `    { ...${json(island)}, module: island_${i} },`).join("\n")}
  ],
});

export default { fetch: app.handler() };
`;
}
