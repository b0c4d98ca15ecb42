/**
 * OWASP A04:2021, insecure design: requests that are endless, slow, or wait for an answer that never
 * comes, over real connections. Nobody is patient here, so that no test waits for half a minute.
 *
 * @module
 */
import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
} from "node:assert/strict";
import { createApp } from "@/lib/web/app.ts";
import { createFront } from "@/lib/web/front.ts";
import { loadModules } from "@/lib/web/modules.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { createState } from "@/routes/(_shared)/define.ts";
import { statusOf } from "@/routes/(_shared)/problem.ts";
import { NO_ACCOUNTS } from "@/tests/helpers/no_accounts.ts";

const ROUTES = [
  ...["routes/_app.tsx", "routes/_layout.tsx", "routes/_middleware.ts"],
  ...["routes/_404.tsx", "routes/_500.tsx"],
  ...["routes/health.ts", "routes/sign-in.tsx", "routes/api/[...path].ts"],
];

const never = () => new Promise<Response>(() => {});

/** Routes that never answer: one for people, one for programs. */
const STUCK = {
  "routes/stuck.ts": { handler: { GET: never }, config: { access: "everyone" } },
  "routes/api/stuck.ts": { handler: { GET: never }, config: { access: "everyone" } },
};

const USED_UP = { patienceMilliseconds: 200 };

/** Pages behind the front, as the web process serves them. */
async function serve() {
  const app = createApp({
    modules: { ...await loadModules(ROUTES), ...STUCK },
    scripts: { base: "/base.js", islands: {}, imports: {}, everywhere: [] },
    // What is read of a body is all that is asked for here.
    state: (request) => createState({ accounts: NO_ACCOUNTS } as Workspace, request),
    statusOf,
    onError() {},
  });
  const front = createFront(
    { trustedHosts: [], trustedProxies: [], forceHttps: false, allowedOrigins: [] },
    { times: { answerMilliseconds: 3000, longMilliseconds: 3000 }, patience: USED_UP },
  );
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => front(request, { remoteAddress: "127.0.0.1" }, app.fetch),
  );
  return {
    host: `127.0.0.1:${server.addr.port}`,
    port: server.addr.port,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

type Server = Awaited<ReturnType<typeof serve>>;

interface Told {
  readonly status: string;
  readonly text: string;
}

/** A connection on which a head was sent. */
async function begin({ host, port }: Server, line: string, headers: readonly string[] = []) {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const send = (text: string) => connection.write(new TextEncoder().encode(text));
  await send([`${line} HTTP/1.1`, `Host: ${host}`, ...headers, "", ""].join("\r\n"));
  let isOpen = true;
  return {
    /** Whether it may still send. */
    async send(text: string): Promise<boolean> {
      if (isOpen) await send(text).catch(() => isOpen = false);
      return isOpen;
    },
    /** Reads the beginning of an answer, as soon as there is one. */
    async read(): Promise<Told> {
      const bytes = new Uint8Array(1 << 16);
      const count = await connection.read(bytes).catch(() => null);
      isOpen = false;
      const text = new TextDecoder().decode(bytes.subarray(0, count ?? 0));
      return { status: /^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? "none", text };
    },
    [Symbol.dispose]: () => connection.close(),
  };
}

/** Sends what a text has, again and again with so long between, until there is an answer. */
async function drip(
  connection: Awaited<ReturnType<typeof begin>>,
  { text, milliseconds }: { readonly text: string; readonly milliseconds: number },
): Promise<Told> {
  const answered = connection.read();
  while (await connection.send(text)) {
    await Promise.race([
      answered,
      new Promise((resolve) => setTimeout(resolve, milliseconds)),
    ]);
  }
  return await answered;
}

const FORM = "Content-Type: application/x-www-form-urlencoded";
const JSON_TYPE = "Content-Type: application/json";

Deno.test("A site ends requests that are too slow or too large, and serves everybody else", async (t) => {
  await using server = await serve();
  const serves = async () => {
    const answer = await fetch(`http://${server.host}/health`);
    assertEquals((await answer.json()).status, "ok");
  };

  await t.step("a form that trickles", async () => {
    using slow = await begin(server, "POST /sign-in", [FORM, "Content-Length: 50000"]);
    const { status, text } = await drip(slow, { text: "a", milliseconds: 20 });
    assertEquals(status, "408");
    assertMatch(text, /<h1[^>]*>Too slow/);
    await serves();
  });

  await t.step("JSON that trickles in pieces, to programs", async () => {
    using slow = await begin(server, "POST /api/auth/login", [
      JSON_TYPE,
      "Transfer-Encoding: chunked",
    ]);
    const { status, text } = await drip(slow, { text: "1\r\n \r\n", milliseconds: 20 });
    assertEquals(status, "408");
    assertMatch(text, /content-type: application\/problem\+json/i);
    assertMatch(text, /"code":"TOO_SLOW"/);
    await serves();
  });

  await t.step("a body that comes at once is read", async () => {
    const answer = await fetch(`http://${server.host}/api/auth/login`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: " ".repeat(10_000),
    });
    // It was all read, and is no JSON.
    assertEquals([answer.status, (await answer.json()).code], [400, "BAD_USAGE"]);
  });

  await t.step("a form in pieces that never end", async () => {
    using endless = await begin(server, "POST /sign-in", [FORM, "Transfer-Encoding: chunked"]);
    const piece = `4000\r\n${"a".repeat(0x4000)}\r\n`;
    const { status } = await drip(endless, { text: piece, milliseconds: 0 });
    assertEquals(status, "413");
    await serves();
  });

  await t.step("hundreds who begin a request and never end it", async () => {
    const open = await Promise.all(
      Array.from(
        { length: 200 },
        () => begin(server, "POST /sign-in", [FORM, "Content-Length: 9"]),
      ),
    );
    await serves();
    // None of them is kept for ever.
    const told = await Promise.all(open.map((one) => one.read()));
    for (const one of open) one[Symbol.dispose]();
    assertEquals(new Set(told.map(({ status }) => status)), new Set(["408"]));
    await serves();
  });

  await t.step("heads without end", async () => {
    for (const headers of [Array(20_000).fill("X-A: b"), [`X-A: ${"b".repeat(2 << 20)}`]]) {
      using large = await begin(server, "GET /health", headers).catch(() => null);
      const { status } = await large?.read() ?? { status: "none" };
      assert(["none", "400", "413", "431"].includes(status), status);
      await serves();
    }
  });

  await t.step("an answer that never comes", async () => {
    const [page, problem] = await Promise.all(
      ["/stuck", "/api/stuck"].map((path) => fetch(`http://${server.host}${path}`)),
    );
    assertEquals(page.status, 503);
    assertMatch(await page.text(), /<h1[^>]*>Not now/);
    assertEquals([problem.status, (await problem.json()).code], [503, "NO_ANSWER"]);
    assertEquals(problem.headers.get("X-Content-Type-Options"), "nosniff");
    await serves();
  });
});
