import assert from "node:assert/strict";
import { config_warnings, describe, load_config, variable_names } from "~/config.ts";
import { DomainError } from "~/domain/kernel/errors.ts";

const key = new Uint8Array(32).fill(7).toBase64();
const grown_up = {
  DATABASE_URL: "postgres://omni:hunter2@db:5432/omni",
  SECRET_KEY: key,
  ENCRYPTION_KEYS: `k2:${key},k1:${key}`,
};

function in_temp_dir(test: (dir: string) => void) {
  return () => {
    const dir = Deno.makeTempDirSync();
    try {
      test(dir);
    } finally {
      Deno.removeSync(dir, { recursive: true });
    }
  };
}

function refusal(env: Record<string, string>): DomainError {
  try {
    load_config({ ...grown_up, ...env });
  } catch (error) {
    if (error instanceof DomainError) return error;
  }
  throw new Error("load_config() accepted it");
}

Deno.test(
  "load_config() starts with nothing set, embedded, with its defaults",
  in_temp_dir((dir) => {
    const config = load_config({ DATA_DIR: dir });
    assert.equal(config.embedded, true);
    assert.deepEqual([config.PORT, config.HOST, config.PUBLIC_URL], [8000, "127.0.0.1", "http://localhost:8000"]);
    assert.deepEqual([config.QUEUE, config.DB_POOL_MAX, config.DB_PREPARE, config.DEMO], ["kv", 10, true, "auto"]);
    assert.deepEqual(config.FILES_URL, { kind: "disk", folder: `${dir}/files` });
    assert.equal(config.MAIL_FROM, "Omni <no-reply@localhost>");
    assert.equal(config.ALLOW_PRIVATE_WEBHOOKS, true);
  }),
);

Deno.test(
  "load_config() makes keys once, for the owner's eyes only, and finds them again",
  in_temp_dir((dir) => {
    const first = load_config({ DATA_DIR: `${dir}/new/deep` });
    const again = load_config({ DATA_DIR: `${dir}/new/deep` });
    assert.equal(first.SECRET_KEY.length, 32);
    assert.deepEqual(again.SECRET_KEY, first.SECRET_KEY);
    assert.deepEqual(again.ENCRYPTION_KEYS, first.ENCRYPTION_KEYS);
    assert.notDeepEqual(first.ENCRYPTION_KEYS[0]?.key, first.SECRET_KEY);
    for (const file of ["secret.key", "encryption.keys"]) {
      assert.equal((Deno.statSync(`${dir}/new/deep/${file}`).mode ?? 0) & 0o777, 0o600);
    }
  }),
);

Deno.test(
  "load_config() refuses a damaged key file instead of making a new key",
  in_temp_dir((dir) => {
    Deno.writeTextFileSync(`${dir}/secret.key`, "");
    assert.throws(() => load_config({ DATA_DIR: dir }), /secret\.key is empty/);
    Deno.writeTextFileSync(`${dir}/secret.key`, "c2hvcnQ=");
    assert.throws(() => load_config({ DATA_DIR: dir }), /does not hold 32 bytes/);
  }),
);

Deno.test("load_config() reads a grown-up environment", () => {
  const config = load_config({
    ...grown_up,
    PUBLIC_URL: "https://omni.example.com/",
    FILES_URL: "s3://AK:s%2Fec@minio:9000/omni?region=eu-west-1&path_style=1&tls=0",
    TRUSTED_PROXIES: "10.0.0.0/8, fd00::/8",
    DB_PREPARE: "false",
    DEFAULT_COUNTRY: "de",
    HOST: "0.0.0.0",
    KV_PATH: "  ",
  });
  assert.equal(config.embedded, false);
  assert.equal(config.QUEUE, "postgres");
  assert.equal(config.PUBLIC_URL, "https://omni.example.com");
  assert.deepEqual(config.FILES_URL, {
    kind: "s3",
    endpoint: "http://minio:9000/omni",
    bucket: "omni",
    region: "eu-west-1",
    access_key: "AK",
    secret_key: "s/ec",
    path_style: true,
  });
  assert.equal("ranges" in config.TRUSTED_PROXIES && config.TRUSTED_PROXIES.ranges.length, 2);
  assert.deepEqual(config.ENCRYPTION_KEYS.map(({ id }) => id), ["k2", "k1"]);
  assert.deepEqual([config.DB_PREPARE, config.DEFAULT_COUNTRY, config.ALLOW_PRIVATE_WEBHOOKS], [false, "DE", false]);
});

