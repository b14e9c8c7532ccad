import { useEffect } from "preact/hooks";
import { remember } from "../components/client/cookie.ts";

/** Remembers the folded sidebar, and shuts the phone's drawer when a link in it is followed without a page load. */
export default function SidebarToggle() {
  useEffect(() => {
    const fold = document.getElementById("rail-fold");
    const rail = document.getElementById("rail");
    const keep = () => fold instanceof HTMLInputElement && remember("rail", fold.checked ? "narrow" : "wide");
    const shut = (event: Event) => {
      if (event.target instanceof Element && event.target.closest("a") && rail?.matches(":popover-open")) {
        rail.hidePopover();
      }
    };
    fold?.addEventListener("change", keep);
    rail?.addEventListener("click", shut);
    return () => {
      fold?.removeEventListener("change", keep);
      rail?.removeEventListener("click", shut);
    };
  }, []);
  return <span hidden />;
}
