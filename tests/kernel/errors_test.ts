import assert from "node:assert/strict";
import { z } from "zod";
import { validated } from "~/domain/kernel/validate.ts";
import {
  conflict,
  DomainError,
  forbidden,
  idempotency_mismatch,
  invalid,
  invalid_many,
  not_found,
  problem,
  rate_limited,
  shown,
  stale,
  status_of,
  to_envelope,
  too_large,
  transition_refused,
  unavailable,
} from "~/domain/kernel/errors.ts";

Deno.test("invalid() names field, value and remedy in message and details", () => {
  const error = invalid("phone", "12", "is too short.", "Write it with its area code.");
  assert.equal(error.message, 'phone: is too short (got "12"). Write it with its area code.');
  assert.equal(error.status, 422);
  assert.deepEqual(error.details, [
    { field: "phone", value: "12", message: "is too short.", remedy: "Write it with its area code." },
  ]);
});

Deno.test("invalid() says nothing of a value that was not sent", () => {
  assert.equal(invalid("name", undefined, "is required", "Fill it in.").message, "name: is required. Fill it in.");
});

Deno.test("invalid_many() keeps every problem and speaks the first five", () => {
  const error = invalid_many(Array.from({ length: 7 }, (_, at) => problem(`f${at}`, at, "is wrong")));
  assert.equal(error.details.length, 7);
  assert.match(error.message, /f4: is wrong \(got "4"\)\. And 2 more\.$/);
});

Deno.test("shown() shortens long values to 120 characters", () => {
  assert.equal(shown("note", "x".repeat(5000)).length, 120);
  assert.equal(shown("note", "x".repeat(120)), "x".repeat(120));
});

Deno.test("shown() takes no longer for a megabyte of letters or half addresses than for a line", () => {
  for (const text of ["x".repeat(1_000_000), "a://b:".repeat(200_000)]) {
    const started = performance.now();
    shown("note", text);
    const spent = performance.now() - started;
    assert.ok(spent < 30_000, `${spent} ms`); // 1 ms; without bounds it was an hour
  }
});

Deno.test("validated() tells a hundred problems of a body and no more", () => {
  const input = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`k${n}`, n]));
  assert.throws(
    () => validated(z.strictObject({}), input),
    (error) => error instanceof DomainError && error.details.length === 100,
  );
});

Deno.test("shown() never shows a secret, at any depth and in any spelling", () => {
  for (const field of ["password", "user.newPassword", "SMTP_PASSWORD", "api_key", "x-api-key", "client_secret"]) {
    assert.equal(shown(field, "hunter2"), "(hidden)", field);
  }
  assert.doesNotMatch(shown("user", { login: "ada", deep: { password: "hunter2" } }), /hunter2/);
  assert.equal(shown("url", "postgres://omni:hunter2@db/omni"), "postgres://omni:***@db/omni");
  assert.equal(shown("url", "postgres://omni:hun@t/er2@db/omni"), "postgres://omni:***@db/omni");
});

Deno.test("shown() shows what merely sounds like a secret", () => {
  assert.equal(shown("password_changed_at", "2026-01-02"), "2026-01-02");
  assert.equal(shown("monkey", "1"), "1");
});

Deno.test("shown() survives values that JSON cannot hold", () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  assert.equal(shown("a", circle), "[object Object]");
  assert.equal(shown("a", { n: 10n }), '{"n":"10"}');
});

Deno.test("every constructor carries its code and status", () => {
  const table: [DomainError, string, number][] = [
    [not_found("ticket", "t1"), "not_found", 404],
    [forbidden("tickets:update"), "forbidden", 403],
    [conflict("email", "a@b.c", "is taken"), "conflict", 409],
    [stale("ticket", "version", 3, 4), "stale", 409],
    [transition_refused("ticket", "status", "closed", "open", []), "transition_refused", 409],
    [too_large("file", "30 MB", "25 MB"), "too_large", 413],
    [idempotency_mismatch("k1"), "idempotency_mismatch", 422],
    [rate_limited(30), "rate_limited", 429],
    [unavailable(2), "unavailable", 503],
  ];
  for (const [error, code, status] of table) assert.deepEqual([error.code, error.status], [code, status]);
  assert.equal(rate_limited(30).retry_after, 30);
});

Deno.test("transition_refused() tells where one can go, or that the state is final", () => {
  assert.match(
    transition_refused("ticket", "status", "open", "new", ["resolved", "closed"]).message,
    /resolved, closed/,
  );
  assert.match(transition_refused("ticket", "status", "closed", "new", []).message, /"closed" is final/);
});

Deno.test("to_envelope() gives an unknown error no voice", () => {
  const leak = new Error('relation "people" does not exist at /srv/omni');
  assert.equal(to_envelope(leak).code, "internal");
  assert.doesNotMatch(JSON.stringify(to_envelope(leak)), /people|srv/);
  assert.equal(status_of(leak), 500);
  assert.equal(status_of("thrown text"), 500);
});

Deno.test("to_envelope() hides the cause of a DomainError", () => {
  const envelope = to_envelope(unavailable(5, "The database is away.", new Error("password=hunter2")));
  assert.deepEqual(envelope, { code: "unavailable", message: "The database is away. Try again in 5 s.", details: [] });
});
