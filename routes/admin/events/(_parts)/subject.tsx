import { can } from "~/domain/kernel/actor.ts";
import { find_entity } from "~/domain/kernel/entity.ts";
import { humanise } from "~/domain/kernel/text/label.ts";
import { t } from "~/components/text.ts";
import type { Actor } from "~/domain/kernel/actor.ts";
import { paths } from "../../../(_web)/paths.ts";

const own_pages: Record<string, (id: string) => string> = { import: paths.admin.import };

/** What an event is about: a link where there is a page that the reader may open. */
export function Subject({ type, id, actor }: { type: string; id: string; actor: Actor }) {
  const entity = find_entity(type);
  const label = t(entity?.label ?? humanise(type));
  const short = `…${id.slice(-6)}`;
  const own = own_pages[type]?.(id);
  const href = entity && can(actor, `${entity.permission}:read`)
    ? own ?? (entity.hidden ? undefined : paths.admin.record(entity, id))
    : undefined;
  const words = (
    <>
      {label} <span class="fig text-ink-3" title={id}>{short}</span>
    </>
  );
  return href ? <a class="link" href={href}>{words}</a> : <span>{words}</span>;
}
