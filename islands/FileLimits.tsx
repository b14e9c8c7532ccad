import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../components/text.ts";

/** Takes files out of a choice that the server would refuse for their size or number, and says which: before a phone spends minutes on sending them. */
export default function FileLimits({ input, most, max_mb }: { input: string; most: number; max_mb: number }) {
  const refused = useSignal<string[]>([]);

  useEffect(() => {
    const element = document.getElementById(input);
    if (!(element instanceof HTMLInputElement)) return;
    const check = () => {
      const files = [...element.files ?? []];
      const small = files.filter((file) => file.size <= max_mb * 1024 * 1024);
      const kept = small.slice(0, most);
      if (kept.length === files.length) {
        if (files.length > 0) refused.value = [];
        return;
      }
      const too_large = files.filter((file) => !small.includes(file));
      refused.value = [
        ...too_large.map((file) =>
          t("“{name}” has {size} MB, the limit is {limit} MB: it was left out.", {
            name: file.name,
            size: (file.size / 1024 / 1024).toFixed(1),
            limit: max_mb,
          })
        ),
        ...(small.length > most ? [t("{n} files go with one message: the others were left out.", { n: most })] : []),
      ];
      const told = refused.value;
      const rest = new DataTransfer();
      for (const file of kept) rest.items.add(file);
      element.files = rest.files;
      element.dispatchEvent(new Event("change", { bubbles: true })); // the preview looks again
      refused.value = told;
    };
    element.addEventListener("change", check);
    return () => element.removeEventListener("change", check);
  }, [input, most, max_mb]);

  return (
    <div role="status" class={refused.value.length ? "grid gap-1 mt-2 text-xs font-semibold text-bad" : "sr-only"}>
      {refused.value.map((line) => <p key={line}>{line}</p>)}
    </div>
  );
}
