import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { icon_x } from "../components/icon_paths.ts";
import { SvgIcon } from "../components/svg_icon.tsx";
import { t } from "../components/text.ts";
import { Toast, type ToastMessage, ToastRegion } from "../components/toast.tsx";

/** Seconds a toast stays: longer when there is something to do about it. */
const stay = { plain: 6, with_act: 12 };

/**
 * Flash toasts of the server, and those of other islands: `dispatchEvent(new CustomEvent("omni:toast", { detail }))` with a ToastMessage.
 * They go by themselves unless the pointer or the focus is on them; errors stay.
 */
export default function Toasts({ toasts = [] }: { toasts?: ToastMessage[] }) {
  const shown = useSignal<ToastMessage[]>(toasts);
  const live = useSignal(false);
  const held = useSignal(false);
  const remove = (id: string) => shown.value = shown.value.filter((toast) => toast.id !== id);

  useEffect(() => {
    live.value = true; // from here on the close button does something, so it is shown
    const add = (event: Event) => {
      if (event instanceof CustomEvent) {
        shown.value = [...shown.value.filter((toast) => toast.id !== event.detail.id), event.detail];
      }
    };
    addEventListener("omni:toast", add);
    return () => removeEventListener("omni:toast", add);
  }, []);

  useEffect(() => {
    const oldest = shown.value.find((toast) => toast.tone !== "bad");
    if (!oldest || held.value) return;
    const seconds = oldest.undo || oldest.link ? stay.with_act : stay.plain;
    const timer = setTimeout(() => remove(oldest.id), seconds * 1000);
    return () => clearTimeout(timer);
  }, [shown.value, held.value]);

  return (
    <div
      onMouseEnter={() => held.value = true}
      onMouseLeave={() => held.value = false}
      onFocusIn={() => held.value = true}
      onFocusOut={() => held.value = false}
    >
      <ToastRegion>
        {shown.value.map((toast) => (
          <Toast
            key={toast.id}
            message={toast}
            close={live.value && (
              <button
                type="button"
                class="grid place-items-center size-6 rounded-md hover:bg-bar-hover"
                aria-label={t("Close")}
                onClick={() => remove(toast.id)}
              >
                <SvgIcon body={icon_x} class="size-3.5" />
              </button>
            )}
          />
        ))}
      </ToastRegion>
    </div>
  );
}
