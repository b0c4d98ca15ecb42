import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { type OutsideRequest, requestOutside } from "@/lib/deliver/outside/request.ts";
import type { Surroundings } from "@/lib/deliver/outside/target.ts";
import { neverAnswer, startModelServer } from "@/tests/helpers/model_server.ts";

const { signal } = new AbortController();

/** Names stand for loopback, which alone is allowed, save those that begin with "inside". */
const LOOPBACK: Surroundings = {
  resolve: (name) => Promise.resolve([name.startsWith("inside") ? "10.0.0.1" : "127.0.0.1"]),
  isAllowed: (address) => address === "127.0.0.1",
  allowsPlain: true,
};

const ROOT = new URL("../../../fixtures/tls/", import.meta.url);

function get(url: string, more: Partial<OutsideRequest> = {}): OutsideRequest {
  // deno-lint-ignore no-explicit-any -- what is given over changes no method
  const rest = more as any;
  return {
    url,
    method: "GET",
    headers: {},
    redirects: 2,
    timeLimitMilliseconds: 10_000,
    maxBytes: 100,
    ...rest,
  };
}

/** Returns the status and the text, or the reason. */
async function ask(request: OutsideRequest, surroundings = LOOPBACK, until = signal) {
  const reply = await requestOutside(request, surroundings, until);
  return reply.type === "answered"
    ? [reply.status, new TextDecoder().decode(reply.body)]
    : reply.reason;
}

/** The URL of a server under a name that it does not have. */
function named(url: string, name = "hook.example"): string {
  return url.replace("127.0.0.1", name);
}

Deno.test("requestOutside() connects to the checked address, under the name that was asked for", async () => {
  await using server = startModelServer(() => new Response("well", { status: 201 }));
  const body = new TextEncoder().encode('{"a":1}');
  const url = named(`${server.url}/path?x=1`);
  const request: OutsideRequest = {
    url,
    method: "POST",
    body,
    headers: { "x-signature": "signed" },
    timeLimitMilliseconds: 10_000,
    maxBytes: 100,
  };
  assertEquals(await ask(request), [201, "well"]);
  const [{ path, headers, body: got }] = server.asked;
  assertEquals([path, got, headers["x-signature"]], ["/path", { a: 1 }, "signed"]);
  assertEquals(headers.host, new URL(url).host);
});

Deno.test("requestOutside() resolves a name once, so that it cannot mean another address later", async () => {
  await using server = startModelServer(() => new Response("well"));
  const answers = ["127.0.0.1", "10.0.0.1"];
  let asked = 0;
  const rebinding = { ...LOOPBACK, resolve: () => Promise.resolve([answers[asked++]]) };
  assertEquals(await ask(get(named(server.url)), rebinding), [200, "well"]);
  assertEquals(asked, 1);
  assertEquals(await ask(get(named(server.url)), rebinding), "inside address");
  assertEquals(server.asked.length, 1);
});

Deno.test("requestOutside() checks each redirect anew, and follows so many", async () => {
  const to = (location: string) => () => new Response(null, { status: 302, headers: { location } });
  await using inside = startModelServer(to("http://inside.example/"));
  assertEquals(await ask(get(named(inside.url))), "inside address");
  await using file = startModelServer(to("file:///etc/passwd"));
  assertEquals(await ask(get(named(file.url))), "no URL");
  await using next = startModelServer(to("/next"), () => new Response("well"));
  assertEquals(await ask(get(named(next.url))), [200, "well"]);
  assertEquals(next.asked[1].path, "/next");
  await using round = startModelServer(to("/"));
  assertEquals(await ask(get(named(round.url))), "redirected");
  assertEquals(round.asked.length, 3);
  await using plain = startModelServer(to("http://hook.example/"));
  assertEquals(
    await ask(get(named(plain.url), { method: "POST", body: new TextEncoder().encode("{}") })),
    "redirected",
  );
});

Deno.test("requestOutside() ends what is too large, too slow or cancelled", async () => {
  await using large = startModelServer(() => new Response("x".repeat(101)));
  assertEquals(await ask(get(named(large.url))), "answer too large");
  await using slow = startModelServer(neverAnswer);
  assertEquals(await ask(get(named(slow.url), { timeLimitMilliseconds: 20 })), "time limit");
  assertEquals(await ask(get(named(slow.url)), LOOPBACK, AbortSignal.abort()), "cancelled");
  const lost = { ...LOOPBACK, resolve: () => new Promise<string[]>(() => {}) };
  assertEquals(await ask(get(named(slow.url), { timeLimitMilliseconds: 20 }), lost), "time limit");
  assertEquals(await ask(get("http://hook.example:1024/")), "network");
});

Deno.test("requestOutside() takes a certificate of the name alone", async () => {
  const [cert, key] = await Promise.all(
    ["cert.pem", "key.pem"].map((name) => Deno.readTextFile(new URL(name, ROOT))),
  );
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, cert, key, onListen: () => {} },
    () => new Response("well"),
  );
  const url = (name: string) => `https://${name}:${server.addr.port}/`;
  assertEquals(await ask(get(url("hook.example"), { authorities: cert })), [200, "well"]);
  assertEquals(await ask(get(url("other.example"), { authorities: cert })), "network");
  assertEquals(await ask(get(url("hook.example"))), "network");
  await server.shutdown();
});
