/** What postgres.js takes for a network socket: a message port to the thread of the embedded database. */
import { Buffer } from "node:buffer";
import { Duplex } from "node:stream";

const terminate = "X".charCodeAt(0);

export function worker_socket(port: MessagePort): Duplex {
  const socket = new Duplex({
    read() {},
    write(chunk: Uint8Array, _encoding, done) {
      // Terminate would end the one session that the next connection needs; the end of the stream says the same.
      if (chunk[0] !== terminate) port.postMessage(new Uint8Array(chunk)); // a copy: the driver reuses its buffer
      done();
    },
    final(done) {
      done();
      socket.destroy();
    },
    destroy(error, done) {
      port.postMessage(null);
      port.close();
      done(error);
    },
  });
  port.onmessage = ({ data }: MessageEvent<Uint8Array<ArrayBuffer> | null>) => {
    if (data === null) socket.destroy();
    else socket.push(Buffer.from(data.buffer));
  };
  // Asked for by the driver when it closes; a plain stream has no such word.
  Object.defineProperty(socket, "readyState", { get: () => socket.destroyed ? "closed" : "open" });
  return socket;
}
