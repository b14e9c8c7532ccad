/**
 * Dockerfile and compose.yml, carried out step by step where no container engine is: the same files copied, the same
 * commands run, the same environment given.
 */
import assert from "node:assert/strict";
import { with_database } from "../support/database.ts";
import { wait_for } from "../support/wait_for.ts";
import { assignments_of, command_of, read_dockerfile } from "./dockerfile.ts";

const root = new URL("../../", import.meta.url).pathname;
const instructions = read_dockerfile(await Deno.readTextFile(`${root}Dockerfile`));
const compose = await Deno.readTextFile(`${root}compose.yml`);
const ignored = (await Deno.readTextFile(`${root}.dockerignore`)).split("\n").filter(Boolean);

/** The environment of the service `app`, with the variables of .env put in. */
function app_environment(env_file: Record<string, string>): Record<string, string> {
  const section = compose.slice(compose.indexOf("\n  app:"));
  const block = section.slice(section.indexOf("environment:"), section.indexOf("ports:"));
  const found: Record<string, string> = {};
  for (const [, name = "", value = ""] of block.matchAll(/^ {6}(\w+): (.*)$/gm)) {
    found[name] = value.replaceAll(
      /\$\{(\w+)(?::[-?]([^}]*))?\}/g,
      (_, key: string, fallback = "") => env_file[key] ?? fallback,
    );
  }
  return found;
}

async function run(command: string[], cwd: string, env: Record<string, string> = {}): Promise<void> {
  const [name = "", ...args] = command;
  const { code, stderr, stdout } = await new Deno.Command(name, { args, cwd, env, stdout: "piped", stderr: "piped" })
    .output();
  assert.equal(code, 0, `${command.join(" ")}\n${new TextDecoder().decode(stdout)}${new TextDecoder().decode(stderr)}`);
}

Deno.test(
  "the Dockerfile's steps build an application that serves with compose.yml's environment and stops in peace",
  with_database(async ({ url }) => {
    const app = await Deno.makeTempDir({ prefix: "omni_image_" });
    const data = await Deno.makeTempDir({ prefix: "omni_volume_" });
    const image_env: Record<string, string> = {};
    let started: Deno.ChildProcess | null = null;
    try {
      for (const { name, rest } of instructions) {
        if (name === "COPY") await copy(rest, app);
        else if (name === "RUN" && !rest.includes("chown")) await run(command_of(rest), app); // the user is the engine's matter
        else if (name === "ENV") Object.assign(image_env, assignments_of(rest));
        else if (name === "CMD") started = await serve(command_of(rest), app, image_env, url, data);
      }
      assert.ok(started, "the Dockerfile has a CMD");
    } finally {
      await Deno.remove(app, { recursive: true });
      await Deno.remove(data, { recursive: true });
    }
  }),
);

async function copy(rest: string, to: string): Promise<void> {
  const parts = rest.split(" ");
  const target = parts.pop() ?? ".";
  for (const from of parts) {
    const excluded = ignored.flatMap((name) => ["--exclude", `./${name}`]);
    const into = from === "." || target.endsWith("/") ? to : `${to}/${target}`;
    await Deno.mkdir(into, { recursive: true });
    const is_folder = (await Deno.stat(`${root}${from}`)).isDirectory;
    const source = is_folder ? ["-C", `${root}${from}`, "."] : ["-C", root, from];
    await run(["sh", "-c", `tar c ${[...excluded, ...source].join(" ")} | tar x -C ${into}`], root);
  }
}

async function serve(
  command: string[],
  cwd: string,
  image_env: Record<string, string>,
  database: string,
  data: string,
): Promise<Deno.ChildProcess> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const PORT = String(listener.addr.port);
  listener.close();
  const key = btoa("0123456789abcdef0123456789abcdef");
  const compose_env = app_environment({ SECRET_KEY: key, ENCRYPTION_KEYS: `k1:${key}`, POSTGRES_PASSWORD: "x" });
  assert.match(compose_env.DATABASE_URL ?? "", /^postgres:\/\/omni:x@db:5432\/omni$/);
  const [name = "", ...args] = command;
  const child = new Deno.Command(name, {
    args,
    cwd,
    env: { ...image_env, ...compose_env, DATABASE_URL: database, DATA_DIR: data, HOST: "127.0.0.1", PORT },
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  const ended = child.status.then(({ code }) => code);
  await wait_for("the container is ready", async () => {
    const code = await Promise.race([ended, Promise.resolve(null)]);
    assert.equal(code, null, "the container ended before it was ready");
    const answer = await fetch(`http://127.0.0.1:${PORT}/readyz`).catch(() => null);
    await answer?.body?.cancel();
    return answer?.ok ?? false;
  }, { within: 60_000, every: 200 });
  child.kill("SIGTERM");
  assert.equal(await ended, 0, "SIGTERM ends the process in peace");
  return child;
}

Deno.test("compose.yml starts the image of this Dockerfile on PostGIS and waits until the database is healthy", () => {
  assert.match(compose, /image: postgis\/postgis:\d+-\d/);
  assert.match(compose, /build: \./);
  assert.match(compose, /condition: service_healthy/);
  const port = instructions.find(({ name }) => name === "EXPOSE")?.rest;
  assert.match(compose, new RegExp(`"8000:${port}"`));
});
