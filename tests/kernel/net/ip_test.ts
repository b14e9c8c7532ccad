import assert from "node:assert/strict";
import { client_address } from "~/domain/kernel/net/client_address.ts";
import { in_range, parse_cidr, parse_ip, unmapped } from "~/domain/kernel/net/ip.ts";

Deno.test("parse_ip() reads both families and refuses what resolvers read in surprising ways", () => {
  assert.deepEqual(parse_ip("10.0.0.1"), { version: 4, value: 0x0a000001n });
  assert.deepEqual(parse_ip("::1"), { version: 6, value: 1n });
  assert.deepEqual(parse_ip("[::]"), { version: 6, value: 0n });
  assert.deepEqual(parse_ip("::ffff:10.0.0.1"), { version: 6, value: 0xffff_0a00_0001n });
  assert.equal(parse_ip("2001:db8::1")?.value, 0x2001_0db8_0000_0000_0000_0000_0000_0001n);
  for (
    const bad of [
      "",
      "1",
      "010.0.0.1",
      "0x7f.0.0.1",
      "256.1.1.1",
      "1.2.3",
      "1.2.3.4.5",
      ":::",
      "1::2::3",
      "12345::",
      "::1%eth0",
      "g::",
      "1:2:3:4:5:6:7",
    ]
  ) {
    assert.equal(parse_ip(bad), undefined, bad);
  }
});

Deno.test("parse_cidr() covers its range to the edges", () => {
  const range = parse_cidr("172.16.0.0/12");
  assert.ok(range);
  const holds = (text: string) => {
    const ip = parse_ip(text);
    return ip !== undefined && in_range(ip, range);
  };
  assert.deepEqual(["172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0", "::1"].map(holds), [
    false,
    true,
    true,
    false,
    false,
  ]);
  for (const bad of ["10.0.0.0/33", "10.0.0.0/8/8", "10.0.0.0/", "lan", "::/129"]) {
    assert.equal(parse_cidr(bad), undefined, bad);
  }
});

Deno.test("unmapped() sees the IPv4 peer of a dual-stack socket", () => {
  const ip = parse_ip("::ffff:10.0.0.1");
  assert.deepEqual(ip && unmapped(ip), { version: 4, value: 0x0a000001n });
});

Deno.test("client_address() believes only what trusted proxies wrote", () => {
  const range = parse_cidr("10.0.0.0/8");
  const trusted = { ranges: range === undefined ? [] : [range] };
  const table: [string, string | null, string][] = [
    ["203.0.113.9", null, "203.0.113.9"],
    ["203.0.113.9", "1.1.1.1", "203.0.113.9"], // a stranger that pretends to be a proxy
    ["10.0.0.2", "198.51.100.7", "198.51.100.7"],
    ["::ffff:10.0.0.2", "6.6.6.6, 198.51.100.7, 10.0.0.3", "198.51.100.7"],
    ["10.0.0.2", "198.51.100.7:4711", "198.51.100.7"],
    ["10.0.0.2", "[2001:db8::1]:4711", "2001:db8::1"],
    ["10.0.0.2", "198.51.100.7, unknown", "10.0.0.2"],
  ];
  for (const [peer, header, expected] of table) {
    assert.equal(client_address(peer, header, trusted), expected, `${peer} ${header}`);
  }
});

Deno.test("client_address() counts proxies from the right", () => {
  assert.equal(client_address("10.0.0.2", "6.6.6.6, 198.51.100.7", { count: 0 }), "10.0.0.2");
  assert.equal(client_address("10.0.0.2", "6.6.6.6, 198.51.100.7", { count: 1 }), "198.51.100.7");
  assert.equal(client_address("10.0.0.2", "198.51.100.7, 10.0.0.9", { count: 2 }), "198.51.100.7");
  assert.equal(client_address("10.0.0.2", "<script>", { count: 1 }), "10.0.0.2");
});
