/** Where files live, read from FILES_URL. */
export type FilesLocation =
  | { kind: "disk"; folder: string }
  | {
    kind: "s3";
    endpoint: string;
    bucket: string;
    region: string;
    access_key: string;
    secret_key: string;
    path_style: boolean;
  };

export type LocationResult = { ok: true; location: FilesLocation } | { ok: false; reason: string };

/**
 * `file:./data/files`, or `s3://KEY:SECRET@host/bucket?region=eu-west-1&path_style=1&tls=0`. Key and secret are percent-encoded, since S3 secrets contain `/` and `+`.
 * `path_style=1` is for servers that do not answer at bucket.host (MinIO, Garage); `tls=0` for one reached over a private network.
 */
export function parse_files_url(text: string): LocationResult {
  if (text.startsWith("file:")) {
    const folder = text.startsWith("file://")
      ? decodeURIComponent(text.slice("file://".length))
      : text.slice("file:".length);
    return folder === "" ? { ok: false, reason: "names no folder" } : { ok: true, location: { kind: "disk", folder } };
  }
  const url = URL.parse(text);
  if (url === null || url.protocol !== "s3:") return { ok: false, reason: "starts with neither file: nor s3:" };
  const bucket = url.pathname.replace(/^\/|\/$/g, "");
  if (url.username === "" || url.password === "") {
    return { ok: false, reason: "lacks the key or the secret before the @" };
  }
  if (url.hostname === "") return { ok: false, reason: "lacks the host" };
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    return { ok: false, reason: "lacks a valid bucket name after the host" };
  }
  const unknown = [...url.searchParams.keys()].find((key) => !["region", "path_style", "tls"].includes(key));
  if (unknown !== undefined) return { ok: false, reason: `has an unknown option "${unknown}"` };
  const path_style = url.searchParams.get("path_style") === "1";
  const scheme = url.searchParams.get("tls") === "0" ? "http" : "https";
  const endpoint = path_style ? `${scheme}://${url.host}/${bucket}` : `${scheme}://${bucket}.${url.host}`;
  return {
    ok: true,
    location: {
      kind: "s3",
      endpoint,
      bucket,
      region: url.searchParams.get("region") ?? "us-east-1",
      access_key: decodeURIComponent(url.username),
      secret_key: decodeURIComponent(url.password),
      path_style,
    },
  };
}
