import type { ComponentChildren } from "preact";
import { Button, LinkButton } from "../button.tsx";
import { CheckboxField, CheckboxGroup, RadioGroup } from "../form/choices.tsx";
import { FormErrors } from "../form/form_errors.tsx";
import { FieldRow, FormActions, FormSection } from "../form/form_section.tsx";
import { DateTimeField, FileField, HiddenVersion } from "../form/other_fields.tsx";
import { Rating, RatingMark } from "../form/rating.tsx";
import { SearchField } from "../form/search_field.tsx";
import { SelectField } from "../form/select_field.tsx";
import { TextArea, TextField } from "../form/text_field.tsx";
import { StyleSection } from "./style_section.tsx";

export function Forms({ typeahead, preview }: { typeahead?: ComponentChildren; preview?: ComponentChildren }) {
  return (
    <StyleSection
      id="forms"
      title="Forms"
      hint="One column, grouped; errors at the field and as a summary that leads there."
    >
      <form method="post" action="#save" class="panel px-5 pt-5" data-guard>
        <FormErrors
          errors={[{ field: "subject", label: "Subject", message: "say in a few words what is wrong" }, {
            field: "visit_at",
            label: "Visit",
            message: "07:00 is before the shift; choose 08:00 or later",
          }]}
        />
        <HiddenVersion version={3} />
        <FormSection title="What happened" hint="The customer sees the subject.">
          <TextField name="subject" label="Subject" required error="Say in a few words what is wrong." />
          <TextArea
            name="description"
            label="Description"
            hint="Lights, sounds, since when."
            value="No light on the router since 07:40."
          />
          <SelectField
            name="type"
            label="Type"
            value="los"
            empty="Choose…"
            options={[{ value: "los", label: "Loss of signal", group: "Faults" }, {
              value: "slow",
              label: "Slow",
              group: "Faults",
            }, { value: "move", label: "Move", group: "Changes" }]}
          />
          {typeahead}
        </FormSection>
        <FormSection title="Contact">
          <FieldRow>
            <TextField name="phone" label="Phone" type="tel" autocomplete="tel" value="0801 234 5678" />
            <TextField name="email" label="E-mail" type="email" autocomplete="email" />
          </FieldRow>
          <RadioGroup
            name="channel"
            label="Answer by"
            value="portal"
            columns
            options={[
              { value: "portal", label: "Portal and e-mail" },
              { value: "sms", label: "SMS", hint: "160 characters" },
              { value: "whatsapp", label: "WhatsApp", disabled_reason: "The 24 h window is closed." },
              { value: "call", label: "A call" },
            ]}
          />
          <CheckboxGroup
            name="days"
            label="Days that suit"
            values={["sat"]}
            columns
            options={[{ value: "weekday", label: "Weekdays" }, { value: "sat", label: "Saturday" }]}
          />
          <CheckboxField
            name="notify"
            label="Tell me when a technician is on the way"
            checked
            hint="By SMS, an hour before."
          />
        </FormSection>
        <FormSection title="Visit">
          <FieldRow>
            <DateTimeField
              name="visit_at"
              label="Visit"
              value="2025-11-24T07:00"
              zone="Africa/Lagos"
              error="07:00 is before the shift; choose 08:00 or later."
            />
            <DateTimeField name="due_on" label="Due on" kind="date" value="2025-11-25" />
          </FieldRow>
          <TextField
            name="locked"
            label="Site"
            value="13 Mohammed Street"
            readonly
            hint="Change it on the subscriber."
          />
          <FileField name="photos" label="Photos" accept="image/*" multiple />
          {preview}
          <Rating label="How did we do?" value={4} />
          <p class="flex items-center gap-2 text-sm text-ink-2">
            Given: <RatingMark value={3} />
          </p>
          <SearchField placeholder="Search of a list" />
        </FormSection>
        <FormActions note="Saved 2 min ago">
          <LinkButton href="#cancel">Cancel</LinkButton>
          <Button variant="primary">Save ticket</Button>
        </FormActions>
      </form>
    </StyleSection>
  );
}
