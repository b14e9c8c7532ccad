/** Any RFC 9562 UUID in its canonical form of 36 characters; versions 1 to 8, because integrators bring their own. */
const uuid_shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export function is_uuid(value: unknown): value is string {
  return typeof value === "string" && uuid_shape.test(value);
}

/**
 * A maker of UUID v7 (RFC 9562, 5.7): 48 bits of milliseconds, a 12-bit counter, 62 random bits. Ids of one maker strictly ascend, also within a
 * millisecond and when the clock steps back, so that inserts stay at the right edge of the index and a list sorted by id is a list sorted by birth.
 * @param now milliseconds since 1970; given by tests
 */
export function id_maker(now: () => number): () => string {
  let last = 0;
  let counter = 0;
  const bytes = new Uint8Array(16);
  return () => {
    crypto.getRandomValues(bytes);
    const time = now();
    if (time > last) {
      last = time;
      // A random start in the lower half leaves at least 2048 ids in this millisecond before the next one is borrowed.
      counter = (((bytes[6] ?? 0) << 8) | (bytes[7] ?? 0)) & 0x7ff;
    } else if (++counter > 0xfff) {
      last += 1;
      counter = 0;
    }
    const view = new DataView(bytes.buffer);
    view.setUint16(0, Math.floor(last / 2 ** 32));
    view.setUint32(2, last % 2 ** 32);
    view.setUint16(6, 0x7000 | counter);
    view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f));
    const hex = bytes.toHex();
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
}

/** A new UUID v7. Ascending within this process. */
export const new_id: () => string = id_maker(Date.now);

/** When a v7 id was made, in milliseconds since 1970; undefined for another version. */
export function id_time(id: string): number | undefined {
  return is_uuid(id) && id[14] === "7" ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : undefined;
}
