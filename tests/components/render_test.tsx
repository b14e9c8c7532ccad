import assert from "node:assert/strict";
import { render } from "preact-render-to-string";
import { Button, IconButton, LinkButton } from "~/components/button.tsx";
import { avatar_colour, initials } from "~/components/avatar.tsx";
import { Composer } from "~/components/detail/composer.tsx";
import { TimelineItem } from "~/components/detail/timeline.tsx";
import { RadioGroup } from "~/components/form/choices.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { DateTimeField } from "~/components/form/other_fields.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { Icon } from "~/components/icon.tsx";
import { DataTable } from "~/components/list/data_table.tsx";
import { Pager } from "~/components/list/pager.tsx";
import { BarChart } from "~/components/chart/bar_chart.tsx";
import { axis_ticks, line_path } from "~/components/chart/scale.ts";
import { Document, theme_from_cookie } from "~/components/shell/document.tsx";
import { Time } from "~/components/time.tsx";

Deno.test("Icon is hidden from screen readers unless it stands alone with a label", () => {
  assert.match(render(<Icon name="bell" />), /aria-hidden="true"/);
  const alone = render(<Icon name="bell" label="Notifications" />);
  assert.match(alone, /role="img" aria-label="Notifications"/);
  assert.doesNotMatch(alone, /aria-hidden/);
});

Deno.test("a button that cannot be used keeps its focus, says why, and submits nothing", () => {
  const html = render(<Button name="to" value="resolved" disabled_reason="A visit is open.">Resolve</Button>);
  const id = html.match(/aria-describedby="([^"]+)"/)?.[1];
  assert.match(html, /type="button"/);
  assert.match(html, /aria-disabled="true"/);
  assert.doesNotMatch(html, /\sdisabled/);
  assert.match(html, new RegExp(`role="tooltip" id="${id}">A visit is open\\.`));
});

Deno.test("a link that cannot be followed has no address, but can be reached and explains itself", () => {
  const html = render(<LinkButton href="/edit" disabled_reason="Read only.">Edit</LinkButton>);
  assert.doesNotMatch(html, /href/);
  assert.match(html, /tabindex="0"/i);
});

Deno.test("IconButton carries its name for everyone", () => {
  assert.match(render(<IconButton icon="pencil" label="Edit" />), /aria-label="Edit" title="Edit"/);
});

Deno.test("TextField joins label, error and hint to its input", () => {
  const html = render(
    <TextField
      name="contact.email"
      label="E-mail"
      error="Not an address."
      hint="For answers."
      required
      autocomplete="email"
      type="email"
    />,
  );
  assert.match(html, /<label for="f-contact-email"/);
  assert.match(html, /<input[^>]*id="f-contact-email"/);
  assert.match(html, /aria-describedby="f-contact-email-error f-contact-email-hint"/);
  assert.match(html, /aria-invalid="true"/);
  assert.match(html, /id="f-contact-email-error"[^>]*>.*Not an address\./);
  assert.match(html, /autocomplete="email"/);
  assert.match(html, /<input[^>]*\srequired/);
});

Deno.test("FormErrors leads to the very id that the field of that name has", () => {
  const summary = render(
    <FormErrors errors={[{ field: "contact.email", label: "E-mail", message: "not an address" }]} />,
  );
  const field = render(<TextField name="contact.email" label="E-mail" />);
  const target = summary.match(/href="#([^"]+)"/)?.[1];
  assert.ok(target && field.includes(`id="${target}"`));
  assert.match(summary, /one thing to correct/);
});

Deno.test("FormErrors takes no room when nothing is wrong", () => {
  assert.equal(render(<FormErrors errors={[]} />), "");
});

Deno.test("SelectField marks the chosen option and groups the others", () => {
  const html = render(
    <SelectField
      name="type"
      label="Type"
      value="b"
      empty="Choose…"
      options={[{ value: "a", label: "A", group: "G" }, { value: "b", label: "B", group: "G" }]}
    />,
  );
  assert.match(html, /<option[^>]*selected[^>]*>B</);
  assert.equal([...html.matchAll(/\sselected/g)].length, 1);
  assert.match(html, /<optgroup\s+label="G">/);
});

Deno.test("RadioGroup asks its question once, as a legend, and tells why a choice is closed", () => {
  const html = render(
    <RadioGroup
      name="by"
      label="Answer by"
      value="sms"
      options={[{ value: "sms", label: "SMS" }, {
        value: "wa",
        label: "WhatsApp",
        disabled_reason: "The window is closed.",
      }]}
    />,
  );
  assert.match(html, /<fieldset[^>]*id="f-by"[\s\S]*<legend/);
  assert.match(html, /value="wa"[^>]*disabled/);
  assert.match(html, /The window is closed\./);
});

