/** One person under review: who, whether they still come, each right with its end, and what the reviewer does about it. */
import { EndMark } from "~/components/access/source_line.tsx";
import { Badge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { Icon } from "~/components/icon.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import type { ReviewedPerson, ReviewRight } from "~/domain/access/mod.ts";
import { can } from "~/domain/kernel/actor.ts";
import { Csrf } from "../../../../(_web)/admin_page.tsx";
import { actor_of } from "../../../../(_web)/middlewares.ts";
import { paths } from "../../../../(_web)/paths.ts";
import type { State } from "../../../../(_web)/state.ts";
import { audience_words } from "../../(_parts)/audience_words.ts";

interface Read {
  state: State;
  now: string;
  zone: string;
}

export function PersonReview({ person, ...read }: Read & { person: ReviewedPerson }) {
  const actor = actor_of(read.state);
  const name = can(actor, "users:read")
    ? <a class="link" href={paths.admin.user(person.person_id)}>{person.name}</a>
    : person.name;
  return (
    <li class="grid gap-x-6 gap-y-3 px-4 py-4 border-b border-line last:border-b-0 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.5fr)]">
      <div class="min-w-0">
        <h2 class="text-base font-semibold">{name}</h2>
        <p class="text-xs text-ink-3 break-all">{person.username ?? t("no sign-in")}</p>
        <Marks person={person} {...read} />
        <LastReview person={person} {...read} />
        {can(actor, "access-reviews:create") && <MarkForm person={person} state={read.state} />}
      </div>
      <div class="min-w-0">
        {person.rights.length === 0 && (
          <p class="text-sm text-ink-3">{t("Holds nothing: the sign-in opens no door.")}</p>
        )}
        <ul>
          {person.rights.map((right) => <RightLine key={right.grant_id} right={right} person={person} {...read} />)}
        </ul>
      </div>
    </li>
  );
}

function Marks({ person, now, zone }: Read & { person: ReviewedPerson }) {
  return (
    <p class="flex flex-wrap items-center gap-1.5 mt-2">
      {person.is_dormant
        ? (
          <Badge tone="warn" icon="clock">
            {t("not seen since")} <Time at={person.dormant_since} now={now} zone={zone} />
          </Badge>
        )
        : person.last_sign_in_at
        ? (
          <Badge icon="clock">
            {t("seen")} <Time at={person.last_sign_in_at} now={now} zone={zone} />
          </Badge>
        )
        : <Badge icon="clock">{t("never signed in")}</Badge>}
      {person.has_second_factor
        ? <Badge tone="ok" icon="shield-check">{t("second factor")}</Badge>
        : <Badge tone="warn" icon="triangle-alert">{t("no second factor")}</Badge>}
    </p>
  );
}

function LastReview({ person: { last_review: last }, now, zone }: Read & { person: ReviewedPerson }) {
  if (!last) return <p class="text-xs text-ink-3 mt-2">{t("Never reviewed.")}</p>;
  return (
    <p class="text-xs text-ink-3 mt-2 break-words">
      {t("Reviewed by {name}", { name: last.by })} <Time at={last.at} now={now} zone={zone} />
      {last.note ? `: ${last.note}` : ""}
      {last.changed_since && <span class="block text-warn font-semibold">{t("The rights have changed since.")}</span>}
    </p>
  );
}

function MarkForm({ person, state }: { person: ReviewedPerson; state: State }) {
  const own = person.person_id === actor_of(state).person_id;
  return (
    <form method="post" class="flex flex-wrap items-center gap-2 mt-3">
      <Csrf state={state} />
      <input type="hidden" name="person_id" value={person.person_id} />
      <input type="hidden" name="name" value={person.name} />
      {!own && (
        <input
          type="text"
          name="note"
          class="input input-sm flex-1 min-w-[140px] max-w-[240px]"
          maxLength={2_000}
          placeholder={t("Note, if you like")}
          aria-label={t("Note on the review of {name}", { name: person.name })}
          autocomplete="off"
        />
      )}
      <Button
        size="sm"
        icon="clipboard-check"
        name="action"
        value="mark"
        aria-label={t("Mark {name} as reviewed", { name: person.name })}
        disabled_reason={own ? t("Somebody else has to review what you may do.") : undefined}
      >
        {t("Reviewed")}
      </Button>
    </form>
  );
}

function RightLine({ right, person, state, now, zone }: Read & { right: ReviewRight; person: ReviewedPerson }) {
  const actor = actor_of(state);
  const named = right.role_id && can(actor, "roles:read")
    ? <a class="link" href={paths.admin.role(right.role_id)}>{right.name}</a>
    : right.kind === "grant"
    ? <code class="break-all">{right.name}</code>
    : right.name;
  return (
    <li class="flex items-start gap-2 py-1.5 border-b border-line last:border-b-0">
      <Icon
        name={right.kind === "role" ? "shield-check" : "key"}
        label={right.kind === "role" ? t("Role") : t("Direct grant")}
        class="text-ink-3 mt-1"
      />
      <span class="flex flex-wrap items-center flex-1 min-w-0 gap-x-2 gap-y-1">
        <span class="flex-1 min-w-[160px] text-sm">
          <span class="font-medium">{named}</span>
          <span class="block text-xs text-ink-3 break-words">
            {t("since")} <Time at={right.granted_at} now={now} zone={zone} />
            {right.granted_by ? `, ${t("given by {name}", { name: right.granted_by })}` : ""}
            {right.reason ? `: ${right.reason}` : ""}
          </span>
        </span>
        {right.is_everything && <Badge tone="accent">{t("everything")}</Badge>}
        <Badge>{t(audience_words[right.audience] ?? right.audience)}</Badge>
        {right.expires_at
          ? <EndMark expires_at={right.expires_at} now={now} zone={zone} />
          : <span class="text-xs text-ink-3">{t("no end")}</span>}
      </span>
      {can(actor, "users:manage") && <TakeAway right={right} person={person} state={state} />}
    </li>
  );
}

function TakeAway({ right, person, state }: { right: ReviewRight; person: ReviewedPerson; state: State }) {
  return (
    <form method="post">
      <Csrf state={state} />
      <input type="hidden" name="person_id" value={person.person_id} />
      <input type="hidden" name="name" value={person.name} />
      <input type="hidden" name="key" value={right.key} />
      <input type="hidden" name="grant_id" value={right.grant_id} />
      <button
        type="submit"
        class="btn btn-ghost btn-icon btn-sm"
        name="action"
        value={right.kind === "role" ? "revoke_role" : "revoke_grant"}
        aria-label={t("Take {right} from {name}", { right: right.name, name: person.name })}
        title={t("Take away")}
      >
        <Icon name="x" />
      </button>
    </form>
  );
}
