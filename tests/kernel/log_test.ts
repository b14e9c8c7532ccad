import assert from "node:assert/strict";
import { DomainError } from "~/domain/kernel/errors.ts";
import { configure_log, log, log_context, type LogOptions, with_log_context } from "~/domain/kernel/log.ts";

function lines_of(options: LogOptions, work: () => void): string[] {
  const lines: string[] = [];
  configure_log({
    level: "info",
    format: "json",
    now: () => new Date("2026-03-05T14:30:00.123Z"),
    ...options,
    write: (line) => lines.push(line),
  });
  try {
    work();
  } finally {
    configure_log({ level: "info", format: "json", now: () => new Date(), write: (line) => console.log(line) });
  }
  return lines;
}
const fields_of = (fields: Record<string, unknown>) => JSON.parse(lines_of({}, () => log.info("m", fields))[0] ?? "{}");

Deno.test("log.info() writes one JSON line with time, level, message and fields", () => {
  assert.deepEqual(lines_of({}, () => log.info("ticket assigned", { ticket_id: "t1", none: undefined })), [
    '{"time":"2026-03-05T14:30:00.123Z","level":"info","message":"ticket assigned","ticket_id":"t1"}',
  ]);
});

Deno.test("log drops lines below the level", () => {
  const lines = lines_of({ level: "warn" }, () => {
    log.debug("a");
    log.info("b");
    log.warn("c");
    log.error("d");
  });
  assert.deepEqual(lines.map((line) => JSON.parse(line).message), ["c", "d"]);
});

Deno.test("with_log_context() follows its work over awaits and does not mix two requests", async () => {
  const seen: unknown[] = [];
  const request = (request_id: string) =>
    with_log_context({ request_id }, async () => {
      await Promise.resolve();
      await with_log_context({ actor: `staff of ${request_id}` }, async () => {
        await new Promise<void>((done) => queueMicrotask(done));
        seen.push(log_context());
      });
    });
  await Promise.all([request("r1"), request("r2")]);
  assert.deepEqual(seen, [{ request_id: "r1", actor: "staff of r1" }, { request_id: "r2", actor: "staff of r2" }]);
  assert.deepEqual(log_context(), {});
});

Deno.test("log never writes a secret, by key at any depth or inside a text", () => {
  const line = JSON.stringify(fields_of({
    password: "hunter2",
    headers: new Headers({ authorization: "Bearer hunter2hunter2", cookie: "sid=hunter2", accept: "*/*" }),
    deep: [{ user: { apiKey: "hunter2", token: "hunter2" } }],
    url: "postgres://omni:hunter2@db/omni",
    note: "sent Authorization: Bearer hunter2hunter2 and eyJhbGciOiJIUzI1.hunter2.hunter2",
    error: new Error("failed at smtp://me:hunter2@mail"),
    map: new Map([["secret", "hunter2"]]),
  }));
  assert.doesNotMatch(line, /hunter2/);
  assert.match(line, /"accept":"\*\/\*"/);
});

Deno.test("log writes errors with their code, stack and cause", () => {
  const { error } = fields_of({ error: new DomainError("conflict", "taken", { cause: new TypeError("inner") }) });
  assert.deepEqual([error.name, error.message, error.code, error.status], ["DomainError", "taken", "conflict", 409]);
  assert.deepEqual([error.cause.name, error.cause.message], ["TypeError", "inner"]);
  assert.match(error.stack, /log_test\.ts/);
});

Deno.test("log survives circles, huge values and getters that throw", () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  assert.match(JSON.stringify(fields_of({ circle })), /\(deeper\)/);
  const { text, list, bytes, big, odd } = fields_of({
    text: "x".repeat(100_000),
    list: Array.from({ length: 1000 }, (_, at) => at),
    bytes: new Uint8Array(9),
    big: 10n,
    odd: new Date(Number.NaN),
  });
  assert.ok(text.length < 4100);
  assert.equal(list.at(-1), "(950 more)");
  assert.deepEqual([bytes, big, odd], ["(9 bytes)", "10", "Invalid Date"]);
  const trap = Object.defineProperty({}, "x", {
    enumerable: true,
    get: () => {
      throw new Error("no");
    },
  });
  assert.match(lines_of({}, () => log.info("m", trap))[0] ?? "", /a log line failed/);
});

Deno.test("log does not let a field pose as the level", () => {
  assert.deepEqual(fields_of({ level: "error", message: "x" }), {
    time: "2026-03-05T14:30:00.123Z",
    level: "info",
    message: "m",
    level_: "error",
    message_: "x",
  });
});

Deno.test("the pretty format is one line that a name from outside cannot forge", () => {
  const [line = ""] = lines_of(
    { format: "pretty" },
    () => log.warn("slow", { name: "a\n12:00 error forged\x1b[2J", ms: 12 }),
  );
  assert.equal(line.split("\n").length, 1);
  assert.ok(!line.includes("\x1b[2J"));
  assert.equal(
    line.replace(/\p{Cc}\[\d+m/gu, ""),
    "14:30:00.123 warn  slow name=a\\u000a12:00 error forged\\u001b[2J ms=12",
  );
});
