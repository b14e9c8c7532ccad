/// <reference lib="deno.worker" />
import { argon2id, argon2Verify } from "hash-wasm";
import type { PasswordJob } from "./password_job.ts";
import type { PasswordResult } from "./password_wasm.ts";

/** One hash takes about 50 ms of pure computing; here it holds up nobody. The worker runs without any permission: it only computes. */
self.onmessage = async ({ data }: MessageEvent<PasswordJob>) => {
  try {
    const value = data.kind === "hash"
      ? await argon2id({
        ...data.cost,
        password: data.password,
        salt: data.salt,
        hashLength: 32,
        outputType: "encoded",
      })
      : await argon2Verify({ password: data.password, hash: data.hash });
    answer({ ok: true, value });
  } catch (error) {
    answer({ ok: false, reason: error instanceof Error ? error.message : String(error) });
  }
};

function answer(result: PasswordResult): void {
  self.postMessage(result);
}
