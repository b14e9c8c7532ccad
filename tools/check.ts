/** `deno task check`: all that can be judged without running the product, in the order of how soon it speaks. */
const steps: [string, string[]][] = [
  ["format", ["fmt", "--check"]],
  ["lint", ["lint"]],
  ["types", ["check", "."]],
  ["rules between rooms, documentation", ["test", "-A", "--no-check", "tests/architecture"]],
];

for (const [name, args] of steps) {
  const { code } = await new Deno.Command(Deno.execPath(), { args, stdout: "inherit", stderr: "inherit" }).output();
  if (code !== 0) {
    console.error(`check: ${name} failed (deno ${args.join(" ")})`);
    Deno.exit(code);
  }
}
