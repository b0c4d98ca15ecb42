import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { isOutside } from "@/lib/deliver/outside/address.ts";

Deno.test("isOutside() knows addresses of the open internet", async (t) => {
  const outside = [
    "8.8.8.8",
    "1.1.1.1",
    "172.15.255.255",
    "172.32.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450:4001::1",
    "2001:4860:4860::8888",
  ];
  for (const address of outside) {
    await t.step(address, () => assertEquals(isOutside(address), true));
  }
});

Deno.test("isOutside() knows all others", async (t) => {
  const inside: [string, string[]][] = [
    ["this host and network", ["0.0.0.0", "0.1.2.3", "::"]],
    ["loopback", ["127.0.0.1", "127.255.255.254", "::1"]],
    ["private", ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"]],
    ["unique local", ["fc00::1", "fd00:ec2::254"]],
    ["link-local", ["169.254.169.254", "fe80::1", "fe80::1%eth0"]],
    ["behind a carrier's NAT", ["100.64.0.1", "100.127.255.255", "100.100.100.200"]],
    ["multicast, broadcast, reserved", [
      "224.0.0.1",
      "239.1.1.1",
      "255.255.255.255",
      "240.0.0.1",
      "ff02::1",
    ]],
    ["documentation and benchmarks", [
      "192.0.2.1",
      "198.51.100.1",
      "203.0.113.9",
      "198.19.0.1",
      "2001:db8::1",
      "3fff::1",
    ]],
    ["a cloud's own", ["168.63.129.16", "192.0.0.192"]],
    ["IPv4 in IPv6", ["::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "::ffff:0:7f00:1"]],
    ["6to4, Teredo, NAT64", [
      "2002:7f00:1::",
      "2001:0:7f00:1::",
      "64:ff9b::7f00:1",
      "64:ff9b:1::a00:1",
    ]],
    ["other forms, which no resolver gives", [
      "0177.0.0.1",
      "2130706433",
      "0x7f.0.0.1",
      "127.1",
      "8.8.8",
      "8.8.8.8.",
      "256.1.1.1",
      "008.8.8.8",
      " 8.8.8.8",
      "",
      "example.com",
      "[2606:4700::1]",
    ]],
  ];
  for (const [name, addresses] of inside) {
    await t.step(name, () => {
      for (const address of addresses) assertEquals(isOutside(address), false, address);
    });
  }
});

Deno.test("isOutside() never takes an address of a private range for one outside", () => {
  const part = fc.nat({ max: 255 });
  const inside = fc.oneof(
    fc.tuple(fc.constantFrom(0, 10, 127, 224, 239, 240, 255), part, part, part),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), part, part),
    fc.tuple(fc.constant(192), fc.constant(168), part, part),
    fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), part, part),
  );
  fc.assert(fc.property(inside, (parts) => assertEquals(isOutside(parts.join(".")), false)));
});
