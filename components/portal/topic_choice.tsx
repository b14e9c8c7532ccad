import { cx } from "../cx.ts";
import { Icon } from "../icon.tsx";
import { FieldGroup } from "../form/field.tsx";
import { TextField } from "../form/text_field.tsx";
import type { IconName } from "../icon_names.ts";
import { t } from "../text.ts";
import { other_topic, topics } from "./topics.ts";

const look = cx(
  "flex items-center gap-2 min-h-[44px] px-3.5 rounded-lg border border-control bg-panel text-sm font-semibold cursor-pointer hover:border-primary",
  "peer-checked:bg-primary-soft peer-checked:border-primary peer-checked:text-primary",
  "peer-focus-visible:outline peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-primary",
);

/** What it is about, a tap each; "Something else" opens a line for own words. Radio buttons and CSS alone: it works before any script is there. */
export function TopicChoice(
  { value, subject, error, subject_error }: {
    value: string;
    subject: string;
    error?: string | undefined;
    subject_error?: string | undefined;
  },
) {
  return (
    <FieldGroup name="topic" label={t("What is it about?")} required error={error}>
      <div class="grid grid-cols-2 gap-2 sm:flex sm:flex-wrap">
        {topics.map((topic) => (
          <span key={topic.value} class="grid">
            <Radio value={topic.value} checked={topic.value === value} />
            <Words value={topic.value} icon={topic.icon} label={topic.subject()} />
          </span>
        ))}
        <Radio value={other_topic} checked={value === other_topic} />
        <Words value={other_topic} icon="ellipsis" label={t("Something else")} />
        <div class="hidden peer-checked:block col-span-2 w-full mt-1">
          <TextField
            name="subject"
            label={t("In a few words")}
            value={subject}
            maxLength={200}
            autocomplete="off"
            error={subject_error}
          />
        </div>
      </div>
    </FieldGroup>
  );
}

const id_of = (value: string) => `topic-${value}`;
const Radio = ({ value, checked }: { value: string; checked: boolean }) => (
  <input type="radio" class="peer sr-only" id={id_of(value)} name="topic" value={value} checked={checked} required />
);
const Words = ({ value, icon, label }: { value: string; icon: IconName; label: string }) => (
  <label for={id_of(value)} class={look}>
    <Icon name={icon} />
    {label}
  </label>
);
