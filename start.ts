/** `deno task start`: builds where needed, then serves. What takes long on threads of its own is begun first. */
import { database_directory, load_config } from "~/config.ts";
import { begin_embedded } from "~/domain/kernel/db/embedded.ts";
import { is_built } from "~/tools/built.ts";

const config = load_config();
if (config.embedded) begin_embedded(database_directory(config)); // 1.5 s, beside the loading of everything below

// By names that are not read in advance: this much runs at once, and who has nothing to build does not load the compilers (0.3 s).
const [builder, serve] = ["./dev.ts", "./serve.ts"];
if (!await is_built()) await (await import(new URL(builder, import.meta.url).href)).build();
await import(new URL(serve, import.meta.url).href);
