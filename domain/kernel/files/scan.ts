/** Virus scan by clamd: its INSTREAM command over TCP (clamd(8), "COMMANDS"). */
import { unavailable } from "~/domain/kernel/errors.ts";

export interface Scanner {
  /** The name of what was found, or null. @throws DomainError 503 while the scanner cannot be asked: an unchecked file is not let in */
  scan(bytes: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string | null>;
}

const patience_ms = 60_000;
/** clamd takes chunks up to its StreamMaxLength; small ones keep memory flat. */
const longest_chunk = 64 * 1024;

/** @param address such as `tcp://127.0.0.1:3310` */
export function clamd(address: string): Scanner {
  const { hostname, port } = new URL(address.replace(/^tcp:/, "http:"));
  return {
    async scan(bytes) {
      const signal = AbortSignal.timeout(patience_ms);
      let connection: Deno.TcpConn | undefined;
      const hang_up = () => connection?.close();
      try {
        connection = await Deno.connect({ hostname, port: Number(port || 3310), signal });
        signal.addEventListener("abort", hang_up);
        return verdict(await ask(connection, bytes));
      } catch (error) {
        await bytes.cancel().catch(() => {});
        throw unavailable(30, "Files cannot be checked for viruses just now.", error);
      } finally {
        signal.removeEventListener("abort", hang_up);
        try {
          hang_up();
        } catch {
          // closed by the time limit
        }
      }
    },
  };
}

async function ask(connection: Deno.TcpConn, bytes: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  const writer = connection.writable.getWriter();
  await writer.write(new TextEncoder().encode("zINSTREAM\0"));
  for await (const part of bytes) {
    for (let at = 0; at < part.length; at += longest_chunk) {
      const chunk = part.subarray(at, at + longest_chunk);
      await writer.write(length_of(chunk.length));
      await writer.write(chunk);
    }
  }
  await writer.write(length_of(0));
  let answer = "";
  for await (const text of connection.readable.pipeThrough(new TextDecoderStream())) answer += text;
  return answer;
}

/** Four bytes, network order. */
function length_of(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, size);
  return bytes;
}

/** `stream: OK`, `stream: Eicar-Signature FOUND`, or something that is no verdict. */
function verdict(answer: string): string | null {
  const text = answer.replaceAll("\0", "").trim();
  if (text === "stream: OK") return null;
  const found = /^stream: (.+) FOUND$/.exec(text)?.[1];
  if (found) return found;
  throw new Error(`clamd answered "${text.slice(0, 200)}"`);
}
