import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import { signWebhook } from "@/lib/deliver/webhook/sign.ts";

Deno.test("signWebhook() signs the published example as its authors do", () => {
  // Standard Webhooks, specification: secret, id, time and body of the example, and what they come to.
  const secret = Uint8Array.fromBase64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  const headers = signWebhook({
    id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    at: new Date(1614265330_000),
    body: new TextEncoder().encode('{"test": 2432232314}'),
  }, secret);
  assertEquals(headers, {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

Deno.test("signWebhook() gives another signature for another id, time, body and secret", () => {
  const body = new TextEncoder().encode("{}");
  const secret = new Uint8Array(32).fill(7);
  const first = { id: "a", at: new Date(1000), body };
  const cases = [
    signWebhook(first, secret),
    signWebhook({ ...first, id: "b" }, secret),
    signWebhook({ ...first, at: new Date(2000) }, secret),
    signWebhook({ ...first, body: new TextEncoder().encode("[]") }, secret),
    signWebhook(first, new Uint8Array(32).fill(8)),
  ];
  assertIs(new Set(cases.map((headers) => headers["webhook-signature"])).size, cases.length);
});

Deno.test("signWebhook() signs what the code in docs/mail.md believes, and nothing else", async () => {
  const page = await Deno.readTextFile(new URL("../../../../docs/mail.md", import.meta.url));
  const code = /```js\n([^]*?)```/.exec(page)?.[1] ?? "";
  const url = `data:application/javascript,${
    encodeURIComponent(`${code}\nexport { isFromDaybook };`)
  }`;
  const { isFromDaybook } = await import(url);
  const secret = "a secret of thirty-two characters";
  const body = '{"figure":"€70"}';
  const bytes = new TextEncoder();
  const headersAt = (at: Date) =>
    signWebhook({ id: "0190", at, body: bytes.encode(body) }, bytes.encode(secret));
  const headers = headersAt(new Date());
  assertIs(isFromDaybook(headers, body, secret), true);
  assertIs(isFromDaybook(headers, body.replace("70", "71"), secret), false);
  assertIs(isFromDaybook(headers, body, `${secret}!`), false);
  assertIs(isFromDaybook({ ...headers, "webhook-id": "0191" }, body, secret), false);
  assertIs(isFromDaybook(headersAt(new Date(Date.now() - 600_000)), body, secret), false);
});
