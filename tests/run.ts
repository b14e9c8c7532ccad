/**
 * `deno task test [files or flags of deno test]`: installs what is missing, starts what is needed, runs every test, stops
 * everything, and ends with one line: `N passed, N failed`. First unit and integration tests, then those in a browser.
 */
import { need_chromium } from "./support/browser_install.ts";
import { exists } from "./support/debian_packages.ts";
import { stop_test_server, test_server } from "./support/postgres_server.ts";
import { add, counted, type Counts, failed_run, line_of, nothing } from "./support/test_counts.ts";

const root = new URL("../", import.meta.url);
const only_e2e = Deno.args.includes("--only-e2e");
const flags = Deno.args.filter((arg) => arg.startsWith("-") && arg !== "--only-e2e");
const wanted = Deno.args.filter((arg) => !arg.startsWith("-")).map((arg) => arg.replace(/^\.?\/|\/$/g, ""));
let child: Deno.ChildProcess | undefined;
let interrupted = false;

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, () => {
    interrupted = true;
    try {
      child?.kill("SIGTERM");
    } catch {
      // it has ended by itself: a terminal sends Ctrl-C to children too
    }
  });
}

Deno.chdir(root);
const files = (await test_files()).filter(is_wanted);
const in_browser = files.filter((file) => file.startsWith("tests/e2e/"));
const others = only_e2e ? [] : files.filter((file) => !in_browser.includes(file));
let counts: Counts = nothing;
try {
  await prepare();
  counts = add(await run_tests(others), await run_tests(in_browser));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  counts = failed_run;
} finally {
  await stop_test_server();
}
console.log(line_of(counts));
Deno.exit(interrupted ? 130 : counts.failed > 0 || counts.passed === 0 ? 1 : 0);

async function prepare(): Promise<void> {
  await must(["install", "--quiet"]);
  if ([...in_browser, ...others].some((file) => file.includes("browser") || file.startsWith("tests/e2e/"))) {
    await need_chromium();
  }
  if (await exists("dev.ts")) await must(["task", "build"]);
  await test_server(); // now, so that the first test file does not pay for it
}

/** Two at a time: more starve each other of the processor on a small machine, and a browser's patience runs out. */
async function run_tests(files: string[]): Promise<Counts> {
  if (files.length === 0 || interrupted) return nothing;
  const jobs = Deno.env.get("DENO_JOBS") ?? "2";
  const { code, output } = await deno(["test", "-A", "--no-check", "--parallel", ...flags, ...files], {
    DENO_JOBS: jobs,
    NO_COLOR: "1",
  });
  return counted(output, code);
}

async function must(args: string[]): Promise<void> {
  const { code } = await deno(args);
  if (code !== 0) throw new Error(`deno ${args.join(" ")} failed: see above`);
}

/** Shows the output as it comes, and keeps it. */
async function deno(args: string[], env: Record<string, string> = {}): Promise<{ code: number; output: string }> {
  child = new Deno.Command(Deno.execPath(), { args, env, stdin: "null", stdout: "piped", stderr: "inherit" }).spawn();
  const decoder = new TextDecoder();
  let output = "";
  for await (const bytes of child.stdout) {
    await Deno.stdout.write(bytes);
    output += decoder.decode(bytes, { stream: true });
  }
  return { code: (await child.status).code, output };
}

async function test_files(): Promise<string[]> {
  const found: string[] = [];
  for (const directory of ["fresh", "tests"]) await collect(directory, found);
  return found.filter((file) => !file.startsWith("tests/bench/")).sort();
}

async function collect(directory: string, found: string[]): Promise<void> {
  for await (const entry of Deno.readDir(directory)) {
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory) await collect(path, found);
    else if (/_test\.tsx?$/.test(entry.name)) found.push(path);
  }
}

function is_wanted(file: string): boolean {
  return wanted.length === 0 || wanted.some((path) => file === path || file.startsWith(`${path}/`));
}
