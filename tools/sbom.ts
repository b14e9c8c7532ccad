/** `deno task sbom > sbom.json`: what Omni is made of, as CycloneDX 1.6, from the lock file that every installation uses. */
import { fileURLToPath } from "node:url";

interface Lock {
  npm: Record<string, { integrity: string }>;
}

export interface Component {
  type: "library";
  name: string;
  version: string;
  purl: string;
  "bom-ref": string;
  hashes: { alg: "SHA-512"; content: string }[];
}

/** One component a package and version; the peers that the lock file adds to a name (`a@1_b@2`) make no other component. */
export function components(lock: Lock): Component[] {
  const found = new Map<string, Component>();
  for (const [key, { integrity }] of Object.entries(lock.npm)) {
    const at = key.indexOf("@", 1);
    const name = key.slice(0, at);
    const version = key.slice(at + 1).split("_")[0] ?? "";
    const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
    const [algorithm, digest = ""] = integrity.split("-");
    if (algorithm !== "sha512") throw new Error(`${key}: the lock file has no SHA-512 of it but ${algorithm}`);
    const content = Uint8Array.fromBase64(digest).toHex();
    found.set(purl, { type: "library", name, version, purl, "bom-ref": purl, hashes: [{ alg: "SHA-512", content }] });
  }
  return [...found.values()].sort((a, b) => a.purl < b.purl ? -1 : 1);
}

export function sbom(lock: Lock, now: Temporal.Instant) {
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      timestamp: now.round("second").toString(),
      component: { type: "application", name: "omni", "bom-ref": "omni" },
    },
    components: components(lock),
  };
}

if (import.meta.main) {
  const lock: Lock = JSON.parse(await Deno.readTextFile(fileURLToPath(import.meta.resolve("../deno.lock"))));
  console.log(JSON.stringify(sbom(lock, Temporal.Now.instant()), null, 2));
}
