import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { icon_check, icon_copy } from "../components/icon_paths.ts";
import { SvgIcon } from "../components/svg_icon.tsx";
import { t } from "../components/text.ts";

/** Copies the text of an element, and says so. Without a script (or a secure context) the text is there to be selected by hand. */
export default function CopyText({ of, label }: { of: string; label: string }) {
  const able = useSignal(false);
  const copied = useSignal(false);
  useEffect(() => {
    able.value = "clipboard" in navigator;
  }, []);
  useEffect(() => {
    if (!copied.value) return;
    const timer = setTimeout(() => copied.value = false, 2_000);
    return () => clearTimeout(timer);
  }, [copied.value]);

  async function copy() {
    await navigator.clipboard.writeText(document.getElementById(of)?.textContent?.trim() ?? "");
    copied.value = true;
  }
  return (
    <span hidden={!able.value}>
      <button type="button" class="btn btn-sm" onClick={copy} aria-label={label}>
        <SvgIcon body={copied.value ? icon_check : icon_copy} />
        {copied.value ? t("Copied") : t("Copy")}
      </button>
      <span class="sr-only" role="status">{copied.value ? t("Copied") : ""}</span>
    </span>
  );
}
