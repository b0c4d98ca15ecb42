import { deepStrictEqual, equal, match, rejects } from "node:assert/strict";
import { PROBLEM } from "@/lib/api/problem_schema.ts";
import { createFront, type FrontRules } from "@/lib/web/front.ts";

const NONE: FrontRules = {
  trustedHosts: [],
  trustedProxies: [],
  forceHttps: false,
  allowedOrigins: [],
};

const TIMES = { answerMilliseconds: 60_000, longMilliseconds: 60_000 };

interface Seen {
  readonly url: string;
  readonly from: string;
}

/** Sends a request through a front; tells the answer, and what reached the pages. */
async function send(
  rules: Partial<FrontRules>,
  headers: Readonly<Record<string, string>>,
  { path = "/", method = "GET", from = "10.0.0.1" }: {
    readonly path?: string;
    readonly method?: string;
    readonly from?: string;
  } = {},
): Promise<{ readonly answer: Response; readonly seen: Seen | null }> {
  let seen: Seen | null = null;
  const front = createFront({ ...NONE, ...rules }, { times: TIMES });
  const all = { Host: "127.0.0.1:8000", ...headers };
  const request = new Request(`http://${all.Host}${path}`, { method, headers: all });
  const answer = await front(request, { remoteAddress: from }, ({ url }, { remoteAddress }) => {
    seen = { url, from: remoteAddress };
    return Promise.resolve(new Response("page"));
  });
  return { answer, seen };
}

/** Holds what goes no further to what every refusal tells. */
async function isProblem(answer: Response): Promise<void> {
  equal(answer.headers.get("Content-Type"), "application/problem+json");
  equal(answer.headers.get("X-Content-Type-Options"), "nosniff");
  const problem = PROBLEM.parse(await answer.json());
  equal(problem.status, answer.status);
  equal(problem.request_id, answer.headers.get("X-Request-Id"));
}

Deno.test("createFront() answers for this machine and the hosts of the settings alone", async () => {
  const trustedHosts = ["daybook.example.org"];
  for (
    const Host of ["127.0.0.1:8000", "localhost", "daybook.example.org", "Daybook.example.org:81"]
  ) {
    equal((await send({ trustedHosts }, { Host })).answer.status, 200, Host);
  }
  for (const Host of ["evil.example", "daybook.example.org.evil.example", "xdaybook.example.org"]) {
    const { answer, seen } = await send({ trustedHosts }, { Host });
    deepStrictEqual([answer.status, seen], [421, null], Host);
    await isProblem(answer);
  }
});

Deno.test("createFront() leads to https, and tells browsers to stay there", async () => {
  const rules = { forceHttps: true, trustedHosts: ["a.example"], trustedProxies: ["10.0.0.5"] };
  const open = await send(rules, { Host: "a.example:81" }, { path: "/notebooks?x=1" });
  deepStrictEqual([open.answer.status, open.answer.headers.get("Location")], [
    308,
    "https://a.example/notebooks?x=1",
  ]);
  const sent = await send(rules, { Host: "a.example" }, { method: "POST" });
  equal(sent.answer.status, 403);
  await isProblem(sent.answer);
  // Anybody can say that they came by TLS: a proxy is believed.
  const said = { Host: "a.example", "X-Forwarded-Proto": "https" };
  equal((await send(rules, said)).answer.status, 308);
  const { answer, seen } = await send(rules, said, { from: "10.0.0.5" });
  equal(seen?.url, "https://a.example/");
  match(answer.headers.get("Strict-Transport-Security") ?? "", /^max-age=31536000/);
  // What watches it on this machine needs no certificate.
  equal((await send(rules, {}, { path: "/health" })).answer.status, 200);
});

Deno.test("createFront() believes proxies of the settings where a request comes from", async () => {
  const trustedProxies = ["10.0.0.5", "10.0.0.6"];
  const headers = { "X-Forwarded-For": "1.1.1.1, 203.0.113.7, 10.0.0.6" };
  equal((await send({ trustedProxies }, headers)).seen?.from, "10.0.0.1");
  equal((await send({ trustedProxies }, headers, { from: "10.0.0.5" })).seen?.from, "203.0.113.7");
  equal((await send({ trustedProxies }, {}, { from: "10.0.0.5" })).seen?.from, "10.0.0.5");
});

Deno.test("createFront() takes the last forwarder, or the peer where that is no address", async () => {
  const trustedProxies = ["10.0.0.5", "10.0.0.6"];
  const cases: [forwarded: string, from: string][] = [
    ["1.1.1.1, 203.0.113.7:4711", "203.0.113.7"],
    ["1.1.1.1, [2001:db8::7]:4711, 10.0.0.6", "2001:db8::7"],
    ["2001:db8::7", "2001:db8::7"],
    // What the client wrote itself stands before what the proxy could not tell.
    ["1.1.1.1, unknown", "10.0.0.5"],
    ["1.1.1.1, _hidden, 10.0.0.6", "10.0.0.5"],
    ["1.1.1.1, ...", "10.0.0.5"],
    ["1.1.1.1, 999.1.1.1", "10.0.0.5"],
    ["1.1.1.1, ", "10.0.0.5"],
  ];
  for (const [forwarded, from] of cases) {
    const headers = { "X-Forwarded-For": forwarded };
    equal((await send({ trustedProxies }, headers, { from: "10.0.0.5" })).seen?.from, from);
  }
});

Deno.test("createFront() lets scripts of the settings' origins ask what programs ask", async () => {
  const allowedOrigins = ["https://app.example"];
  const asked = { Origin: "https://app.example", "Access-Control-Request-Method": "POST" };
  const api = { path: "/api/sources" };
  const preflight = await send({ allowedOrigins }, asked, { ...api, method: "OPTIONS" });
  deepStrictEqual([preflight.answer.status, preflight.seen], [204, null]);
  const { headers } = preflight.answer;
  equal(headers.get("Access-Control-Allow-Origin"), "https://app.example");
  match(headers.get("Access-Control-Allow-Headers") ?? "", /Authorization/);
  equal(headers.get("Access-Control-Allow-Credentials"), null);
  const read = await send({ allowedOrigins }, { Origin: "https://app.example" }, api);
  equal(read.answer.headers.get("Access-Control-Allow-Origin"), "https://app.example");
  match(read.answer.headers.get("Vary") ?? "", /Origin/);
  const others = [
    await send({ allowedOrigins }, { Origin: "https://evil.example" }, api),
    await send({ allowedOrigins }, { Origin: "https://app.example" }, { path: "/notebooks" }),
    await send({}, { Origin: "https://app.example" }, api),
  ];
  for (const { answer } of others) equal(answer.headers.get("Access-Control-Allow-Origin"), null);
});

Deno.test("createFront() hands on bodies, and waits no longer for one that is silent", async () => {
  const post = (body: BodyInit, patience = {}) =>
    createFront(NONE, { times: TIMES, patience })(
      new Request("http://127.0.0.1:8000/", {
        method: "POST",
        headers: { Host: "127.0.0.1:8000" },
        body,
      }),
      { remoteAddress: "127.0.0.1" },
      async (request) => new Response(await request.text()),
    );
  equal(await (await post("what was sent")).text(), "what was sent");
  const silent = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => {}) });
  await rejects(post(silent, { patienceMilliseconds: 1 }), { code: "TOO_SLOW" });
});
