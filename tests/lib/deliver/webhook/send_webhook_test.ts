import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { createHmac } from "node:crypto";
import { isOutside } from "@/lib/deliver/outside/address.ts";
import { sendWebhook, type WebhookOptions } from "@/lib/deliver/webhook/send_webhook.ts";
import { neverAnswer, startModelServer } from "@/tests/helpers/model_server.ts";

const { signal } = new AbortController();
const secret = new TextEncoder().encode("a secret of thirty-two characters");

/** Loopback stands for the open internet. */
const LOOPBACK: WebhookOptions = {
  signal,
  surroundings: {
    resolve: () => Promise.resolve(["127.0.0.1"]),
    isAllowed: (address) => address === "127.0.0.1",
    allowsPlain: true,
  },
  wait: () => Promise.resolve(),
  now: () => new Date("2026-03-01T12:00:00Z"),
};

const body = { notebook: "Sales", figure: "€1,234" };

function hook(url: string) {
  return { url: url.replace("127.0.0.1", "hook.example"), id: "0190-hook", body, secret };
}

Deno.test("sendWebhook() posts JSON that its receiver can verify", async () => {
  await using server = startModelServer(() => new Response(null, { status: 204 }));
  assertEquals(await sendWebhook(hook(server.url), LOOPBACK), { type: "sent", tries: 1 });
  const [{ headers, body: got }] = server.asked;
  assertEquals(got, body);
  assertEquals(headers["content-type"], "application/json");
  // What docs/mail.md tells receivers to do.
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${JSON.stringify(body)}`;
  const expected = createHmac("sha256", secret).update(signed).digest("base64");
  assertEquals(headers["webhook-signature"], `v1,${expected}`);
  assertEquals(headers["webhook-timestamp"], String(Date.parse("2026-03-01T12:00:00Z") / 1000));
});

Deno.test("sendWebhook() tries again under the same id, at a new time", async () => {
  await using server = startModelServer(
    () => new Response("", { status: 503 }),
    () => new Response("", { status: 429 }),
    () => new Response("ok"),
  );
  let minute = 0;
  const now = () => new Date(60_000 * minute++);
  const outcome = await sendWebhook(hook(server.url), { ...LOOPBACK, now });
  assertEquals(outcome, { type: "sent", tries: 3 });
  const told = server.asked.map((
    { headers },
  ) => [headers["webhook-id"], headers["webhook-timestamp"]]);
  assertEquals(told, [["0190-hook", "0"], ["0190-hook", "60"], ["0190-hook", "120"]]);
});

Deno.test("sendWebhook() gives up where it is refused, and after the last try", async (t) => {
  const status = (code: number) => () => new Response("", { status: code });
  const cases: [string, (request: Request) => Response | Promise<Response>, string, number][] = [
    ["refused", status(401), "refused", 1],
    ["gone", status(410), "refused", 1],
    ["broken", status(500), "server error", 3],
    ["redirected", () => Response.redirect("http://127.0.0.1:1/", 307), "redirected", 1],
    ["too long an answer", () => new Response("x".repeat(100_000)), "answer too large", 1],
    ["no answer", neverAnswer, "time limit", 3],
  ];
  for (const [name, answer, reason, tries] of cases) {
    await t.step(name, async () => {
      await using server = startModelServer(answer);
      const limit = { ...LOOPBACK, timeLimitMilliseconds: name === "no answer" ? 100 : 10_000 };
      assertEquals(await sendWebhook(hook(server.url), limit), { type: "failed", reason, tries });
      assertEquals(server.asked.length, tries);
    });
  }
});

Deno.test("sendWebhook() reaches nothing inside, however the address is written", async (t) => {
  await using server = startModelServer(() => new Response("ok"));
  const { port } = new URL(server.url);
  const hosts = [
    "127.0.0.1",
    "2130706433",
    "0177.0.0.1",
    "0x7f.1",
    "127.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "169.254.169.254",
    "localhost",
    "rebinding.example",
  ];
  const surroundings = {
    resolve: () => Promise.resolve(["93.184.216.34", "127.0.0.1"]),
    isAllowed: isOutside,
    allowsPlain: true,
  };
  for (const host of hosts) {
    await t.step(host, async () => {
      const url = `http://${host}:${port}/`;
      const outcome = await sendWebhook({ url, id: "1", body, secret }, {
        ...LOOPBACK,
        surroundings,
      });
      assertEquals(outcome, { type: "failed", reason: "inside address", tries: 1 });
    });
  }
  await t.step("in earnest, without TLS", async () => {
    const outcome = await sendWebhook({ url: server.url, id: "1", body, secret }, { signal });
    assertEquals(outcome, { type: "failed", reason: "no HTTPS", tries: 1 });
  });
  assertEquals(server.asked.length, 0);
});

Deno.test("sendWebhook() ends where it is stopped", async () => {
  await using server = startModelServer(() => new Response("", { status: 500 }));
  const stop = new AbortController();
  const wait = () => {
    stop.abort();
    return Promise.resolve();
  };
  const outcome = await sendWebhook(hook(server.url), { ...LOOPBACK, wait, signal: stop.signal });
  assertEquals(outcome, { type: "failed", reason: "cancelled", tries: 2 });
  assert(server.asked.length <= 1);
});
