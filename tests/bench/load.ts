/**
 * A load generator in a process of its own: `deno run -A tests/bench/load.ts '{"url":"…","connections":16,"seconds":5}'` prints one line of JSON.
 *
 * Speaks HTTP/1.1 over plain sockets with the request's bytes made once: on two cores a full client takes as much processor as the server it measures.
 */

export interface Load {
  url: string;
  headers?: Record<string, string>;
  /** Each sends its next request when the answer to the last is read. */
  connections: number;
  /** Ends after this time, or after so many requests, whichever is given. */
  seconds?: number;
  requests?: number;
}

export interface LoadResult {
  requests: number;
  per_second: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  p99: number;
  /** Bytes of the last body, as sent. */
  bytes: number;
  /** Answers by status. */
  statuses: Record<string, number>;
}

/** Runs the load beside this process. */
export async function run_load(load: Load): Promise<LoadResult> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", new URL(import.meta.url).pathname, JSON.stringify(load)],
  }).output();
  if (!success) throw new Error(`The load failed: ${new TextDecoder().decode(stderr)}`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

interface Answer {
  status: string;
  bytes: number;
}

const blank = new TextEncoder().encode("\r\n\r\n");
const last_chunk = new TextEncoder().encode("\r\n0\r\n\r\n");

function find(bytes: Uint8Array, wanted: Uint8Array, from: number, to: number): number {
  for (let at = from; at <= to - wanted.length; at++) {
    let same = 0;
    while (same < wanted.length && bytes[at + same] === wanted[same]) same++;
    if (same === wanted.length) return at;
  }
  return -1;
}

/** Reads one answer from the socket: by its Content-Length, or to the end of its chunks. */
async function read_answer(socket: Deno.Conn, buffer: Uint8Array): Promise<Answer> {
  let filled = 0;
  let body_at = -1;
  let length = -1;
  let status = "";
  for (;;) {
    if (body_at >= 0) {
      if (
        length >= 0
          ? filled - body_at >= length
          : find(buffer, last_chunk, Math.max(body_at - 2, filled - 7), filled) >= 0
      ) return { status, bytes: filled - body_at };
    }
    const read = await socket.read(buffer.subarray(filled));
    if (read === null) throw new Error("the server hung up");
    filled += read;
    if (body_at >= 0) continue;
    const end = find(buffer, blank, 0, filled);
    if (end < 0) continue;
    body_at = end + 4;
    const head = new TextDecoder().decode(buffer.subarray(0, end));
    status = head.slice(9, 12);
    const given = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    length = given !== undefined ? Number(given) : status === "304" || status === "204" ? 0 : -1;
  }
}

async function drive(load: Load): Promise<LoadResult> {
  const { hostname, port, pathname, search, host } = new URL(load.url);
  const lines = [
    `GET ${pathname}${search} HTTP/1.1`,
    `host: ${host}`,
    ...Object.entries(load.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
  ];
  const request = new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`);
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  let bytes = 0;
  let sent = 0;
  const start = performance.now();
  const until = start + (load.seconds ?? Infinity) * 1000;
  const most = load.requests ?? Infinity;
  const connection = async () => {
    using socket = await Deno.connect({ hostname, port: Number(port) });
    socket.setNoDelay(true);
    const buffer = new Uint8Array(2 * 1024 * 1024);
    while (sent < most && performance.now() < until) {
      sent++;
      const from = performance.now();
      await socket.write(request);
      const answer = await read_answer(socket, buffer);
      times.push(performance.now() - from);
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      bytes = answer.bytes;
    }
  };
  await Promise.all(Array.from({ length: load.connections }, connection));
  const seconds = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  const quantile = (q: number) => times[Math.min(times.length - 1, Math.floor(times.length * q))] ?? Number.NaN;
  return {
    requests: times.length,
    per_second: times.length / seconds,
    p50: quantile(0.5),
    p95: quantile(0.95),
    p99: quantile(0.99),
    bytes,
    statuses,
  };
}

if (import.meta.main) console.log(JSON.stringify(await drive(JSON.parse(Deno.args[0] ?? "{}"))));
