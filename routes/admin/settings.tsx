import { page } from "fresh";
import { Badge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { CheckboxField } from "~/components/form/choices.tsx";
import { FieldGroup } from "~/components/form/field.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { given, TextArea, TextField } from "~/components/form/text_field.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { can } from "~/domain/kernel/actor.ts";
import { type FieldProblem, invalid_many } from "~/domain/kernel/errors.ts";
import { all_settings, list_settings, type Setting, write_setting } from "~/domain/kernel/settings.ts";
import { humanise } from "~/domain/kernel/text/label.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import UnsavedGuard from "~/islands/UnsavedGuard.tsx";
import { AdminPage, Csrf } from "../(_web)/admin_page.tsx";
import { text_of } from "../(_web)/forms.ts";
import { actor_of } from "../(_web)/middlewares.ts";
import { action, actions, failure_of, go, reads } from "../(_web)/pages.ts";
import { paths } from "../(_web)/paths.ts";
import { type Control, control_names, control_of, control_texts, control_value } from "../(_web)/setting_controls.ts";
import { define, type State } from "../(_web)/state.ts";

/** Every typed setting, by the domain it belongs to. A setting that some domain declares appears here by itself. */
export default define.page<typeof handler>(function SettingsPage({ data: { groups }, state, url }) {
  const may_change = can(actor_of(state), "settings:update");
  return (
    <AdminPage state={state} url={url} title={t("Settings")}>
      <div class="max-w-[880px]">
        <PageHeader
          title={t("Settings")}
          lead={may_change
            ? t("They hold at once, on every server. Each change stands in the audit trail.")
            : t("You may read them; changing takes the permission settings:update.")}
        />
        {groups.length === 0 && (
          <Panel>
            <EmptyState icon="settings" title={t("Nothing to set")} />
          </Panel>
        )}
        <div class="grid gap-5">
          {groups.map((group) => <GroupForm key={group.domain} group={group} state={state} may_change={may_change} />)}
        </div>
      </div>
      <UnsavedGuard />
    </AdminPage>
  );
});

interface Shown {
  name: string;
  label: string;
  hint: string;
  control: Control;
  texts: Record<string, string>;
  is_default: boolean;
  secret: boolean;
}
interface Group {
  domain: string;
  settings: Shown[];
}

function GroupForm({ group, state, may_change }: { group: Group; state: State; may_change: boolean }) {
  const failure = failure_of(state);
  const failed = failure?.values.domain === group.domain ? failure : null;
  const problems = (name: string) =>
    failed?.error.details.filter((each) => each.field === name || each.field.startsWith(`${name}.`)).map((each) =>
      each.message
    ).join("; ") || undefined;
  return (
    <form method="post" class="panel p-5 grid gap-5" data-guard aria-labelledby={`group-${group.domain}`}>
      <Csrf state={state} />
      <input type="hidden" name="domain" value={group.domain} />
      <h2 id={`group-${group.domain}`} class="text-lg">{humanise(group.domain)}</h2>
      {failed && (
        <FormErrors
          errors={failed.error.details.length
            ? failed.error.details.map(({ field, message }) => ({
              field,
              message: `${label_of(group, field)}: ${message}`,
            }))
            : [{ message: failed.error.message }]}
        />
      )}
      {group.settings.map((setting) => (
        <div key={setting.name} class="grid gap-1">
          <SettingField
            setting={setting}
            texts={failed ? { ...setting.texts, ...failed.values } : setting.texts}
            error={problems}
          />
          {!setting.is_default && (
            <span>
              <Badge tone="info">{t("changed from the default")}</Badge>
            </span>
          )}
        </div>
      ))}
      <div class="flex justify-end">
        <Button
          variant="primary"
          disabled_reason={may_change ? undefined : t("It takes the permission settings:update.")}
        >
          {t("Save {group}", { group: humanise(group.domain).toLowerCase() })}
        </Button>
      </div>
    </form>
  );
}

const label_of = (group: Group, field: string): string =>
  group.settings.find(({ name }) => field === name || field.startsWith(`${name}.`))?.label ?? field;

function SettingField(
  { setting, texts, error }: {
    setting: Shown;
    texts: Record<string, string>;
    error: (name: string) => string | undefined;
  },
) {
  const { name, label, hint, control } = setting;
  if (control.kind !== "group") {
    return (
      <ControlField
        control={control}
        name={name}
        label={t(label)}
        hint={t(hint)}
        text={texts[name] ?? ""}
        error={error(name)}
        secret={setting.secret}
      />
    );
  }
  return (
    <FieldGroup name={name} label={t(label)} hint={t(hint)}>
      <div class="grid gap-3 grid-cols-2 sm:grid-cols-4">
        {control.parts.map((part) => {
          const part_name = `${name}.${part.name}`;
          return (
            <ControlField
              key={part_name}
              control={part.control}
              name={part_name}
              label={humanise(part.name)}
              text={texts[part_name] ?? ""}
              error={error(part_name)}
              secret={false}
            />
          );
        })}
      </div>
    </FieldGroup>
  );
}

function ControlField(
  { control, name, label, hint, text, error, secret }: {
    control: Control;
    name: string;
    label: string;
    hint?: string;
    text: string;
    error: string | undefined;
    secret: boolean;
  },
) {
  const common = given({ name, label, hint, error, required: undefined, id: undefined, class: undefined });
  if (secret) return <TextField {...common} type="password" autocomplete="new-password" placeholder={t("unchanged")} />;
  switch (control.kind) {
    case "boolean":
      return <CheckboxField {...common} checked={text === "true"} />;
    case "number":
      return (
        <TextField
          {...common}
          type="number"
          step={control.whole ? 1 : "any"}
          value={text}
          {...(control.min === undefined ? {} : { min: control.min })}
          {...(control.max === undefined ? {} : { max: control.max })}
        />
      );
    case "choice":
      return (
        <SelectField
          {...common}
          value={text}
          {...(control.nullable ? { empty: t("None") } : {})}
          options={control.options.map((value) => ({ value, label: humanise(value) }))}
        />
      );
    case "json":
      return <TextArea {...common} value={text} rows={6} spellcheck={false} />;
    default:
      return <TextField {...common} value={text} autocomplete="off" />;
  }
}

const name_of = (spec: Pick<Setting<unknown>, "domain" | "key">): string => `${spec.domain}.${spec.key}`;

const show = reads("settings:read", async (tx, ctx) => {
  ctx.state.title = t("Settings");
  const stored = new Map((await list_settings(tx)).map((each) => [name_of(each), each]));
  const groups = new Map<string, Group>();
  for (const spec of all_settings()) {
    const name = name_of(spec);
    const control = control_of(spec.schema);
    const now = stored.get(name);
    const group = groups.get(spec.domain) ?? { domain: spec.domain, settings: [] };
    group.settings.push({
      name,
      label: spec.label,
      hint: spec.hint,
      control,
      texts: spec.secret ? {} : control_texts(name, control, now?.value),
      is_default: now?.is_default ?? true,
      secret: spec.secret,
    });
    groups.set(spec.domain, group);
  }
  return page({ groups: [...groups.values()].sort((a, b) => a.domain.localeCompare(b.domain)) });
});

export const handler = define.handlers({
  GET: show,
  POST: actions({
    save: action("settings:update", async (tx, ctx, form) => {
      const domain = text_of(form, "domain");
      const before = new Map((await list_settings(tx)).map((each) => [name_of(each), each.value]));
      const problems: FieldProblem[] = [];
      for (const spec of all_settings().filter((each) => each.domain === domain)) {
        const name = name_of(spec);
        const control = control_of(spec.schema);
        const names = control_names(name, control);
        if (spec.secret && text_of(form, name) === "") continue; // what is not shown is not sent back: empty means unchanged
        const value = control_value(
          name,
          control,
          Object.fromEntries(names.map((each) => [each, text_of(form, each)])),
        );
        if (JSON.stringify(value) === JSON.stringify(before.get(name))) continue;
        problems.push(...problems_of(spec, value));
        if (problems.length === 0) await write_setting(tx, spec.domain, spec.key, value);
      }
      if (problems.length) throw invalid_many(problems);
      return go(ctx, paths.admin.settings, {
        tone: "ok",
        text: t("{group} settings saved.", { group: humanise(domain) }),
      });
    }),
  }, show),
});

/** In the house's words, and under the setting's own name. */
function problems_of(spec: Setting<unknown>, value: unknown): FieldProblem[] {
  try {
    validated(spec.schema, value);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.details.map((each) => ({
      ...each,
      field: each.field === "(body)" ? name_of(spec) : `${name_of(spec)}.${each.field}`,
    }));
  }
}
