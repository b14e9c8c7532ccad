/** For the few tests that need PGlite itself: some 5 s each, a multiple of a clone on the server. */
import type { Database } from "~/domain/kernel/db/connect.ts";
import { start_embedded } from "~/domain/kernel/db/embedded.ts";

export function with_embedded(run: (it: { db: Database; directory: string }) => Promise<void>): () => Promise<void> {
  return async () => {
    const directory = await Deno.makeTempDir({ prefix: "omni_embedded_" });
    try {
      const db = await start_embedded({ directory });
      try {
        await run({ db, directory });
      } finally {
        await db.close();
      }
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  };
}
