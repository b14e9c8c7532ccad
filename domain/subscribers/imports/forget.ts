/** Files and their rows hold personal data that nobody looks at again. */
import type { Platform } from "~/domain/kernel/platform.ts";

const kept_days = 30;

/** Removes the files, rows and problems of imports that nobody touched for 30 days; what they reported stays. */
export async function forget_old_imports(platform: Platform): Promise<number> {
  const old = await platform.db.sql<{ id: string; storage_key: string }[]>`
    select id, storage_key
      from imports
     where status in ('uploaded', 'checked', 'completed', 'failed', 'canceled')
       and is_active
       and updated_at < ${platform.now().subtract({ hours: kept_days * 24 }).toString()}::text::timestamptz
     order by updated_at
     limit 20`;
  for (const { id, storage_key } of old) {
    await platform.files.remove(storage_key);
    await platform.db.sql`delete from import_problems where import_id = ${id}::text::uuid`;
    await platform.db.sql`delete from import_rows where import_id = ${id}::text::uuid`;
    await platform.db.sql`update imports set is_active = false where id = ${id}::text::uuid`;
  }
  return old.length;
}
