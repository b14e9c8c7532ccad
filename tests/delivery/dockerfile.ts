/** Reads a Dockerfile far enough to carry it out by hand: one instruction a line, JSON or shell form. */
export interface Instruction {
  name: string;
  rest: string;
}

export function read_dockerfile(text: string): Instruction[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#")).map((line) => {
    const [, name = "", rest = ""] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    return { name: name.toUpperCase(), rest };
  });
}

/** `["deno", "task", "start"]`, or a shell's line. */
export function command_of(rest: string): string[] {
  return rest.startsWith("[") ? JSON.parse(rest) : ["sh", "-c", rest];
}

export const assignments_of = (rest: string): Record<string, string> =>
  Object.fromEntries([...rest.matchAll(/(\w+)=(\S+)/g)].map(([, name = "", value = ""]) => [name, value]));
