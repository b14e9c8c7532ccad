/** Turns the failure of a migration into a sentence with file, line and remedy. */
import type { MigrationFile } from "./migration_files.ts";
import { classify_error } from "./errors.ts";

export function migration_error(file: MigrationFile, error: unknown): unknown {
  if (!(error instanceof Error) || classify_error(error).kind === "unavailable") return error;
  const position = Number(Reflect.get(error, "position"));
  const line = position > 0 ? `, line ${file.text.slice(0, position).split("\n").length}` : "";
  const hint = Reflect.get(error, "hint");
  const remedy = extension_remedy(error.message) ?? (typeof hint === "string" ? hint : undefined);
  return new Error(`Migration '${file.name}'${line}: ${error.message}.${remedy ? ` ${remedy}` : ""}`, { cause: error });
}

/** The two ways an extension fails: not installed on the machine, or this role may not create it. */
function extension_remedy(message: string): string | undefined {
  const name = /extension "([\w-]+)"/.exec(message)?.[1];
  if (!name) return undefined;
  return message.includes("permission denied")
    ? `Let a superuser run this once in Omni's database: create extension if not exists ${name};`
    : `Install it on the database server (Debian: apt-get install postgresql-15-postgis-3 postgresql-contrib, with your major version), then start again.`;
}
