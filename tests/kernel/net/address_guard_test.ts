import assert from "node:assert/strict";
import { DomainError } from "~/domain/kernel/errors.ts";
import { check_target, judge_target } from "~/domain/kernel/net/address_guard.ts";

const resolving = (...addresses: string[]) => () => Promise.resolve(addresses);
const kind = async (url: string, resolve = resolving("93.184.216.34"), allow_private = false) => {
  const judgement = await judge_target(url, { resolve, allow_private });
  return judgement.ok ? judgement.target.address : judgement.kind;
};

Deno.test("judge_target() gives the address it has checked", async () => {
  assert.equal(await kind("https://hook.example.org/x"), "93.184.216.34");
  assert.equal(await kind("https://93.184.216.34/"), "93.184.216.34");
  assert.equal(await kind("https://[2606:2800:220:1::1]/"), "2606:2800:220:1::1");
  assert.equal(await kind("https://h.example.org/", resolving("2606:2800:220:1::1", "93.184.216.34")), "93.184.216.34");
});

Deno.test("judge_target() refuses every way to write an inner address", async () => {
  for (
    const host of [
      "127.0.0.1",
      "127.1",
      "2130706433",
      "0x7f000001",
      "0177.0.0.1",
      "0.0.0.0",
      "10.1.2.3",
      "172.31.255.255",
      "192.168.0.1",
      "100.64.0.1",
      "169.254.169.254",
      "198.18.0.1",
      "224.0.0.1",
      "255.255.255.255",
      "[::]",
      "[::1]",
      "[::ffff:127.0.0.1]",
      "[::ffff:7f00:1]",
      "[::127.0.0.1]",
      "[64:ff9b::10.0.0.1]",
      "[2002:7f00:1::]",
      "[fe80::1]",
      "[fc00::1]",
      "[fd00:ec2::254]",
      "[ff02::1]",
      "[2001:db8::1]",
      "[2001::1]",
      "①②⑦.0.0.1",
    ]
  ) assert.equal(await kind(`https://${host}/`), "private", host);
});

Deno.test("judge_target() refuses a name when one of its addresses is inside", async () => {
  assert.equal(await kind("https://h.example.org/", resolving("93.184.216.34", "10.0.0.1")), "private");
  assert.equal(await kind("https://h.example.org/", resolving("::ffff:10.0.0.1")), "private");
  assert.equal(await kind("https://h.example.org/", resolving("fe80::1%eth0")), "unresolved"); // unreadable, so not judged
});

Deno.test("judge_target() tells a name that does not resolve from one that may not be called", async () => {
  assert.equal(await kind("https://h.example.org/", resolving()), "unresolved");
  assert.equal(await kind("https://h.example.org/", () => Promise.reject(new Error("ENOTFOUND"))), "unresolved");
  for (
    const bad of [
      "",
      "hook",
      "//h/x",
      "http://h.example.org/",
      "ftp://h/",
      "file:///etc/passwd",
      "https://me:pw@h.example.org/",
    ]
  ) {
    assert.equal(await kind(bad), "malformed", bad);
  }
});

Deno.test("judge_target() lets private targets through when allowed, but metadata never", async () => {
  assert.equal(await kind("http://127.0.0.1:9000/", undefined, true), "127.0.0.1");
  assert.equal(await kind("https://10.0.0.7/", undefined, true), "10.0.0.7");
  for (const host of ["169.254.169.254", "[::ffff:169.254.169.254]", "100.100.100.200", "[fd00:ec2::254]"]) {
    assert.equal(await kind(`http://${host}/latest/meta-data`, undefined, true), "private", host);
  }
});

Deno.test("judge_target() asks the system where nothing is given: localhost is inside", async () => {
  const judgement = await judge_target("https://localhost/");
  assert.equal(!judgement.ok && judgement.kind, "private");
});

Deno.test("check_target() names field, URL and remedy", async () => {
  await assert.rejects(
    check_target("https://10.0.0.1/", "target_url"),
    (error) =>
      error instanceof DomainError && error.code === "validation_error" &&
      error.message ===
        'target_url: leads to an address inside a private network (got "https://10.0.0.1/"). Give a host that is reachable on the public internet.',
  );
});
