import { cx } from "../cx.ts";
import { text_id } from "../disabled_reason.tsx";
import { type Hue, hue_text } from "../icon_tile.tsx";
import { t } from "../text.ts";

/** Longitude and latitude in degrees, WGS 84. */
export type Position = [lng: number, lat: number];

export interface SiteMapProps {
  /** The place itself. */
  point: Position;
  label: string;
  /** Cables and drops nearby, drawn below the point. `broken` is dashed red. */
  lines?: { points: Position[]; hue?: Hue; broken?: boolean }[];
  /** Closures, poles, cabinets. */
  marks?: { at: Position; hue?: Hue; square?: boolean; label?: string }[];
  /** Page of the full map. */
  href?: string;
}

const plant_hue: Hue = "violet"; // fiber, as on the big map
const width = 320;
const height = 132;
const metres_per_degree = 111_320;

/** A small map without a base map: true distances on a metric grid. For two hundred metres a plain scaling of degrees is exact to centimetres. */
export function StaticSiteMap({ point, label, lines = [], marks = [], href }: SiteMapProps) {
  const all = [point, ...lines.flatMap((line) => line.points), ...marks.map((mark) => mark.at)];
  const shrink = Math.cos(point[1] * Math.PI / 180);
  const metres = all.map(([lng, lat]) =>
    [(lng - point[0]) * metres_per_degree * shrink, (lat - point[1]) * metres_per_degree] as const
  );
  const west = Math.min(...metres.map(([x]) => x)), east = Math.max(...metres.map(([x]) => x));
  const south = Math.min(...metres.map(([, y]) => y)), north = Math.max(...metres.map(([, y]) => y));
  // pixels a metre: everything fits with a margin, but never closer than a street's width
  const scale = Math.min((width - 48) / Math.max(east - west, 90), (height - 44) / Math.max(north - south, 36));
  const middle = [(west + east) / 2, (south + north) / 2] as const;
  const at = ([lng, lat]: Position) => {
    const x = (lng - point[0]) * metres_per_degree * shrink, y = (lat - point[1]) * metres_per_degree;
    return [
      Math.round((width / 2 + (x - middle[0]) * scale) * 10) / 10,
      Math.round((height / 2 - (y - middle[1]) * scale) * 10) / 10,
    ] as const;
  };
  const bar_metres = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000].find((length) => length * scale > 40) ??
    20_000;
  const cell = bar_metres * scale;
  const [x, y] = at(point);
  const grid_id = text_id("grid", `${label} ${point.join(" ")}`); // two maps on a page differ in scale
  const picture = (
    <svg viewBox={`0 0 ${width} ${height}`} class="w-full rounded-lg bg-ground" role="img" aria-label={label}>
      <defs>
        <pattern id={grid_id} width={cell} height={cell} patternUnits="userSpaceOnUse" x={x % cell} y={y % cell}>
          <path d={`M${cell} 0H0V${cell}`} fill="none" stroke="var(--grid)" stroke-width="1.5" />
        </pattern>
      </defs>
      <rect width={width} height={height} fill={`url(#${grid_id})`} />
      {lines.map((line, nth) => (
        <polyline
          key={nth}
          points={line.points.map((position) => at(position).join(",")).join(" ")}
          class={cx(line.broken ? "text-bad" : hue_text[line.hue ?? plant_hue])}
          fill="none"
          stroke="currentColor"
          stroke-width="3"
          stroke-linejoin="round"
          {...(line.broken ? { "stroke-dasharray": "6 5" } : {})}
        />
      ))}
      {marks.map((mark, nth) => {
        const [mx, my] = at(mark.at);
        return (
          <g key={nth} class={cx(hue_text[mark.hue ?? plant_hue])} fill="currentColor">
            {mark.square
              ? <rect x={mx - 6} y={my - 6} width="12" height="12" rx="3" />
              : <circle cx={mx} cy={my} r="5" />}
            {mark.label && <title>{mark.label}</title>}
          </g>
        );
      })}
      <circle cx={x} cy={y} r="16" fill="var(--accent)" opacity=".16" />
      <circle cx={x} cy={y} r="8" fill="var(--accent)" stroke="var(--panel)" stroke-width="3" />
      <g stroke="var(--ink-3)" stroke-width="1.5">
        <path d={`M12 ${height - 12}v4h${cell}v-4`} fill="none" />
      </g>
      <text x="16" y={height - 13} font-size="10" fill="var(--ink-3)">
        {bar_metres < 1000 ? `${bar_metres} m` : `${bar_metres / 1000} km`}
      </text>
    </svg>
  );
  return href
    ? (
      <a href={href} class="block rounded-lg">
        {picture}
        <span class="sr-only">{t("open the map")}</span>
      </a>
    )
    : picture;
}
