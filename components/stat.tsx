import { cx } from "./cx.ts";
import { Icon, type IconName } from "./icon.tsx";
import { type Hue, IconTile } from "./icon_tile.tsx";
import { Sparkline } from "./chart/sparkline.tsx";

/** A figure that leads to the list behind it. `delta.good` decides the colour: fewer outages is good. */
export function Stat(
  { label, value, unit, href, icon, hue, delta, trend }: {
    label: string;
    value: string;
    unit?: string;
    href: string;
    icon?: IconName;
    hue?: Hue;
    delta?: { text: string; direction: "up" | "down"; good: boolean };
    trend?: number[];
  },
) {
  return (
    <a href={href} class="panel lift block p-4">
      <span class="flex items-center gap-2.5 text-sm font-medium text-ink-2">
        {icon && hue && <IconTile icon={icon} hue={hue} size="sm" />}
        <span class="flex-1 min-w-0 truncate">{label}</span>
        <Icon name="arrow-up-right" class="text-ink-3" />
      </span>
      <span class="flex items-end gap-3 mt-3">
        <span class="fig text-3xl font-semibold">
          {value}
          {unit && <span class="text-md font-medium text-ink-3 ml-1">{unit}</span>}
        </span>
        {trend && (
          <span class="flex-1 min-w-0">
            <Sparkline values={trend} {...(hue ? { hue } : {})} />
          </span>
        )}
      </span>
      {delta && (
        <span class={cx("flex items-center gap-1 mt-1 text-xs font-semibold", delta.good ? "text-ok" : "text-bad")}>
          <Icon name={delta.direction === "up" ? "trending-up" : "trending-down"} class="size-3.5" />
          {delta.text}
        </span>
      )}
    </a>
  );
}