Deno.test("load_config() reports every problem at once, with variable, value and remedy", () => {
  const error = refusal({
    PORT: "80a",
    DB_POOL_MAX: "0",
    QUEUE: "redis",
    DB_PREPARE: "maybe",
    DEFAULT_TIMEZONE: "Mars/Base",
    DEFAULT_COUNTRY: "XX",
    TRUSTED_PROXIES: "10.0.0.0/8,lan",
    FILES_URL: "ftp://x",
    PUBLIC_URL: "omni",
    MAIL_FROM: "nobody",
    DEMO: "perhaps",
  });
  assert.equal(error.details.length, 11);
  assert.match(error.message, /has 11 problems/);
  assert.match(error.message, /PORT=80a is not a whole number\. Give a whole number from 0 to 65535\./);
  assert.match(error.message, /QUEUE=redis is no queue\. Choose auto, kv or postgres\./);
  assert.match(error.message, /TRUSTED_PROXIES=10\.0\.0\.0\/8,lan has "lan"/);
  for (const { field, remedy } of error.details) assert.ok(remedy, `${field} lacks a remedy`);
});

Deno.test("load_config() demands keys with DATABASE_URL and never makes them", () => {
  const error = (() => {
    try {
      return load_config({ DATABASE_URL: grown_up.DATABASE_URL, DATA_DIR: "/nonexistent" });
    } catch (thrown) {
      return thrown;
    }
  })();
  assert.ok(error instanceof DomainError);
  assert.deepEqual(error.details.map(({ field }) => field), ["SECRET_KEY", "ENCRYPTION_KEYS"]);
  assert.match(error.message, /openssl rand -base64 32/);
});

Deno.test("load_config() shows no secret, neither in problems nor in print", () => {
  const error = refusal({
    SECRET_KEY: "tooshort",
    ENCRYPTION_KEYS: "k1:hunter2",
    DATABASE_URL: "mysql://omni:hunter2@db/omni",
    FILES_URL: "s4://AK:hunter2@h/b",
    SMTP_URL: "http://me:hunter2@mail",
    METRICS_TOKEN: "hunter2",
  });
  assert.equal(error.details.length, 6);
  assert.doesNotMatch(JSON.stringify([error.message, error.details]), /hunter2|tooshort/);

  const config = load_config({
    ...grown_up,
    FILES_URL: "s3://AK:hunter2@h/bucket",
    METRICS_TOKEN: "hunter2hunter2hunter2",
  });
  for (const text of [describe(config), Deno.inspect(config)]) {
    assert.doesNotMatch(text, /hunter2/);
    assert.doesNotMatch(text, /7, 7, 7|BwcH/);
    assert.match(text, /DATABASE_URL=postgres:\/\/omni:\*\*\*@db:5432\/omni/);
  }
});

Deno.test("config_warnings() finds names one slip away and stays silent about the rest", () => {
  const warnings = config_warnings({
    DATABSE_URL: "x",
    SMTP_URI: "x",
    LOGLEVEL: "x",
    HOME: "/",
    PATH: "/bin",
    HOSTNAME: "a",
    TERM: "x",
  });
  assert.deepEqual(warnings, [
    "DATABSE_URL is not read. Did you mean DATABASE_URL?",
    "SMTP_URI is not read. Did you mean SMTP_URL?",
    "LOGLEVEL is not read. Did you mean LOG_LEVEL?",
  ]);
  assert.deepEqual(config_warnings({ DATABASE_URI: "x", DATABASE_URL: "y" }), []);
  assert.match(config_warnings({ HOST: "0.0.0.0" })[0] ?? "", /PUBLIC_URL is not set/);
});

Deno.test(".env.example documents exactly the variables that are read", () => {
  const text = Deno.readTextFileSync(new URL("../../.env.example", import.meta.url));
  const named = [...text.matchAll(/^# ([A-Z_]+)=/gm)].map((match) => match[1]);
  assert.deepEqual(named.toSorted(), variable_names.toSorted());
});
