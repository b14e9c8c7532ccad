/** Tags that make a browser run or load something when they stand at the start. */
const active_start =
  /^(?:\s|\ufeff|<\?xml[^>]*>|<!--[\s\S]*?-->|<!doctype\s+(?:svg|html)[^>]*>)*<(?:!doctype\s+(?:svg|html)|html|head|body|script|svg|iframe|object|embed|link|style|meta|base|form|img|math|xsl:|[\w-]+:(?:html|svg|script))/i;
const active_extensions = new Set([
  "html",
  "htm",
  "xhtml",
  "shtml",
  "mht",
  "mhtml",
  "svg",
  "svgz",
  "xml",
  "xsl",
  "xslt",
]);

/**
 * The type of a file without magic number, if it is text at all: UTF-8, UTF-16 with a mark, or a Windows code page. Active content (HTML, SVG, XML)
 * comes back as application/octet-stream. Undefined for bytes that are no text.
 */
export function text_kind(head: Uint8Array, extension: string): string | undefined {
  const text = decode(head);
  if (text === undefined) return undefined;
  if (extension === "kml" && /<kml[\s>]/i.test(text)) return "application/vnd.google-earth.kml+xml";
  if (extension === "gpx" && /<gpx[\s>]/i.test(text)) return "text/plain";
  if (active_extensions.has(extension) || active_start.test(text) || /^\s*<\?xml/i.test(text)) {
    return "application/octet-stream";
  }
  if (extension === "geojson" && /^\s*\{/.test(text)) return "application/geo+json";
  if (extension === "json" && /^\s*[{[]/.test(text)) return "application/json";
  if (extension === "rtf") return text.startsWith("{\\rtf") ? "application/rtf" : "text/plain";
  return extension === "csv" || extension === "tsv" ? "text/csv" : "text/plain";
}

function decode(head: Uint8Array): string | undefined {
  const mark = head[0] === 0xff && head[1] === 0xfe
    ? "utf-16le"
    : head[0] === 0xfe && head[1] === 0xff
    ? "utf-16be"
    : undefined;
  if (mark !== undefined) return without_controls(new TextDecoder(mark).decode(head));
  try {
    // stream: true forgives a character cut in two at the end of the head
    return without_controls(new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true }));
  } catch {
    // A code page: accept it only where most of it is plain ASCII, else any compressed data would pass as text.
    const high = head.reduce((sum, byte) => sum + (byte >= 0x80 ? 1 : 0), 0);
    return high / head.length > 0.3 ? undefined : without_controls(new TextDecoder("windows-1252").decode(head));
  }
}

/** Tab, line feed, form feed, carriage return and, in terminal logs, escape. */
const text_controls = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1b]);

/** Any other control character makes it binary. */
function without_controls(text: string): string | undefined {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 ? !text_controls.has(code) : code === 0x7f) return undefined;
  }
  return text;
}
