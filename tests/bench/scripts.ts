/** Bytes of JavaScript that a page brings, compressed as they travel: the scripts it names and what those import. */
export async function script_bytes(url: string, headers: Record<string, string>): Promise<number> {
  const html = await (await fetch(url, { headers })).text();
  const open = [...html.matchAll(/\/_fresh\/js\/[\w.-]+\.js/g)].map(([path]) => path);
  const seen = new Set<string>();
  let total = 0;
  for (let path = open.pop(); path; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const text = await (await fetch(new URL(path, url))).text();
    total += await gzipped(text);
    for (const [, name] of text.matchAll(/from\s*"\.\/([\w.-]+\.js)"|import\s*"\.\/([\w.-]+\.js)"/g)) {
      if (name) open.push(`/_fresh/js/${name}`);
    }
  }
  return total;
}

async function gzipped(text: string): Promise<number> {
  return (await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer())
    .byteLength;
}
