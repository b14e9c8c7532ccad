import { t } from "../text.ts";
import { pure } from "../kept_html.ts";

/** Keys of this page, for those who have a keyboard. */
export const KeyHints = pure("key hints", DrawnKeyHints);

function DrawnKeyHints({ hints }: { hints: { keys: string[]; label: string }[] }) {
  return (
    <span class="hidden lg:flex items-center gap-4 text-xs text-ink-3">
      {hints.map((hint) => (
        <span key={hint.label} class="inline-flex items-center gap-1">
          {hint.keys.map((key) => <kbd key={key} class="kbd">{key.toUpperCase()}</kbd>)}
          <span class="ml-0.5">{hint.label}</span>
        </span>
      ))}
    </span>
  );
}

/** The hints that go with the ListKeys island. */
export function list_hints(): { keys: string[]; label: string }[] {
  return [
    { keys: ["j", "k"], label: t("move") },
    { keys: ["o"], label: t("open") },
    { keys: ["x"], label: t("select") },
    { keys: ["a"], label: t("select all") },
  ];
}
