import { cx } from "./cx.ts";
import { Icon, type IconName } from "./icon.tsx";

/** A hue a domain and a channel, used for its tile and its series in a chart, nowhere else. */
export type Hue =
  | "amber"
  | "cyan"
  | "violet"
  | "rose"
  | "emerald"
  | "indigo"
  | "green"
  | "orange"
  | "sky"
  | "blue"
  | "pink";

export const hue_soft: Record<Hue, string> = {
  amber: cx("bg-amber-soft text-amber"),
  cyan: cx("bg-cyan-soft text-cyan"),
  violet: cx("bg-violet-soft text-violet"),
  rose: cx("bg-rose-soft text-rose"),
  emerald: cx("bg-emerald-soft text-emerald"),
  indigo: cx("bg-indigo-soft text-indigo"),
  green: cx("bg-green-soft text-green"),
  orange: cx("bg-orange-soft text-orange"),
  sky: cx("bg-sky-soft text-sky"),
  blue: cx("bg-blue-soft text-blue"),
  pink: cx("bg-pink-soft text-pink"),
};
export const hue_text: Record<Hue, string> = {
  amber: cx("text-amber"),
  cyan: cx("text-cyan"),
  violet: cx("text-violet"),
  rose: cx("text-rose"),
  emerald: cx("text-emerald"),
  indigo: cx("text-indigo"),
  green: cx("text-green"),
  orange: cx("text-orange"),
  sky: cx("text-sky"),
  blue: cx("text-blue"),
  pink: cx("text-pink"),
};

export const domain_hues = {
  subscribers: "amber",
  network: "cyan",
  fiber: "violet",
  tickets: "rose",
  projects: "emerald",
  system: "indigo",
} as const satisfies Record<string, Hue>;

export const channels = {
  email: { icon: "mail", hue: "violet", label: "E-mail" },
  whatsapp: { icon: "message-circle", hue: "green", label: "WhatsApp" },
  sms: { icon: "smartphone", hue: "orange", label: "SMS" },
  telegram: { icon: "send", hue: "sky", label: "Telegram" },
  webchat: { icon: "messages-square", hue: "amber", label: "Web chat" },
  facebook: { icon: "thumbs-up", hue: "blue", label: "Facebook" },
  instagram: { icon: "camera", hue: "pink", label: "Instagram" },
} as const satisfies Record<string, { icon: IconName; hue: Hue; label: string }>;
export type Channel = keyof typeof channels;

export function IconTile({ icon, hue, size = "md" }: { icon: IconName; hue: Hue; size?: "sm" | "md" }) {
  return (
    <span
      class={cx("grid place-items-center flex-none rounded-lg", size === "sm" ? "size-7" : "size-9", hue_soft[hue])}
    >
      <Icon name={icon} />
    </span>
  );
}

/** The channel a message came by: icon in its colour, name for those who do not see it. */
export function ChannelMark({ channel }: { channel: Channel }) {
  const { icon, hue, label } = channels[channel];
  return (
    <span class={cx("inline-grid place-items-center size-6 rounded-md", hue_soft[hue])}>
      <Icon name={icon} label={label} class="size-3.5" />
    </span>
  );
}
