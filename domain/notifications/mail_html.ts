/** The HTML part of a mail from its plain text: one column, system fonts, a button for the link. No images: nothing to block, nobody tracked. */
import { escape_html } from "~/domain/kernel/mail/render.ts";

const ink = "#1f2328";
const accent = "#0f5bd7";

export function mail_html(subject: string, text: string, link: string | null): string {
  const paragraphs = text.split(/\n{2,}/).map((part) => part.trim()).filter((part) => part !== "").map((part) => {
    if (link !== null && part === link) return button(link);
    return `<p style="margin:0 0 16px">${
      part.split("\n").map((line) => line === link ? button(line) : linked(line)).join("<br>")
    }</p>`;
  });
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${
    escape_html(subject)
  }</title></head>
<body style="margin:0;padding:24px;background:#f3f4f6">
<div style="max-width:560px;margin:0 auto;padding:32px;background:#ffffff;border-radius:8px;color:${ink};font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;overflow-wrap:anywhere">
${paragraphs.join("\n")}
</div>
</body>
</html>`;
}

const button = (link: string) =>
  `<a href="${
    escape_html(link)
  }" style="display:inline-block;margin:8px 0;padding:12px 20px;border-radius:6px;background:${accent};color:#ffffff;text-decoration:none;font-weight:600">Open</a>`;

/** Addresses within a sentence become links; everything else is escaped, a customer's own words above all. */
function linked(line: string): string {
  return line.split(/(https?:\/\/[^\s<>"']+)/).map((part, at) =>
    at % 2 === 1 ? `<a href="${escape_html(part)}" style="color:${accent}">${escape_html(part)}</a>` : escape_html(part)
  ).join("");
}
