/**
 * Staged files: uploads that are judged and stored, but belong to nothing yet.
 *
 * Staging happens before the transaction: a phone's slow upload must hold no row locks, and a transaction that is
 * repeated after a deadlock could not read its stream twice.
 */
import { invalid, unsupported_type } from "./errors.ts";
import { clamd } from "./files/scan.ts";
import { file_extension, safe_file_name } from "./files/file_name.ts";
import { allowed_types } from "./files/file_types.ts";
import { peek } from "./files/peek.ts";
import { sniff_bytes, sniff_file, type SniffedFile } from "./files/sniff.ts";
import type { FileSource } from "./files/storage.ts";
import type { Services } from "./services.ts";

export interface Upload {
  name: string;
  /** What the sender's machine says it is; empty where it does not know. */
  claimed_type: string;
  source: FileSource;
}

export interface StagedFile {
  file_name: string;
  content_type: string;
  byte_size: number;
  sha256: string;
  storage_key: string;
}

/** One message carries this many files at the most. */
export const most_files = 10;

/**
 * Stores uploads under their real type. All or none: what was stored before one is refused is removed again.
 * @throws DomainError 415 for programs and files that are not what they claim, 413 past FILES_MAX_MB, 422 for too many.
 */
export async function stage_files(
  services: Services,
  uploads: readonly Upload[],
  field = "files",
): Promise<StagedFile[]> {
  if (uploads.length > most_files) {
    throw invalid(
      field,
      `${uploads.length} files`,
      `must be at most ${most_files} files`,
      "Send the rest with a second message.",
    );
  }
  const staged: StagedFile[] = [];
  try {
    for (const [at, upload] of uploads.entries()) staged.push(await stage_file(services, upload, `${field}.${at}`));
    return staged;
  } catch (error) {
    await discard_files(services, staged);
    throw error;
  }
}

/** Removes what no row came to own: after a refusal or a rollback. */
export async function discard_files(services: Services, staged: readonly StagedFile[]): Promise<void> {
  await Promise.allSettled(staged.map((file) => services.files.remove(file.storage_key)));
}

/** Stages, runs, and discards the files if the run fails: `with_files(platform, uploads, (files) => platform.transaction(…))`. */
export async function with_files<T>(
  services: Services,
  uploads: readonly Upload[],
  run: (files: StagedFile[]) => Promise<T>,
): Promise<T> {
  const staged = await stage_files(services, uploads);
  try {
    return await run(staged);
  } catch (error) {
    await discard_files(services, staged);
    throw error;
  }
}

async function stage_file(services: Services, upload: Upload, field: string): Promise<StagedFile> {
  const source = upload.source instanceof Uint8Array
    ? { head: upload.source.subarray(0, sniff_bytes), stream: upload.source }
    : await peek(upload.source, sniff_bytes);
  const found = await sniff_file(source.head, { name: upload.name, type: upload.claimed_type });
  refuse_a_lie(field, upload, found);
  const stored = await services.files.put(source.stream, {
    max_bytes: services.config.FILES_MAX_MB * 1024 * 1024,
    type: found.type,
  });
  await refuse_a_virus(services, stored.key, field, upload.name).catch(async (error) => {
    await services.files.remove(stored.key);
    throw error;
  });
  return {
    file_name: found.name,
    content_type: found.type,
    byte_size: stored.size,
    sha256: stored.sha256,
    storage_key: stored.key,
  };
}

/** Judged as it was stored: what a phone sends twice, or stops sending, is judged once and whole. */
async function refuse_a_virus(services: Services, key: string, field: string, name: string): Promise<void> {
  const scanner = services.config.CLAMD_URL ? clamd(services.config.CLAMD_URL) : null;
  const found = await scanner?.scan(await services.files.get(key));
  if (found) throw invalid(field, name, `holds malware (${found})`, "Do not open it. Check the device it came from.");
}

/**
 * A PNG called .jpg is a slip of some phone and is renamed; a web page called .png, or a PDF declared as an image, is
 * a trap for whoever opens it. The line between the two is the kind of thing that a person expects to see.
 */
function refuse_a_lie(field: string, upload: Upload, found: SniffedFile): void {
  const real = family(found.type);
  const extension = file_extension(safe_file_name(upload.name));
  const named = [...allowed_types].filter(([, type]) => type.extensions.includes(extension)).map(([type]) =>
    family(type)
  );
  const declared = claimed_family(upload.claimed_type);
  if (named.length > 0 && !named.includes(real)) {
    throw lie(field, upload.name, `is named .${extension}, but its content is ${found.type}`);
  }
  if (declared && declared !== real) {
    throw lie(field, upload.name, `is declared as ${upload.claimed_type}, but its content is ${found.type}`);
  }
}

const lie = (field: string, name: string, what: string) =>
  unsupported_type(
    field,
    name,
    what,
    "Save it again in the format that its name says, or give it the extension of what it is.",
  );

function family(type: string): string {
  const [top = "", sub = ""] = type.split("/");
  if (top === "audio" || top === "video") return "media"; // one container holds either: .ogg, .webm, .mp4
  if (top === "text" || sub.endsWith("json") || sub.endsWith("+xml")) return "text";
  return top === "image" ? "image" : type;
}

/** Only what a browser would show is a claim worth holding against: Windows calls every .csv an Excel sheet. */
function claimed_family(claimed: string): string | null {
  const type = claimed.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "image/svg+xml") return null; // kept as bytes for download
  return /^(image|audio|video)\//.test(type) || type === "application/pdf" ? family(type) : null;
}
