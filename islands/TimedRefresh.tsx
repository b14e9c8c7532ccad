import { useEffect, useRef } from "preact/hooks";
import { hold_scroll } from "../components/system/hold_scroll.ts";

/**
 * Refreshes the page's partials every few seconds while the page is looked at: for work whose progress is rows, not events (deliveries, runs,
 * queues). It ends with the server leaving it out of the page. Without a script the page's own "Refresh" link does the same by hand.
 */
export default function TimedRefresh({ seconds, href }: { seconds: number; href: string }) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    const timer = setInterval(() => {
      // An open dialog or menu is somebody in the middle of something.
      if (document.hidden || !link.current || document.querySelector("dialog[open], :popover-open")) return;
      link.current.href = location.href; // the address stays, so nothing is added to the history
      hold_scroll();
      link.current.click();
    }, seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return (
    <span f-client-nav>
      <a ref={link} href={href} f-partial={href} hidden tabIndex={-1} aria-hidden="true" />
    </span>
  );
}
