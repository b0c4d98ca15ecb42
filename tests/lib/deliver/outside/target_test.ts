import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { isOutside } from "@/lib/deliver/outside/address.ts";
import { checkTarget, OPEN_INTERNET, portOf } from "@/lib/deliver/outside/target.ts";

/** Returns the address to connect to, or why there is none; names stand for these addresses. */
async function check(url: string, addresses: readonly string[] = ["8.8.8.8"], allowsPlain = false) {
  const resolve = () => Promise.resolve(addresses);
  const target = await checkTarget(url, { resolve, isAllowed: isOutside, allowsPlain });
  return target.type === "outside" ? target.address : target.reason;
}

Deno.test("checkTarget() takes HTTPS to the open internet", async () => {
  assertEquals(await check("https://hook.example/a?b"), "8.8.8.8");
  assertEquals(await check("https://hook.example:8443/"), "8.8.8.8");
  assertEquals(
    await check("https://hook.example/", ["2606:4700::1111", "8.8.8.8"]),
    "2606:4700::1111",
  );
  assertEquals(await check("https://[2606:4700::1111]/", []), "2606:4700::1111");
  assertEquals(await check("http://hook.example/", ["8.8.8.8"], true), "8.8.8.8");
});

Deno.test("checkTarget() knows inside addresses in every form", async (t) => {
  const urls = [
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://0/",
    "https://１２７.0.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[fd00:ec2::254]/",
  ];
  for (const url of urls) {
    await t.step(url, async () => assertEquals(await check(url), "inside address"));
  }
});

Deno.test("checkTarget() refuses a name of which one address is inside", async () => {
  assertEquals(await check("https://hook.example/", ["8.8.8.8", "10.0.0.1"]), "inside address");
  assertEquals(await check("https://hook.example/", ["::1"]), "inside address");
});

Deno.test("checkTarget() refuses what is no plain web address", async (t) => {
  const cases: [string, string][] = [
    ["http://hook.example/", "no HTTPS"],
    ["ftp://hook.example/", "no URL"],
    ["file:///etc/passwd", "no URL"],
    ["javascript:alert(this)", "no URL"],
    ["hook.example", "no URL"],
    ["", "no URL"],
    ["https://a:b@hook.example/", "has a password"],
    ["https://hook.example@127.0.0.1/", "has a password"],
    ["https://hook.example:25/", "port not allowed"],
  ];
  for (const [url, reason] of cases) {
    await t.step(url, async () => assertEquals(await check(url), reason));
  }
  assertEquals(await check("https://hook.example/", []), "name not found");
});

Deno.test("checkTarget() resolves in earnest, and finds this machine inside", async () => {
  const { resolve } = OPEN_INTERNET;
  const [address] = await resolve("localhost");
  assertEquals(["127.0.0.1", "::1"].includes(address), true);
  assertEquals(await checkTarget("https://localhost/", OPEN_INTERNET), {
    type: "refused",
    reason: "inside address",
  });
});

Deno.test("portOf() knows what a URL leaves out", () => {
  const ports = ["https://a", "http://a", "http://a:81"].map((url) => portOf(new URL(url)));
  assertEquals(ports, [443, 80, 81]);
});
