import { type DomainError, type FieldProblem, invalid_many, problem } from "~/domain/kernel/errors.ts";

/** Values of a template; nested ones are reached by dots: `{{ticket.number}}`. Null is an empty text, undefined is missing. */
export type TemplateValues = {
  readonly [name: string]: string | number | bigint | boolean | null | undefined | TemplateValues;
};
export type MailTemplate = { subject: string; text: string; html?: string };

const placeholder = /(?<!\{)\{\{\s*([A-Za-z_][\w]*(?:\.[A-Za-z_][\w]*)*)\s*\}\}(?!\})/g;
/** Anything else in double braces: an expression, a typing error, a script of another template language. */
const foreign = /(?<!\{)\{\{(?!\s*[A-Za-z_][\w]*(?:\.[A-Za-z_][\w]*)*\s*\}\}(?!\}))[^}]{0,80}\}{0,3}/g;

/** The names a template asks for, each once, in order of appearance. */
export function template_variables(template: string): string[] {
  return [...new Set([...template.matchAll(placeholder)].map((match) => match[1] ?? ""))];
}

/** What is wrong with a template, before it is saved: names that nobody will fill, and braces that are no name. @param field names the template */
export function template_problems(field: string, template: string, known: readonly string[]): FieldProblem[] {
  const unknown = template_variables(template).filter((name) => !known.includes(name))
    .map((name) =>
      problem(field, `{{${name}}}`, "uses a variable that does not exist here", `Use one of: ${known.join(", ")}.`)
    );
  const broken = [...template.matchAll(foreign)]
    .map(([text]) => problem(field, text, "has braces that hold no variable name", "Write {{name}}."));
  return [...unknown, ...broken];
}

/** Fills a plain text. Throws `validation_error` naming every variable that has no value: a letter to "Dear undefined" is worse than none. */
export function render_text(template: string, values: TemplateValues): string {
  return render(template, values, (value) => value);
}

/** Fills HTML; values are escaped, so that a customer's name cannot bring its own markup. Throws like `render_text`. */
export function render_html(template: string, values: TemplateValues): string {
  return render(template, values, escape_html);
}

/** All parts of a mail. The subject becomes one line. */
export function render_mail(template: MailTemplate, values: TemplateValues): MailTemplate {
  const subject = render_text(template.subject, values).replace(/\s+/gu, " ").trim();
  const text = render_text(template.text, values);
  return template.html === undefined ? { subject, text } : { subject, text, html: render_html(template.html, values) };
}

export function escape_html(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function render(template: string, values: TemplateValues, escaped: (value: string) => string): string {
  const missing = template_variables(template).filter((name) => value_at(values, name) === undefined);
  if (missing.length > 0) throw missing_values(missing);
  return template.replace(placeholder, (_, name: string) => escaped(value_at(values, name) ?? ""));
}

function value_at(values: TemplateValues, path: string): string | undefined {
  let at: TemplateValues[string] = values;
  for (const name of path.split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined; // own names only: no {{constructor.name}}
    at = at[name];
  }
  if (at === null) return "";
  return at === undefined || typeof at === "object" ? undefined : String(at);
}

function missing_values(names: readonly string[]): DomainError {
  return invalid_many(
    names.map((name) =>
      problem(
        name,
        undefined,
        "is used by the template and has no value",
        "Give it a value or take it out of the template.",
      )
    ),
  );
}
