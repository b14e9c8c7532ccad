import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { listen } from "../components/client/live_socket.ts";
import { icon_cloud_off } from "../components/icon_paths.ts";
import { SvgIcon } from "../components/svg_icon.tsx";
import { t } from "../components/text.ts";

/** Milliseconds in which several changes count as one refresh. */
const gather = 150;

/** Refreshes a Fresh partial when one of its topics changes. Focus, caret and scroll stay with the reader; a hidden tab waits until it is looked at. */
export default function LiveRefresh(
  { topics, partial_href, since, portal = "admin" }: {
    topics: string[];
    partial_href: string;
    /** Unix time in milliseconds at which the page was asked for. */
    since: number;
    portal?: string;
  },
) {
  const link = useRef<HTMLAnchorElement>(null);
  const offline = useSignal(false);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stale = false;
    const refresh = () => {
      if (!link.current) return;
      stale = document.hidden;
      if (stale) return;
      link.current.href = location.href; // the address stays, so nothing is added to the history
      hold_scroll();
      link.current.click();
    };
    const changed = () => {
      clearTimeout(timer);
      timer = setTimeout(refresh, gather);
    };
    const looked_at = () => !document.hidden && stale && refresh();
    document.addEventListener("visibilitychange", looked_at);
    const stop = listen({ topics, portal, since, changed, online: (is_online) => offline.value = !is_online });
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", looked_at);
      stop();
    };
  }, [topics.join(" "), partial_href]);

  return (
    <span f-client-nav>
      <a ref={link} href={partial_href} f-partial={partial_href} hidden tabIndex={-1} aria-hidden="true" />
      <span
        role="status"
        class={offline.value
          ? "fixed bottom-4 left-1/2 -translate-x-1/2 z-40 flex items-center gap-2 h-8 px-3 rounded-full bg-bar text-bar-ink text-xs font-medium shadow-float"
          : "sr-only"}
      >
        {offline.value && (
          <>
            <SvgIcon body={icon_cloud_off} class="size-3.5" />
            {t("Offline: this page may be out of date")}
          </>
        )}
      </span>
    </span>
  );
}

/** A followed link scrolls to the top. This one was followed by nobody: undo that jump, unless the reader scrolls first. */
function hold_scroll(): void {
  const { scrollX, scrollY } = globalThis;
  const end = () => {
    removeEventListener("scroll", back);
    removeEventListener("wheel", end);
    removeEventListener("touchmove", end);
    removeEventListener("keydown", end);
  };
  const back = () => {
    if (globalThis.scrollY === 0 && scrollY > 0) scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
    end();
  };
  addEventListener("scroll", back);
  addEventListener("wheel", end, { passive: true });
  addEventListener("touchmove", end, { passive: true });
  addEventListener("keydown", end);
  setTimeout(end, 3000);
}
