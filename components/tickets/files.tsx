import { AttachmentLink } from "../detail/timeline.tsx";
import type { TimelineFile } from "~/domain/tickets/mod.ts";
import { t } from "../text.ts";

/** What every browser can draw, and the server sends to be shown in the page. */
const drawn = new Set(["image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/apng"]);

/** Files of a message: pictures to be seen, everything else as a link with its size. */
export function FileStrip({ files, href }: { files: readonly TimelineFile[]; href: (id: string) => string }) {
  return (
    <>
      {files.map((file) =>
        drawn.has(file.content_type)
          ? (
            <a
              key={file.id}
              href={href(file.id)}
              target="_blank"
              rel="noreferrer"
              class="block rounded-lg border border-line overflow-hidden hover:border-control"
              title={`${file.file_name}, ${size_text(file.byte_size)}`}
            >
              <img
                src={href(file.id)}
                alt={file.file_name}
                loading="lazy"
                decoding="async"
                width="128"
                height="96"
                class="w-32 h-24 object-cover bg-sunken"
              />
            </a>
          )
          : (
            <AttachmentLink
              key={file.id}
              href={href(file.id)}
              name={file.file_name}
              size={size_text(file.byte_size)}
              image={file.content_type.startsWith("image/")}
            />
          )
      )}
    </>
  );
}

/** Decimal units, as phones and file managers show them. */
export function size_text(bytes: number): string {
  if (bytes < 1000) return t("{n} B", { n: bytes });
  return bytes < 1_000_000
    ? t("{n} kB", { n: Math.round(bytes / 1000) })
    : t("{n} MB", { n: (bytes / 1_000_000).toFixed(1) });
}
