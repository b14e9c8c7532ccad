import { useEffect } from "preact/hooks";
import { relative_time } from "../components/time_text.ts";

/** Keeps "2 min ago" true: one ticker for every `<Time>` of the page. */
export default function RelativeTime() {
  useEffect(() => {
    const tick = () => {
      if (document.hidden) return;
      const now = new Date();
      for (const element of document.querySelectorAll<HTMLTimeElement>("time[data-relative]")) {
        const text = relative_time(new Date(element.dateTime), now, element.dataset.relative || undefined);
        if (element.textContent !== text) element.textContent = text;
      }
    };
    const timer = setInterval(tick, 60_000);
    document.addEventListener("visibilitychange", tick); // a tab that comes back must not show the time of its leaving
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, []);
  return <span hidden />;
}
