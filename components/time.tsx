import { absolute_time, clock_time, relative_time } from "./time_text.ts";

/** A moment: near words in sight, the absolute time with its zone on hover and for machines. The RelativeTime island keeps it true. */
export function Time(
  { at, zone, now, show = "relative", class: extra }: {
    at: string;
    zone?: string;
    now: string;
    show?: "relative" | "absolute" | "clock";
    class?: string;
  },
) {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) throw new Error(`<Time at="${at}">: not an ISO 8601 time`);
  const absolute = absolute_time(moment, zone);
  const text = show === "relative"
    ? relative_time(moment, new Date(now), zone)
    : show === "clock"
    ? clock_time(moment, zone)
    : absolute;
  return (
    <time datetime={at} title={absolute} class={extra} data-relative={show === "relative" ? zone ?? "" : undefined}>
      {text}
    </time>
  );
}
