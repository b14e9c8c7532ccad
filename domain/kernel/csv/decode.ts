import { DomainError, problem, unsupported_type } from "~/domain/kernel/errors.ts";

export type CsvEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
type Bytes = Uint8Array;

/**
 * Bytes to text, chunk by chunk. A byte order mark decides for UTF-8 or UTF-16; else UTF-8 holds until a byte breaks it. If everything before that byte was
 * ASCII the file is read as Windows-1252 from there on, which is what Excel saves in western Europe; if not, two encodings are mixed and that is an error.
 * @param told called once with the encoding, at the end
 */
export async function* decode_text(
  chunks: AsyncIterable<Bytes>,
  told: (encoding: CsvEncoding) => void,
): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let encoding: CsvEncoding = "utf-8";
  let ascii_only = true;
  let pending: Bytes = new Uint8Array(); // the start of a character whose rest is in the next chunk
  for await (const chunk of chunks) {
    let bytes = pending.length === 0 ? chunk : joined(pending, chunk);
    pending = new Uint8Array();
    if (decoder === undefined) {
      if (bytes.length < 4) {
        pending = bytes; // too short to see a mark; joined with what follows
        continue;
      }
      encoding = by_mark(bytes);
      refuse_binary(bytes, encoding);
      decoder = new TextDecoder(encoding, { fatal: encoding === "utf-8" });
    }
    if (encoding !== "utf-8") {
      yield decoder.decode(bytes, { stream: true });
      continue;
    }
    const whole = bytes.length - unfinished_tail(bytes);
    pending = bytes.subarray(whole);
    bytes = bytes.subarray(0, whole);
    try {
      const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
      ascii_only &&= text.length === bytes.length;
      yield text;
    } catch {
      if (!ascii_only) throw mixed();
      encoding = "windows-1252";
      decoder = new TextDecoder(encoding);
      yield decoder.decode(joined(bytes, pending), { stream: true });
      pending = new Uint8Array();
    }
  }
  yield last_text(pending, encoding, ascii_only, (final) => encoding = final);
  told(encoding);
}

/** What is left at the end: a short file as a whole, or a character that never got its rest. */
function last_text(
  pending: Bytes,
  encoding: CsvEncoding,
  ascii_only: boolean,
  settle: (encoding: CsvEncoding) => void,
): string {
  if (pending.length === 0) return "";
  refuse_binary(pending, encoding);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(pending);
  } catch {
    if (!ascii_only) throw mixed();
    settle("windows-1252");
    return new TextDecoder("windows-1252").decode(pending);
  }
}

function by_mark(bytes: Bytes): CsvEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return "utf-8";
}

/** Bytes at the end that begin a UTF-8 character without ending it: at most three. */
function unfinished_tail(bytes: Bytes): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}

const save_as_csv = "Save it as CSV (UTF-8) in your spreadsheet and send that.";

function refuse_binary(bytes: Bytes, encoding: CsvEncoding): void {
  const starts = (...signs: number[]) => signs.every((sign, at) => bytes[at] === sign);
  if (starts(0x50, 0x4b, 3, 4)) {
    throw unsupported_type("file", "PK…", "is an Excel workbook or another ZIP, not CSV", save_as_csv);
  }
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) {
    throw unsupported_type("file", "D0CF11E0…", "is an old Excel workbook, not CSV", save_as_csv);
  }
  if (starts(0x25, 0x50, 0x44, 0x46)) throw unsupported_type("file", "%PDF", "is a PDF, not CSV", save_as_csv);
  if ((encoding === "utf-8" || encoding === "windows-1252") && bytes.subarray(0, 65_536).includes(0)) {
    throw unsupported_type("file", "a NUL byte", "is binary, not CSV", save_as_csv);
  }
}

function mixed(): DomainError {
  const one = problem("file", undefined, "mixes UTF-8 with another encoding", "Save it again as CSV (UTF-8).");
  return new DomainError("validation_error", `file: ${one.message}. ${one.remedy}`, { details: [one] });
}

function joined(a: Bytes, b: Bytes): Bytes {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
