import assert from "node:assert/strict";
import { DomainError } from "~/domain/kernel/errors.ts";
import {
  render_html,
  render_mail,
  render_text,
  template_problems,
  template_variables,
} from "~/domain/kernel/mail/render.ts";

Deno.test("render_text() fills plain text as it is, render_html() escapes", () => {
  const values = { name: `<b>"Ada" & 'Bob'</b>`, ticket: { number: "TKT-1", replies: 3 } };
  assert.equal(
    render_text("{{name}}: {{ ticket.number }} ({{ticket.replies}})", values),
    `<b>"Ada" & 'Bob'</b>: TKT-1 (3)`,
  );
  assert.equal(
    render_html('<a title="{{name}}">', values),
    '<a title="&#60;b&#62;&#34;Ada&#34; &#38; &#39;Bob&#39;&#60;/b&#62;">',
  );
});

Deno.test("a value that looks like a template is not filled again", () => {
  assert.equal(render_text("{{a}} $& $1", { a: "{{secret}} $&", secret: "hunter2" }), "{{secret}} $& $& $1");
});

Deno.test("render_text() names every missing variable, and takes null, 0 and false for values", () => {
  assert.throws(
    () => render_text("{{a}} {{b.c}} {{d}} {{a}}", { b: {}, d: 1 }),
    (error) =>
      error instanceof DomainError && error.code === "validation_error" &&
      error.details.map(({ field }) => field).join() === "a,b.c" && /has no value/.test(error.message),
  );
  assert.equal(render_text("[{{a}}{{b}}{{c}}{{d}}]", { a: null, b: 0, c: false, d: "" }), "[0false]");
  assert.throws(() => render_text("{{a}}", { a: { b: "x" } }), /a: is used by the template and has no value/);
});

Deno.test("render_text() reaches own values only", () => {
  for (const name of ["constructor", "constructor.name", "__proto__", "toString", "a.length"]) {
    assert.throws(() => render_text(`{{${name}}}`, { a: "x" }), DomainError, name);
  }
});

Deno.test("render_mail() makes the subject one line", () => {
  assert.deepEqual(render_mail({ subject: "Re: {{s}}", text: "{{s}}", html: "<p>{{s}}</p>" }, { s: "a\r\nBcc: <b>" }), {
    subject: "Re: a Bcc: <b>",
    text: "a\r\nBcc: <b>",
    html: "<p>a\r\nBcc: &#60;b&#62;</p>",
  });
  assert.deepEqual(render_mail({ subject: "s", text: "t" }, {}), { subject: "s", text: "t" });
});

Deno.test("template_variables() lists each name once", () => {
  assert.deepEqual(template_variables("{{b}} {{ a.c }} {{b}} {{}} {a}"), ["b", "a.c"]);
});

Deno.test("template_problems() finds unknown names and foreign syntax before saving", () => {
  const problems = template_problems("body", "{{name}} {{nmae}} {{#if x}} {{{raw}}} {{ a b }} {{open", ["name"]);
  assert.deepEqual(problems.map(({ field, value }) => `${field} ${value}`), [
    "body {{nmae}}",
    "body {{#if x}}",
    "body {{{raw}}}",
    "body {{ a b }}",
    "body {{open",
  ]);
  assert.equal(problems[0]?.remedy, "Use one of: name.");
  assert.deepEqual(template_problems("body", "Dear {{name}}, { } {{ name }}", ["name"]), []);
});
