/** As much of PostgreSQL's wire protocol as it takes to talk with PGlite (https://www.postgresql.org/docs/current/protocol-message-formats.html). */

export interface Request {
  bytes: Uint8Array<ArrayBuffer>;
  /** It ends with a message that the server answers with ReadyForQuery. */
  asks_ready: boolean;
}

/** Query, Sync, CopyDone and CopyFail are answered with ReadyForQuery; Flush only pushes out what there is. */
const ends_request = new Set([..."QScfH"].map((type) => type.charCodeAt(0)));
const flush = "H".charCodeAt(0);
const ready_for_query = "Z".charCodeAt(0);

/** Cuts what the driver sent at once (it pipelines) into requests. The driver writes whole messages only. */
export function split_requests(bytes: Uint8Array<ArrayBuffer>): Request[] {
  if (bytes[0] === 0) return [{ bytes, asks_ready: true }]; // the start-up message has no type
  const requests: Request[] = [];
  let start = 0;
  for (const { type, end } of messages(bytes)) {
    if (!ends_request.has(type) && end < bytes.length) continue;
    requests.push({ bytes: bytes.subarray(start, end), asks_ready: ends_request.has(type) && type !== flush });
    start = end;
  }
  return requests;
}

/**
 * PGlite 0.5.8 sends ReadyForQuery after each error and once more for the Sync. The driver takes the second for the answer
 * to its next query, and from then on each query gets its neighbour's rows. So: one where it is due, none elsewhere.
 */
export function one_ready(answer: Uint8Array<ArrayBuffer>, asks_ready: boolean): Uint8Array<ArrayBuffer> {
  const surplus = [...messages(answer)].filter((message) => message.type === ready_for_query).slice(
    0,
    asks_ready ? -1 : undefined,
  );
  if (surplus.length === 0) return answer;
  const kept: Uint8Array[] = [];
  let start = 0;
  for (const message of surplus) {
    kept.push(answer.subarray(start, message.start));
    start = message.end;
  }
  kept.push(answer.subarray(start));
  return join(kept);
}

export function join(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A start-up message: length, then protocol version 3.0. Anything else of that form asks to cancel or to encrypt. */
export function is_startup(bytes: Uint8Array<ArrayBuffer>): boolean {
  return bytes.length >= 8 && bytes[0] === 0 && view(bytes).getInt32(4) === 196608;
}

/** A message is a type byte, then its length in four bytes that count themselves. */
function* messages(bytes: Uint8Array<ArrayBuffer>): Generator<{ type: number; start: number; end: number }> {
  const data = view(bytes);
  for (let start = 0; start + 5 <= bytes.length;) {
    const end = start + 1 + data.getInt32(start + 1);
    yield { type: data.getUint8(start), start, end };
    start = end;
  }
}

function view(bytes: Uint8Array<ArrayBuffer>): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
