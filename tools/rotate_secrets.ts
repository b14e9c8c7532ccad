/**
 * `deno task secrets:rotate`: seals every stored secret anew under the first key of ENCRYPTION_KEYS. In three steps: put the new key in front of the
 * old one and restart every replica; run this; take the old key away and restart again. Ends with 1 where a secret could not be opened.
 */
import { load_config } from "~/config.ts";
import { rotate_secrets, seal_batch } from "~/domain/audit/mod.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import { open_platform } from "~/house.ts";
import "~/routes/(_api)/idempotency.ts"; // the one place of sealed values outside the domains

const platform = await open_platform(load_config());
let failed = false;
try {
  const { key_id, places } = await rotate_secrets(platform);
  for (const { place, seen, resealed } of places) console.log(`${place}: ${resealed} of ${seen} sealed anew`);
  while ((await platform.transaction(job_actor("rotate secrets"), seal_batch)).sealed > 0);
  console.log(`Everything is sealed by the key "${key_id}". The other keys can be taken out of ENCRYPTION_KEYS.`);
} catch (error) {
  failed = true;
  console.error(
    `Stopped, nothing is lost: ${error instanceof Error ? error.message : String(error)} Run it again after that.`,
  );
} finally {
  await platform.close();
}
Deno.exit(failed ? 1 : 0);
