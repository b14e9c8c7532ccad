import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { icon_file, icon_x } from "../components/icon_paths.ts";
import { SvgIcon } from "../components/svg_icon.tsx";
import { t } from "../components/text.ts";

interface Chosen {
  name: string;
  size: number;
  url: string | undefined;
}

/** Shows what was chosen in a file input, and lets one be taken back. `input` is the input's id, or a selector of it. The CSP needs `img-src blob:`. */
export default function FilePreview({ input }: { input: string }) {
  const files = useSignal<Chosen[]>([]);
  const find = () => {
    const element = document.getElementById(input) ?? document.querySelector(input);
    return element instanceof HTMLInputElement ? element : undefined;
  };

  function show() {
    for (const file of files.value) if (file.url) URL.revokeObjectURL(file.url);
    files.value = [...find()?.files ?? []].map((file) => ({
      name: file.name,
      size: file.size,
      url: file.type.startsWith("image/") ? URL.createObjectURL(file) : undefined,
    }));
  }

  function drop(at: number) {
    const element = find();
    if (!element?.files) return;
    const kept = new DataTransfer();
    [...element.files].forEach((file, index) => index !== at && kept.items.add(file));
    element.files = kept.files;
    show();
    element.focus();
  }

  useEffect(() => {
    const element = find();
    element?.addEventListener("change", show);
    element?.form?.addEventListener("reset", show);
    return () => {
      element?.removeEventListener("change", show);
      element?.form?.removeEventListener("reset", show);
    };
  }, [input]);

  if (files.value.length === 0) return <ul hidden />;
  return (
    <ul class="flex flex-wrap gap-2 mt-2" aria-label={t("Chosen files")}>
      {files.value.map((file, at) => (
        <li key={file.name + at} class="relative w-24">
          {file.url
            ? <img src={file.url} alt="" class="w-24 h-24 object-cover rounded-lg border border-line" />
            : (
              <span class="grid place-items-center w-24 h-24 rounded-lg border border-line bg-sunken text-ink-3">
                <SvgIcon body={icon_file} class="size-6" />
              </span>
            )}
          <span class="block mt-1 text-2xs text-ink-2 truncate" title={file.name}>{file.name}</span>
          <span class="block text-2xs text-ink-3 fig">{size_text(file.size)}</span>
          <button
            type="button"
            class="absolute top-1 right-1 grid place-items-center size-6 rounded-full bg-bar text-bar-ink"
            aria-label={t("Remove {name}", { name: file.name })}
            onClick={() => drop(at)}
          >
            <SvgIcon body={icon_x} class="size-3" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function size_text(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
