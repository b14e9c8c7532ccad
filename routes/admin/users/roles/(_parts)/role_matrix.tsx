/** What a role allows, to be seen and to be ticked. */
import { GrantBox, HeldMark, MatrixLegend, PermissionMatrix } from "~/components/access/permission_matrix.tsx";
import { t } from "~/components/text.ts";
import { permission_groups, type PermissionGroup, type Role } from "~/domain/access/mod.ts";
import { key_audience, permission_set } from "~/domain/kernel/permissions.ts";
import type { Actor } from "~/domain/kernel/actor.ts";

type Audience = Role["audience"];
const groups_of = (audience: Audience) => permission_groups().filter((group) => group.audience === audience);

/** Domains that the role touches as a matrix, the others by name: what is not there reads faster than empty lines. */
export function RoleMatrix({ role }: { role: Pick<Role, "audience" | "permissions"> }) {
  const listed = new Set(role.permissions);
  const allows = permission_set(role.permissions);
  const touched = (group: PermissionGroup) => group.keys.some((each) => allows.has(each.key));
  const groups = groups_of(role.audience);
  const untouched = groups.filter((group) => !touched(group)).map((group) => t(group.label));
  return (
    <>
      {untouched.length === groups.length
        ? <p class="px-4 py-6 text-sm text-ink-3">{t("It allows nothing yet.")}</p>
        : (
          <PermissionMatrix
            groups={groups.filter(touched)}
            caption={t("What the role allows")}
            wildcard_label={t("All of it")}
            shows={(key) => allows.has(key)}
            cell={(grant, sentence) => (
              <HeldMark
                how={listed.has(grant) ? "itself" : allows.has(grant) ? "wildcard" : "no"}
                sentence={sentence}
              />
            )}
          />
        )}
      <div class="grid gap-2 px-4 py-3 border-t border-line">
        {untouched.length > 0 && untouched.length < groups.length && (
          <p class="text-sm text-ink-2">{t("Nothing of: {domains}.", { domains: untouched.join(", ") })}</p>
        )}
        <MatrixLegend />
      </div>
    </>
  );
}

/** Staff's rights are the editor's own at most; outsiders' are nobody's of staff, and free to give. */
export const may_give = (actor: Actor, grant: string): boolean =>
  key_audience(grant) !== "admin" || actor.permissions.has(grant);

export function RoleBoxes(
  { audience, chosen, actor }: { audience: Audience; chosen: readonly string[]; actor: Actor },
) {
  const ticked = new Set(chosen);
  const everything = audience === "admin" ? "*" : `${audience}:*`;
  const box = (grant: string, sentence: string) => (
    <GrantBox grant={grant} sentence={sentence} checked={ticked.has(grant)} blocked={!may_give(actor, grant)} />
  );
  return (
    <>
      <label class="choice mb-3">
        {box(everything, t("Everything, and what comes later"))}
        <span class="min-w-0">
          <span class="block text-sm font-semibold">{t("Everything, and what comes later")}</span>
          <span class="block text-xs text-ink-2">
            {audience === "admin"
              ? t("Makes administrators: settings, users and roles included.")
              : t("All rights of this portal.")} <code>{everything}</code>
          </span>
        </span>
      </label>
      <PermissionMatrix
        groups={groups_of(audience)}
        caption={t("What the role allows")}
        wildcard_label={t("All of it")}
        cell={box}
      />
    </>
  );
}
