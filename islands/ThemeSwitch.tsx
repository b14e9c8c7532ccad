import { useSignal } from "@preact/signals";
import { remember } from "../components/client/cookie.ts";
import { icon_check, icon_monitor, icon_moon, icon_sun } from "../components/icon_paths.ts";
import { SvgIcon } from "../components/svg_icon.tsx";
import { t } from "../components/text.ts";

type Choice = "light" | "dark" | "system";
const icons: Record<Choice, string> = { light: icon_sun, dark: icon_moon, system: icon_monitor };

/** Light, dark, or as the system says. Without a script the buttons post to `action`, which sets the cookie and comes back. */
export default function ThemeSwitch(
  { theme, action = "/theme", fields = {} }: { theme: Choice; action?: string; fields?: Record<string, string> },
) {
  const chosen = useSignal<Choice>(theme);
  const labels: Record<Choice, string> = { light: t("Light"), dark: t("Dark"), system: t("As the system") };

  function choose(event: Event, choice: Choice) {
    event.preventDefault();
    chosen.value = choice;
    document.documentElement.dataset.theme = choice;
    remember("theme", choice);
    document.getElementById("theme-menu")?.hidePopover();
  }

  return (
    <div class="flex-none">
      <button
        type="button"
        class="btn btn-ghost btn-icon"
        popovertarget="theme-menu"
        aria-label={t("Theme: {theme}", { theme: labels[chosen.value] })}
        title={t("Theme")}
      >
        <SvgIcon body={icons[chosen.value]} />
      </button>
      <form id="theme-menu" popover="auto" class="menu" method="post" action={action} aria-label={t("Theme")}>
        {Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
        {(["light", "dark", "system"] as const).map((choice) => (
          <button
            type="submit"
            key={choice}
            class="menu-item"
            name="theme"
            value={choice}
            aria-pressed={chosen.value === choice}
            onClick={(event) => choose(event, choice)}
          >
            <SvgIcon body={icons[choice]} />
            <span class="flex-1">{labels[choice]}</span>
            {chosen.value === choice && <SvgIcon body={icon_check} />}
          </button>
        ))}
      </form>
    </div>
  );
}
