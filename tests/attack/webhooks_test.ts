/**
 * Request forgery by webhooks: inside addresses in every spelling, redirects, names that lead elsewhere the second
 * time, and webhooks that somebody kept, changed or made.
 *
 * That a site sends none inside, whoever asks, is tried by tests/attack/a10_request_forgery_test.ts.
 *
 * @module
 */
import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { isOutside } from "@/lib/deliver/outside/address.ts";
import type { Surroundings } from "@/lib/deliver/outside/target.ts";
import { sendWebhook } from "@/lib/deliver/webhook/send_webhook.ts";

const secret = new TextEncoder().encode("a secret of thirty-two characters");
const { signal } = new AbortController();

/** A server on loopback that counts who comes, and answers by a given answer. */
function listen(answer: () => Response = () => new Response("ok")) {
  const got: { readonly headers: Headers; readonly body: string }[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      got.push({ headers: request.headers, body: await request.text() });
      return answer();
    },
  );
  return { port: server.addr.port, got, [Symbol.asyncDispose]: () => server.shutdown() };
}

function send(url: string, surroundings: Surroundings) {
  return sendWebhook({ url, id: "0190", body: { figure: "€70" }, secret }, {
    signal,
    surroundings,
    retries: 0,
    wait: () => Promise.resolve(),
  });
}

/** Names stand for what is given; plain HTTP, so that only the address can be what refuses. */
function names(...addresses: readonly string[]): Surroundings {
  return { resolve: () => Promise.resolve(addresses), isAllowed: isOutside, allowsPlain: true };
}

Deno.test("A webhook reaches no inside address, however it is spelled", async (t) => {
  await using server = listen();
  const { port } = server;
  const hosts = [
    ...["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "0", "0.0.0.0"],
    ...["127.0.0.1.", "１２７.0.0.1", "127。0。0。1", "127.000.000.001", "017700000001"],
    ...["[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]"],
    ...["[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::127.0.0.1]", "169.254.169.254", "10.0.0.1"],
  ];
  for (const host of hosts) {
    await t.step(host, async () => {
      const outcome = await send(`http://${host}:${port}/`, names());
      assertEquals(outcome, { type: "failed", reason: "inside address", tries: 1 });
    });
  }
  for (const address of ["127.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254", "fd00::1"]) {
    await t.step(`a name of ${address}, alone or behind an outside one`, async () => {
      for (const found of [[address], ["8.8.8.8", address]]) {
        const outcome = await send(`http://hook.example:${port}/`, names(...found));
        assertEquals(outcome, { type: "failed", reason: "inside address", tries: 1 });
      }
    });
  }
  assertEquals(server.got, []);
});

Deno.test("A webhook follows no redirect", async (t) => {
  await using inside = listen();
  for (const status of [301, 302, 303, 307, 308]) {
    await t.step(`${status}`, async () => {
      const to = `http://127.0.0.1:${inside.port}/`;
      await using outside = listen(() =>
        new Response("", { status, headers: { Location: to, Refresh: `0; url=${to}` } })
      );
      const outcome = await send(`http://hook.example:${outside.port}/`, {
        ...names("127.0.0.1"),
        isAllowed: () => true,
      });
      assertEquals(outcome, { type: "failed", reason: "redirected", tries: 1 });
      assertEquals(outside.got.length, 1);
    });
  }
  assertEquals(inside.got, []);
});

Deno.test("A webhook goes to the address that was looked at, whatever its name stands for next", async () => {
  await using server = listen();
  // Loopback stands for the outside here; the second answer would be the machine's own services.
  const answers = [["127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"]];
  let asked = 0;
  const outcome = await send(`http://hook.example:${server.port}/`, {
    resolve: () => Promise.resolve(answers[Math.min(asked++, 2)]),
    isAllowed: (address) => address === "127.0.0.1",
    allowsPlain: true,
  });
  assertEquals([outcome.type, asked, server.got.length], ["sent", 1, 1]);
  assertEquals(server.got[0].headers.get("host"), `hook.example:${server.port}`);
  // Nobody on the way and nobody at the other end can learn the secret from it.
  const all = JSON.stringify([[...server.got[0].headers], server.got[0].body]);
  assert(!all.includes("thirty-two"));
});

Deno.test("Who verifies as docs/mail.md says believes no webhook but ours, once", async (t) => {
  const page = await Deno.readTextFile(new URL("../../docs/mail.md", import.meta.url));
  const code = /```js\n([^]*?)```/.exec(page)?.[1] ?? "";
  const source = encodeURIComponent(`${code}\nexport { isFromDaybook };`);
  const { isFromDaybook } = await import(`data:application/javascript,${source}`);
  await using server = listen();
  await send(`http://hook.example:${server.port}/`, {
    ...names("127.0.0.1"),
    isAllowed: () => true,
  });
  const [{ headers: sent, body }] = server.got;
  const headers = Object.fromEntries(sent);
  const key = "a secret of thirty-two characters";
  assertEquals(isFromDaybook(headers, body, key), true);
  const seconds = Number(headers["webhook-timestamp"]);
  const signature = headers["webhook-signature"];
  const forgeries: Readonly<Record<string, Record<string, string>>> = {
    "of an hour ago": { "webhook-timestamp": String(seconds - 3600) },
    "from the future": { "webhook-timestamp": String(seconds + 3600) },
    "with a time that is none": { "webhook-timestamp": "NaN" },
    "with another id": { "webhook-id": "0191" },
    "whose id has eaten the time": { "webhook-id": `0190.${seconds}`, "webhook-timestamp": "" },
    "without a signature": { "webhook-signature": "" },
    "with a part of the signature": { "webhook-signature": signature.slice(0, 20) },
    "with the signature in small letters": { "webhook-signature": signature.toLowerCase() },
  };
  for (const [name, changed] of Object.entries(forgeries)) {
    await t.step(name, () => {
      assertEquals(isFromDaybook({ ...headers, ...changed }, body, key), false);
    });
  }
  assertEquals(isFromDaybook(headers, body.replace("70", "71"), key), false);
  for (const other of ["", "secret", "changeme", `${key} `]) {
    assertEquals(isFromDaybook(headers, body, other), false);
  }
});
