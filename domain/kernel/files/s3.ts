import { AwsClient } from "aws4fetch";
import { not_found, upstream_failed } from "~/domain/kernel/errors.ts";
import type { FilesLocation } from "~/domain/kernel/files/location.ts";
import { checked_key, measured, type Storage } from "~/domain/kernel/files/storage.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";

type S3Location = Extract<FilesLocation, { kind: "s3" }>;

const headers_timeout_ms = 30_000;

/**
 * Files in a bucket of any S3-compatible store, requests signed with SigV4. An upload is gathered in memory first (at most FILES_MAX_MB): S3 wants its
 * length, and signing its real SHA-256 lets the store refuse what was damaged on the way.
 */
export function s3_storage(location: S3Location, fetch_with: typeof fetch = fetch): Storage {
  const client = new AwsClient({
    accessKeyId: location.access_key,
    secretAccessKey: location.secret_key,
    region: location.region,
    service: "s3",
  });

  async function call(
    method: string,
    key: string,
    init: { headers?: Record<string, string>; body?: Uint8Array<ArrayBuffer> } = {},
  ) {
    const url = `${location.endpoint}/${checked_key(key)}`;
    for (let attempt = 1;; attempt++) {
      const limit = new AbortController(); // for the headers only: a slow reader may take its time over the body
      const timer = setTimeout(
        () => limit.abort(new Error(`no answer within ${headers_timeout_ms / 1000} s`)),
        headers_timeout_ms,
      );
      const response = await client.sign(url, { method, ...init })
        .then((request) => fetch_with(request, { signal: limit.signal }))
        .catch((cause: unknown) =>
          attempt < 3 ? undefined : Promise.reject(upstream_failed("File storage", `${method} got no answer.`, cause))
        )
        .finally(() => clearTimeout(timer));
      const busy = response === undefined || response.status === 503 || response.status === 500;
      if (!busy || attempt >= 3) {
        return response ?? Promise.reject(upstream_failed("File storage", `${method} got no answer.`));
      }
      await response?.body?.cancel();
      await new Promise((done) => setTimeout(done, 200 * attempt * (0.5 + Math.random())));
    }
  }

  return {
    async put(source, { max_bytes, type = "application/octet-stream" }) {
      const stored = { key: new_id(), size: 0, sha256: "" };
      const chunks: Uint8Array<ArrayBuffer>[] = [];
      for await (
        const chunk of measured(source, max_bytes, (size, sha256) => Object.assign(stored, { size, sha256 }))
      ) chunks.push(chunk);
      const body = new Uint8Array(await new Blob(chunks).arrayBuffer());
      const response = await call("PUT", stored.key, {
        body,
        headers: { "content-type": type, "x-amz-content-sha256": stored.sha256 },
      });
      await expect_ok(response, "PUT");
      await response.body?.cancel();
      return stored;
    },

    async get(key, range) {
      const headers: Record<string, string> = range === undefined ? {} : { range: `bytes=${range.start}-${range.end}` };
      const response = await call("GET", key, { headers });
      if (response.status === 404) {
        await response.body?.cancel();
        throw not_found("file", key);
      }
      await expect_ok(response, "GET");
      return response.body ?? new Blob().stream();
    },

    async remove(key) {
      const response = await call("DELETE", key);
      if (response.status !== 404) await expect_ok(response, "DELETE");
      await response.body?.cancel();
    },

    async exists(key) {
      const response = await call("HEAD", key);
      await response.body?.cancel();
      if (response.status === 404) return false;
      await expect_ok(response, "HEAD");
      return true;
    },
  };
}

/** The store's own words go into the cause, for the log: `SignatureDoesNotMatch` and `NoSuchBucket` say what to mend. */
async function expect_ok(response: Response, method: string): Promise<void> {
  if (response.ok) return;
  const said = (await response.text().catch(() => "")).slice(0, 500);
  const code = /<Code>(\w+)<\/Code>/.exec(said)?.[1] ?? "";
  throw upstream_failed(
    "File storage",
    `${method} was answered with ${response.status} ${code}`.trimEnd() + ".",
    new Error(said),
  );
}
