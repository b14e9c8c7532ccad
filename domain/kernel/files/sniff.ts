import { fileTypeFromBuffer } from "file-type";
import { unsupported_type } from "~/domain/kernel/errors.ts";
import { file_extension, safe_file_name, with_extension } from "~/domain/kernel/files/file_name.ts";
import {
  allowed_types,
  opaque_extensions,
  program_extensions,
  program_types,
} from "~/domain/kernel/files/file_types.ts";
import { text_kind } from "~/domain/kernel/files/sniff_text.ts";

/** What a file really is. `type` and `name` are for the database; `claimed_otherwise` tells that the sender called it something else. */
export type SniffedFile = { type: string; name: string; inline: boolean; claimed_otherwise: boolean };

/** How many bytes of the start `sniff_file` wants to see. Office files name themselves in their first entries. */
export const sniff_bytes = 64 * 1024;

const octets = "application/octet-stream";

/**
 * Judges a file by its bytes; name and claimed type only choose between forms that share one container (`.kmz` is a ZIP, `.doc` a CFB).
 * Programs are refused with `unsupported_type`. HTML, SVG and other XML are kept as bytes for download: in the browser they would run under our origin.
 * @param head the first 64 KiB, or all of a smaller file
 */
export async function sniff_file(head: Uint8Array, claimed: { name: string; type?: string }): Promise<SniffedFile> {
  const name = safe_file_name(claimed.name);
  const extension = file_extension(name);
  if (program_extensions.has(extension)) throw refuse(name, `is a program or macro file (.${extension})`);
  if (head.length === 0) throw refuse(name, "is empty");
  const type = settle(await magic_type(head), head, extension);
  if (program_types.has(type)) throw refuse(name, `contains a program (${type})`);
  const known = allowed_types.get(type);
  if (known === undefined && type !== octets) throw refuse(name, `is a file of type ${type}`);
  const fits = known === undefined || known.extensions.includes(extension);
  return {
    type,
    name: fits || known === undefined ? name : with_extension(name, known.extensions[0]),
    inline: known?.inline ?? false,
    claimed_otherwise: !fits || (claimed.type !== undefined && is_telling(claimed.type) && bare(claimed.type) !== type),
  };
}

async function magic_type(head: Uint8Array): Promise<string | undefined> {
  // "#!" starts a script, "MZ" a DOS or Windows program of any age, also one cut short that the detector would not own up to.
  if (head[0] === 0x23 && head[1] === 0x21) return "application/x-msdownload";
  if (head[0] === 0x4d && head[1] === 0x5a && head.subarray(0, 512).includes(0)) return "application/x-msdownload";
  try {
    return bare((await fileTypeFromBuffer(head))?.mime ?? "") || undefined;
  } catch {
    return undefined; // a truncated container; the rules below decide
  }
}

/** From what the magic number says to what we store. */
function settle(magic: string | undefined, head: Uint8Array, extension: string): string {
  switch (magic) {
    case "application/zip":
      return extension === "kmz" ? "application/vnd.google-earth.kmz" : "application/zip";
    case "application/x-cfb":
      return by_extension(extension, ["doc", "xls", "ppt", "msg"]);
    case "application/x-sqlite3":
      return by_extension(extension, ["gpkg"]);
    case "image/vnd.dwg":
      return octets;
    case "application/xml":
    case "image/svg+xml":
    case undefined:
      break;
    default:
      return magic;
  }
  const text = text_kind(head, extension);
  if (text !== undefined) return text;
  if (opaque_extensions.has(extension)) return octets;
  throw unsupported_type("file", `.${extension}`, "is of a type that Omni does not know", known_remedy);
}

/** The allowed type whose usual extension this is, among those the container may hold; else bytes for download. */
function by_extension(extension: string, among: readonly string[]): string {
  if (!among.includes(extension)) return octets;
  return [...allowed_types].find(([, { extensions }]) => extensions[0] === extension)?.[0] ?? octets;
}

function bare(type: string): string {
  return type.split(";")[0]?.trim().toLowerCase() ?? "";
}

/** Browsers say octet-stream, or nothing, when they do not know: that is no claim. */
function is_telling(type: string): boolean {
  return bare(type) !== "" && bare(type) !== octets;
}

const known_remedy = "Send an image, PDF, office document, text, CSV, KML/KMZ, sound, film, or a ZIP of the file.";

function refuse(name: string, what: string): Error {
  return unsupported_type("file", name, what, known_remedy);
}
