type Bytes = Uint8Array<ArrayBuffer>;

/** The first `bytes` of a stream, and a stream that gives all of it again: what an upload is judged by before it is stored, without keeping it whole. */
export async function peek(
  source: ReadableStream<Bytes>,
  bytes: number,
): Promise<{ head: Bytes; stream: ReadableStream<Bytes> }> {
  const reader = source.getReader();
  const chunks: Bytes[] = [];
  let seen = 0;
  let ended = false;
  while (seen < bytes && !ended) {
    const { done, value } = await reader.read();
    ended = done;
    if (value !== undefined) {
      chunks.push(value);
      seen += value.length;
    }
  }
  const head = new Uint8Array(seen);
  let at = 0;
  for (const chunk of chunks) {
    head.set(chunk, at);
    at += chunk.length;
  }
  const stream = new ReadableStream<Bytes>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      if (ended) controller.close();
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (value !== undefined) controller.enqueue(value);
      if (done) controller.close();
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { head: head.subarray(0, bytes), stream };
}
