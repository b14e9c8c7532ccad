/** The access review as CSV: a line a right, so that a spreadsheet can sort and filter it. */
import { t } from "~/components/text.ts";
import { access_review_page, begin_review_export, type ReviewedPerson, type ReviewRight } from "~/domain/access/mod.ts";
import type { Actor } from "~/domain/kernel/actor.ts";
import { type CsvCell, write_csv } from "~/domain/kernel/csv/writer.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { iso_in_zone } from "~/domain/kernel/time/zones.ts";
import { review_query } from "./review_query.ts";

const columns = [
  { key: "name", label: "Person" },
  { key: "person_id", label: "Person id" },
  { key: "username", label: "User name" },
  { key: "can_sign_in", label: "Can sign in" },
  { key: "kind", label: "Right by" },
  { key: "key", label: "Key" },
  { key: "right", label: "Right" },
  { key: "audience", label: "Portal" },
  { key: "granted_at", label: "Since" },
  { key: "granted_by", label: "Granted by" },
  { key: "reason", label: "Reason" },
  { key: "expires_at", label: "Ends" },
  { key: "last_sign_in_at", label: "Last sign-in" },
  { key: "dormant_since", label: "Not seen since" },
  { key: "is_dormant", label: "Dormant" },
  { key: "has_second_factor", label: "Second factor" },
  { key: "reviewed_at", label: "Reviewed" },
  { key: "reviewed_by", label: "Reviewed by" },
  { key: "changed_since", label: "Changed since the review" },
];

/** @throws DomainError 403 without the permission or a fresh proof, 422 for a filter that is none */
export async function review_file(platform: Platform, actor: Actor, search: URLSearchParams): Promise<Response> {
  const query = review_query(search);
  await platform.transaction(actor, (tx) => begin_review_export(tx, search.toString()));
  const zone = actor.timezone ?? platform.config.DEFAULT_TIMEZONE;
  const read_page = (after: { name: string; id: string } | null) =>
    platform.read(actor, (tx) => access_review_page(tx, { ...query, after, limit: 200 }));
  // Before the answer begins: a refusal is still an answer then, not a broken file.
  const first = await read_page(null);
  const rows = async function* () {
    for (let found = first;;) {
      for (const person of found.items) yield* lines(person, zone);
      const last = found.items.at(-1);
      if (!found.more || !last) return;
      found = await read_page({ name: last.name, id: last.person_id });
    }
  };
  const day = platform.now().toZonedDateTimeISO(zone).toPlainDate().toString();
  return new Response(write_csv(columns.map(({ key, label }) => ({ key, label: t(label) })), rows()), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="access-review-${day}.csv"`,
      "cache-control": "private, no-store",
    },
  });
}

/** Whoever holds nothing has a line as well: a sign-in without rights is a finding. */
function* lines(person: ReviewedPerson, zone: string): Generator<Record<string, CsvCell>> {
  const time = (at: string | null | undefined) => at ? iso_in_zone(at, zone) : null;
  const yes_no = (is: boolean) => is ? t("yes") : t("no");
  const rights: (ReviewRight | null)[] = person.rights.length > 0 ? person.rights : [null];
  for (const right of rights) {
    yield {
      name: person.name,
      person_id: person.person_id,
      username: person.username,
      can_sign_in: yes_no(person.can_sign_in),
      kind: right ? t(right.kind === "role" ? "role" : "direct grant") : null,
      key: right?.key,
      right: right?.name,
      audience: right?.audience,
      granted_at: time(right?.granted_at),
      granted_by: right?.granted_by,
      reason: right?.reason,
      expires_at: right ? time(right.expires_at) ?? t("never") : null,
      last_sign_in_at: time(person.last_sign_in_at) ?? t("never"),
      dormant_since: time(person.dormant_since),
      is_dormant: yes_no(person.is_dormant),
      has_second_factor: yes_no(person.has_second_factor),
      reviewed_at: time(person.last_review?.at),
      reviewed_by: person.last_review?.by,
      changed_since: person.last_review ? yes_no(person.last_review.changed_since) : null,
    };
  }
}
