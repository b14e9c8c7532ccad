/** Holds input against a zod schema and tells every problem in the house's words: field, value, remedy. */
import type { z } from "zod";
import { type FieldProblem, invalid_many, problem } from "./errors.ts";

/** Problems told of one input. Nobody reads on, and a body of 50,000 unknown names would come back as 10 MB. */
const most_problems = 100;

/** @throws DomainError 422 with all problems, up to a hundred. */
export function validated<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw invalid_many(
    result.error.issues.slice(0, most_problems).flatMap((issue) => problems_of(issue, input)).slice(0, most_problems),
  );
}

type Issue = z.core.$ZodIssue;

function problems_of(issue: Issue, input: unknown): FieldProblem[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.slice(0, most_problems).map((key) =>
      problem(
        [...path, key].join("."),
        value_at(input, [...path, key]),
        "is no field that can be written here",
        "Remove it, or check its spelling against the documentation.",
      )
    );
  }
  const field = path.join(".") || "(body)";
  const value = value_at(input, path);
  return [problem(field, value, sentence(issue, value))];
}

function value_at(input: unknown, path: readonly string[]): unknown {
  let current = input;
  for (const part of path) {
    if (typeof current !== "object" || current === null) return undefined;
    current = Reflect.get(current, part);
  }
  return current;
}

/** zod's own sentences name neither limits nor choices in a form that a person can act on. */
function sentence(issue: Issue, value: unknown): string {
  if (value === undefined && issue.code === "invalid_type") return "is required";
  switch (issue.code) {
    case "invalid_type":
      return `must be ${article(issue.expected)}`;
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`;
    case "too_small":
      if (issue.origin === "string") {
        return Number(issue.minimum) === 1 ? "must not be empty" : `must have at least ${issue.minimum} characters`;
      }
      return issue.origin === "array"
        ? `must have at least ${issue.minimum} entries`
        : `must be ${issue.minimum} or more`;
    case "too_big":
      if (issue.origin === "string") return `must have at most ${issue.maximum} characters`;
      return issue.origin === "array"
        ? `must have at most ${issue.maximum} entries`
        : `must be ${issue.maximum} or less`;
    case "invalid_format":
      return format_sentence(issue.format, issue.message);
    default:
      return issue.message;
  }
}

const formats: Record<string, string> = {
  uuid: "must be a UUID",
  email: "must be an e-mail address such as name@example.org",
  url: "must be an http or https address",
  datetime: "must be an ISO 8601 time with offset such as 2026-03-01T09:00:00Z",
  date: "must be a date such as 2026-03-01",
};
const format_sentence = (format: string, message: string) => formats[format] ?? message;

function article(expected: string): string {
  if (expected === "int") return "a whole number";
  if (expected === "object" || expected === "record") return "an object";
  return /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`;
}
