import { Icon } from "../icon.tsx";
import { t } from "../text.ts";

/** Notifications: the count is said and shown; above 99 the figure helps nobody. */
export function Bell({ href, unread }: { href: string; unread: number }) {
  const label = unread === 0
    ? t("Notifications, none unread")
    : t.n(unread, "Notifications, {n} unread", "Notifications, {n} unread");
  return (
    <a href={href} class="btn btn-ghost btn-icon relative" aria-label={label} title={label}>
      <Icon name="bell" />
      {unread > 0 && (
        <span
          class="absolute top-0.5 right-0.5 min-w-[16px] h-4 px-1 rounded-full bg-accent text-accent-ink fig text-2xs font-semibold text-center"
          aria-hidden="true"
        >
          {unread > 99 ? "99+" : unread}
        </span>
      )}
    </a>
  );
}