Deno.test("DateTimeField sends its zone beside the wall-clock time", () => {
  assert.match(
    render(<DateTimeField name="visit_at" label="Visit" zone="Africa/Lagos" value="2025-11-24T08:00" />),
    /type="hidden" name="visit_at_zone" value="Africa\/Lagos"/,
  );
});

Deno.test("DataTable says how it is sorted, names its rows, and ties ticks to the bulk form", () => {
  const html = render(
    <DataTable
      caption="Tickets"
      bulk="bulk"
      rows={[{ id: "1", name: "No light" }]}
      row_id={(row) => row.id}
      row_href={(row) => `/tickets/${row.id}`}
      row_label={(row) => row.name}
      columns={[{
        key: "name",
        label: "Name",
        cell: (row) => row.name,
        sort: { href: "?sort=-name", direction: "ascending" },
      }, { key: "id", label: "Id", cell: (row) => row.id }]}
    />,
  );
  assert.match(html, /aria-sort="ascending"[^>]*><a href="\?sort=-name"/);
  assert.match(html, /<a href="\/tickets\/1" class="row-link">No light<\/a>/);
  assert.match(html, /name="ids" value="1" form="bulk"[^>]*aria-label="Select No light"/);
  assert.equal([...html.matchAll(/class="row-link"/g)].length, 1, "one link a row, or the Tab key would stop twice");
});

Deno.test("Pager shows that a total is a lower bound, and leaves out the way back on the first page", () => {
  const html = render(<Pager from={1} to={50} total={1000} more next_href="?after=x" />);
  assert.match(html, /1–50 of 1,000\+/);
  assert.match(html, /role="link" aria-disabled="true" aria-label="Previous page"/);
});

Deno.test("an internal note is told apart by words, not by colour alone", () => {
  const html = render(
    <TimelineItem kind="note" by="Ada" at="2025-11-23T08:01:00Z" now="2025-11-23T08:05:00Z">Secret</TimelineItem>,
  );
  assert.match(html, /internal note/);
  assert.match(html, /bubble-note/);
});

Deno.test("Composer starts as a reply, and in a portal cannot write notes", () => {
  assert.match(render(<Composer action="/r" />), /value="public"[^>]*checked/);
  assert.doesNotMatch(render(<Composer action="/r" note={false} />), /value="internal"/);
});

Deno.test("Time shows the distance and keeps the absolute moment with its zone", () => {
  const html = render(<Time at="2025-11-23T06:52:00Z" now="2025-11-23T07:05:00Z" zone="Africa/Lagos" />);
  assert.match(html, /datetime="2025-11-23T06:52:00Z"/);
  assert.match(html, /title="Sun, 23 Nov 2025, 07:52 [^"]+"/);
  assert.match(html, />13 min ago</);
});

Deno.test("Time refuses what is no time, and says what it got", () => {
  assert.throws(() => render(<Time at="soon" now="2025-11-23T07:05:00Z" />), /at="soon"/);
});

Deno.test("a chart carries its figures as a table", () => {
  const html = render(
    <BarChart
      title="Tickets"
      labels={["Mon", "Tue"]}
      series={[{ label: "Opened", hue: "rose", values: [24, undefined] }]}
    />,
  );
  assert.match(html, /<th scope="row"[^>]*>Mon<\/th><td[^>]*>24</);
  assert.match(html, /<td[^>]*>–</, "a missing value is not a zero");
});

Deno.test("axis_ticks() are round and reach the top", () => {
  assert.deepEqual(axis_ticks(35), [0, 10, 20, 30, 40]);
  assert.deepEqual(axis_ticks(0), [0, 1]);
  assert.equal(axis_ticks(1204).at(-1), 1500);
});

Deno.test("line_path() lifts the pen over a gap", () => {
  assert.equal(line_path([0, undefined, 1]), "M0 100 M100 0");
});

Deno.test("an avatar keeps its colour, and takes letters of any script", () => {
  assert.equal(avatar_colour("Ada Ojo"), avatar_colour("Ada Ojo"));
  assert.equal(initials("Ada Chidinma Ojo"), "AO");
  assert.equal(initials("Øyvind"), "Ø");
  assert.equal(initials(""), "?");
});

Deno.test("the document's first paint has the theme of the cookie, and a hostile cookie follows the system", () => {
  assert.equal(theme_from_cookie("a=b; theme=dark"), "dark");
  assert.equal(theme_from_cookie('theme="><script>'), "system");
  assert.equal(theme_from_cookie(null), "system");
  assert.match(render(<Document theme="dark" portal>x</Document>), /<html lang="en" data-theme="dark" data-portal/);
});

Deno.test("texts for the islands cannot break out of their data block", () => {
  assert.doesNotMatch(
    render(<Document client_texts={{ a: "</script><script>alert(1)</script>" }}>x</Document>),
    /<\/script><script>alert/,
  );
});
