/** The numbered SQL files of migrations/, read once per start. */
import { createHash } from "node:crypto";

export interface MigrationFile {
  version: number;
  /** `0001_foundation` */
  name: string;
  text: string;
  /** SHA-256 in hex, line ends normalised so that a checkout on Windows gives the same. */
  checksum: string;
}

export const migrations_directory = new URL("../../../migrations/", import.meta.url);

/** Sorted by version. @throws Error when a name does not fit `0001_words.sql` or two files share a number. */
export async function read_migrations(directory: URL = migrations_directory): Promise<MigrationFile[]> {
  const files: MigrationFile[] = [];
  for await (const entry of Deno.readDir(directory)) {
    if (!entry.isFile || !entry.name.endsWith(".sql")) continue;
    const version = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(entry.name)?.[1];
    if (!version) throw new Error(`Migration '${entry.name}' must be named like 0001_words_in_snake_case.sql`);
    const text = (await Deno.readTextFile(new URL(entry.name, directory))).replaceAll("\r\n", "\n");
    const checksum = createHash("sha256").update(text).digest("hex");
    files.push({ version: Number(version), name: entry.name.slice(0, -".sql".length), text, checksum });
  }
  files.sort((a, b) => a.version - b.version);
  files.forEach((file, i) => {
    const before = files[i - 1];
    if (before?.version === file.version) {
      throw new Error(
        `Migrations '${before.name}' and '${file.name}' share the number ${file.version}: rename the newer one`,
      );
    }
  });
  return files;
}
