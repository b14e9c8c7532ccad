/** What may be stored, by real type: the extensions it goes by (the first is the usual one), and whether a browser may show it in the page. */
export type FileType = { extensions: readonly [string, ...string[]]; inline: boolean };

const download = (...extensions: [string, ...string[]]): FileType => ({ extensions, inline: false });
const show = (...extensions: [string, ...string[]]): FileType => ({ extensions, inline: true });

const office = "application/vnd.openxmlformats-officedocument";
const open_document = "application/vnd.oasis.opendocument";

/** Only raster images, PDF, sound and film are shown in the page: what runs script (SVG, HTML, XML) never is. */
export const allowed_types: ReadonlyMap<string, FileType> = new Map([
  ["image/jpeg", show("jpg", "jpeg", "jfif")],
  ["image/png", show("png")],
  ["image/apng", show("png", "apng")],
  ["image/gif", show("gif")],
  ["image/webp", show("webp")],
  ["image/avif", show("avif")],
  ["image/heic", download("heic", "heif")],
  ["image/heif", download("heic", "heif")],
  ["image/tiff", download("tif", "tiff")],
  ["image/bmp", download("bmp")],
  ["application/pdf", show("pdf")],
  ["audio/mpeg", show("mp3")],
  ["audio/ogg", show("ogg", "oga", "opus")],
  ["audio/wav", show("wav")],
  ["audio/amr", download("amr")],
  ["audio/mp4", show("m4a")],
  ["audio/x-m4a", show("m4a")],
  ["audio/aac", show("aac")],
  ["video/mp4", show("mp4", "m4v")],
  ["video/quicktime", download("mov")],
  ["video/3gpp", download("3gp")],
  ["video/webm", show("webm", "weba")],
  [`${office}.wordprocessingml.document`, download("docx")],
  [`${office}.spreadsheetml.sheet`, download("xlsx")],
  [`${office}.presentationml.presentation`, download("pptx")],
  [`${open_document}.text`, download("odt")],
  [`${open_document}.spreadsheet`, download("ods")],
  [`${open_document}.presentation`, download("odp")],
  ["application/msword", download("doc")],
  ["application/vnd.ms-excel", download("xls")],
  ["application/vnd.ms-powerpoint", download("ppt")],
  ["application/vnd.ms-outlook", download("msg")],
  ["application/rtf", download("rtf")],
  ["application/zip", download("zip")],
  ["application/gzip", download("gz", "tgz")],
  ["application/vnd.google-earth.kmz", download("kmz")],
  ["application/vnd.google-earth.kml+xml", download("kml")],
  ["application/geo+json", download("geojson")],
  ["application/json", download("json")],
  ["application/geopackage+sqlite3", download("gpkg")],
  ["text/csv", download("csv", "tsv")],
  ["text/plain", download("txt", "log", "md", "eml", "ics", "vcf", "dxf", "nmea", "gpx")],
]);

/** Formats of the trade that carry no magic number we could hold them against: OTDR traces, drawings. Stored as bytes, only ever downloaded. */
export const opaque_extensions: ReadonlySet<string> = new Set(["sor", "trc", "dwg", "bdx", "otdr"]);

/** What starts a program when somebody double-clicks it. Refused, whatever is inside. */
export const program_extensions: ReadonlySet<string> = new Set(
  ("exe dll com scr pif cpl msi msp bat cmd ps1 psm1 vbs vbe js jse mjs wsf wsh hta jar apk ipa app dmg pkg deb rpm sh bash run bin elf lnk url reg inf " +
    "docm xlsm pptm dotm xltm xlam iso img vhd php phtml asp aspx jsp py pl rb").split(" "),
);

/** Programs by their magic number, as the detector names them. */
export const program_types: ReadonlySet<string> = new Set([
  "application/x-msdownload",
  "application/x-elf",
  "application/x-mach-binary",
  "application/java-vm",
  "application/java-archive",
  "application/vnd.android.package-archive",
  "application/wasm",
  "application/x-deb",
  "application/x-rpm",
  "application/vnd.ms-cab-compressed",
  "application/x-ms-shortcut",
  "application/x-apple-diskimage",
  "application/x-shockwave-flash",
  "application/x-iso9660-image",
  "application/vnd.ms-word.document.macroenabled.12",
  "application/vnd.ms-excel.sheet.macroenabled.12",
  "application/vnd.ms-powerpoint.presentation.macroenabled.12",
]);
