const longest_name = 150;
/** Names that Windows gives to devices: a file called so cannot be saved there. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A file name that is safe to store, show and offer for download: no folders, no control or bidirectional characters (`exe.‮gpj` reads as `exe.jpg`),
 * none of `<>:"/\|?*`, at most 150 characters with the extension kept.
 */
export function safe_file_name(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  const clean = last.normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, "")
    .replace(/[<>:"|?*]/g, "_")
    .replace(/\s+/gu, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  if (clean === "") return "file";
  const named = devices.test(clean) ? `_${clean}` : clean;
  if (named.length <= longest_name) return named;
  const extension = file_extension(named);
  const tail = extension === "" || extension.length > 10 ? "" : `.${extension}`;
  return [...named.slice(0, longest_name)].join("").slice(0, longest_name - tail.length).trimEnd() + tail;
}

/** `Photo.JPG` has `jpg`; `README` and `.profile` have none. */
export function file_extension(name: string): string {
  return /[^.]\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
}

/** The name with another extension: a PDF that came as `scan.jpg` leaves as `scan.pdf`. */
export function with_extension(name: string, extension: string): string {
  const old = file_extension(name);
  return `${old === "" ? name : name.slice(0, -old.length - 1)}.${extension}`;
}
