import { Icon } from "./icon.tsx";
import { t } from "./text.ts";

/** Holds the place of what is on its way, in its size, so that nothing jumps. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div class="grid gap-3" role="status" aria-label={t("Loading")}>
      {Array.from(
        { length: lines },
        (_, at) => (
          <span key={at} class={at === lines - 1 && lines > 1 ? "skeleton h-3.5 w-3/5" : "skeleton h-3.5 w-full"} />
        ),
      )}
    </div>
  );
}

export function Spinner({ label = t("Loading") }: { label?: string }) {
  return <Icon name="loader-circle" label={label} class="animate-spin" />;
}
