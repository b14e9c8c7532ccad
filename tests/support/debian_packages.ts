/** What the tests need from the machine, and how it gets there: installed when root on Debian, named exactly when not. */

export interface Command {
  ok: boolean;
  out: string;
}

/** Runs a program to its end. A program that is not there is a failure like any other. */
export async function run(program: string, args: string[]): Promise<Command> {
  try {
    const result = await new Deno.Command(program, { args, stdin: "null", stdout: "piped", stderr: "piped" }).output();
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { ok: result.success, out: decode(result.stdout) + decode(result.stderr) };
  } catch (error) {
    return { ok: false, out: String(error) };
  }
}

export async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

export function is_root(): boolean {
  return Deno.build.os !== "windows" && Deno.uid() === 0;
}

/** The directory with initdb and pg_ctl of the newest PostgreSQL (15 or later) that has PostGIS beside it. */
export async function postgres_bin(): Promise<string | undefined> {
  const majors: number[] = [];
  try {
    for await (const entry of Deno.readDir("/usr/lib/postgresql")) majors.push(Number(entry.name));
  } catch {
    // not Debian's layout
  }
  for (const major of majors.filter((it) => it >= 15).sort((a, b) => b - a)) {
    const bin = `/usr/lib/postgresql/${major}/bin`;
    if (await exists(`${bin}/initdb`) && await exists(`/usr/share/postgresql/${major}/extension/postgis.control`)) {
      return bin;
    }
  }
  const [bin, share] = (await run("pg_config", ["--bindir", "--sharedir"])).out.trim().split("\n");
  return bin && share && await exists(`${bin}/initdb`) && await exists(`${share}/extension/postgis.control`)
    ? bin
    : undefined;
}

/** Returns postgres_bin(), installing it first where possible. @throws Error that names the packages. */
export async function need_postgres(): Promise<string> {
  const found = await postgres_bin();
  if (found) return found;
  if (!is_root() || !await exists("/usr/bin/apt-get")) {
    throw new Error(
      "Tests need PostgreSQL 15 or later with PostGIS 3. On Debian, as root: " +
        "apt-get install postgresql postgresql-15-postgis-3 (with your major version). " +
        "Or set TEST_DATABASE_URL to a server where Omni may create databases.",
    );
  }
  await apt(["update"]);
  const major = /postgresql-(\d+)/.exec((await run("apt-cache", ["depends", "postgresql"])).out)?.[1] ?? "15";
  await install([`postgresql-${major}`, `postgresql-${major}-postgis-3`]);
  const installed = await postgres_bin();
  if (!installed) {
    throw new Error(
      `PostgreSQL ${major} was installed, but PostGIS is not beside it: apt-get install postgresql-${major}-postgis-3`,
    );
  }
  return installed;
}

export async function apt(args: string[]): Promise<void> {
  const result = await run("env", ["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", ...args]);
  if (!result.ok) throw new Error(`apt-get ${args.join(" ")} failed:\n${result.out.slice(-2000)}`);
}

export async function install(packages: string[]): Promise<void> {
  await apt(["install", "-y", "--no-install-recommends", ...packages]);
}
