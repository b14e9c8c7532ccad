import assert from "node:assert/strict";
import { strToU8, zipSync } from "fflate";
import { DomainError } from "~/domain/kernel/errors.ts";
import { file_extension, safe_file_name } from "~/domain/kernel/files/file_name.ts";
import { sniff_file } from "~/domain/kernel/files/sniff.ts";

const text = (value: string) => new TextEncoder().encode(value);
const png = Uint8Array.fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
);
const jpeg = Uint8Array.from([
  0xff,
  0xd8,
  0xff,
  0xe0,
  0,
  16,
  0x4a,
  0x46,
  0x49,
  0x46,
  0,
  1,
  1,
  0,
  0,
  1,
  0,
  1,
  0,
  0,
  0xff,
  0xd9,
]);
const pdf = text("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF");
const cfb = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Uint8Array(600)]);
const docx = zipSync({
  "[Content_Types].xml": strToU8(
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
  ),
  "word/document.xml": strToU8("<w:document/>"),
});
const kmz = zipSync({ "doc.kml": strToU8("<kml/>") });
const exe = Uint8Array.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, ...new Uint8Array(200)]);
const elf = Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, ...new Uint8Array(60)]);

const kind = async (bytes: Uint8Array, name: string, type?: string) => {
  const { type: real, name: kept, inline, claimed_otherwise } = await sniff_file(
    bytes,
    type === undefined ? { name } : { name, type },
  );
  return [real, kept, inline, claimed_otherwise];
};
const refuses = (bytes: Uint8Array, name: string, why: RegExp) =>
  assert.rejects(
    sniff_file(bytes, { name }),
    (error) =>
      error instanceof DomainError && error.code === "unsupported_type" && error.status === 415 &&
      why.test(error.message),
    name,
  );

Deno.test("sniff_file() recognises what people send", async () => {
  const office = "application/vnd.openxmlformats-officedocument";
  assert.deepEqual(await kind(png, "a.png", "image/png"), ["image/png", "a.png", true, false]);
  assert.deepEqual(await kind(jpeg, "IMG_1.JPG", "image/jpeg"), ["image/jpeg", "IMG_1.JPG", true, false]);
  assert.deepEqual(await kind(pdf, "bill.pdf"), ["application/pdf", "bill.pdf", true, false]);
  assert.deepEqual(await kind(docx, "letter.docx"), [
    `${office}.wordprocessingml.document`,
    "letter.docx",
    false,
    false,
  ]);
  assert.deepEqual(await kind(cfb, "old.xls"), ["application/vnd.ms-excel", "old.xls", false, false]);
  assert.deepEqual(await kind(kmz, "route.kmz"), ["application/vnd.google-earth.kmz", "route.kmz", false, false]);
  assert.deepEqual(await kind(kmz, "all.zip"), ["application/zip", "all.zip", false, false]);
  assert.deepEqual(await kind(text("a,b\n1,2\n"), "t.csv", "application/octet-stream"), [
    "text/csv",
    "t.csv",
    false,
    false,
  ]);
  assert.deepEqual(await kind(text('<?xml version="1.0"?><kml xmlns="x"><Document/></kml>'), "r.kml"), [
    "application/vnd.google-earth.kml+xml",
    "r.kml",
    false,
    false,
  ]);
  assert.deepEqual(await kind(text('{"type":"FeatureCollection"}'), "r.geojson"), [
    "application/geo+json",
    "r.geojson",
    false,
    false,
  ]);
  assert.deepEqual(await kind(Uint8Array.from([0x4d, 0x61, 0x70, 0, 200, 1, 255, 0]), "span.sor"), [
    "application/octet-stream",
    "span.sor",
    false,
    false,
  ]);
});

Deno.test("sniff_file() reads text in any code page, and a character cut at the end", async () => {
  assert.deepEqual((await kind(Uint8Array.from([0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72, 0x0a]), "n.txt"))[0], "text/plain");
  assert.deepEqual((await kind(Uint8Array.from([0xff, 0xfe, 0x61, 0, 0x62, 0]), "n.txt"))[0], "text/plain");
  assert.deepEqual((await kind(text("Straße ü").slice(0, -1), "n.txt"))[0], "text/plain");
});

Deno.test("sniff_file() never believes the name or the claimed type", async () => {
  assert.deepEqual(await kind(pdf, "scan.jpg", "image/jpeg"), ["application/pdf", "scan.pdf", true, true]);
  assert.deepEqual(await kind(png, "noname"), ["image/png", "noname.png", true, true]);
  assert.deepEqual(
    await kind(text("<script>alert(1)</script>"), "photo.png", "image/png"),
    ["application/octet-stream", "photo.png", false, true],
  );
});

Deno.test("sniff_file() keeps active content as bytes for download", async () => {
  const active: [string, string][] = [
    ["<!DOCTYPE html><html></html>", "a.txt"],
    ["  \n<!-- x --><SCRIPT>1</SCRIPT>", "a.txt"],
    ['<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "a.svg"],
    ["<svg onload=alert(1)>", "a.csv"],
    ["hello", "a.html"],
    ["<?xml version='1.0'?><a/>", "a.txt"],
  ];
  for (const [body, name] of active) {
    const [type, , inline] = await kind(text(body), name);
    assert.deepEqual([type, inline], ["application/octet-stream", false], body);
  }
});

Deno.test("sniff_file() refuses programs by content, by name, and by disguise", async () => {
  await refuses(exe, "setup.exe", /program/);
  await refuses(exe, "photo.jpg", /program/);
  await refuses(elf, "invoice.pdf", /program/);
  await refuses(text("#!/bin/sh\nrm -rf /"), "notes.txt", /program/);
  await refuses(text("hello"), "invoice.pdf.js", /program/);
  await refuses(text("hello"), "invoice\u202etxt.bat", /program/);
  await refuses(docx, "macro.docm", /program or macro/);
});

Deno.test("sniff_file() refuses empty files and binary that it does not know, and says what to send", async () => {
  await refuses(new Uint8Array(), "a.png", /is empty/);
  await refuses(Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7]), "a.bin2", /Send an image, PDF/);
  await refuses(Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7]), "a.txt", /does not know/);
});

Deno.test("a polyglot is served as what its magic number says, so that its other face stays asleep", async () => {
  const gif_script = text("GIF89a/*\x01\x00*/=1;alert(document.domain)//<script>alert(1)</script>");
  assert.deepEqual(await kind(gif_script, "x.html", "text/html"), ["image/gif", "x.gif", true, true]);
});

Deno.test("safe_file_name() cannot leave its folder, mislead the eye or break a header", () => {
  const table: Record<string, string> = {
    "../../etc/passwd": "passwd",
    "C:\\Users\\ada\\bill.pdf": "bill.pdf",
    "invoice\u202Efdp.exe": "invoicefdp.exe",
    'a"b\r\nSet-Cookie: x.txt': "a_bSet-Cookie_ x.txt",
    "...": "file",
    "": "file",
    "con.txt": "_con.txt",
    " Größe  A4 .pdf": "Größe A4 .pdf",
  };
  for (const [name, safe] of Object.entries(table)) assert.equal(safe_file_name(name), safe);
  const long = safe_file_name("é".repeat(400) + ".pdf");
  assert.ok(long.length <= 150 && long.endsWith(".pdf"));
  assert.deepEqual(["a.TAR.GZ", "README", ".profile"].map(file_extension), ["gz", "", ""]);
});
