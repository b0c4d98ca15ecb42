import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import { runTask } from "@/tests/helpers/command.ts";
import { childrenOf, commandLineOf, lives } from "@/tests/helpers/processes.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

const onLinux = Deno.build.os === "linux";

/** Returns the web process of a workspace. */
async function webProcessOf(pid: number): Promise<number> {
  for (const child of await childrenOf(pid)) {
    if ((await commandLineOf(child)).includes("web_child.ts")) return child;
  }
  throw new Error("There is no web process");
}

Deno.test("start --help tells what it does, and starts nothing", async () => {
  const { code, out } = await runTask("start", ["--help"]);
  assertIs(code, 0);
  assertMatch(out, /--port NUMBER/);
});

Deno.test("start opens a workspace with the examples in it, and signs the owner in once", async () => {
  await using site = await startSite();
  const stranger = await fetch(site.origin, { redirect: "manual" });
  assertEquals([stranger.status, await stranger.text()], [303, ""]);
  assertIs(stranger.headers.get("Location"), "/sign-in?next=%2F");
  const home = await site.fetch("/");
  assertIs(home.status, 200);
  assertMatch(await home.text(), /Sales/);
  const again = await fetch(site.link, { redirect: "manual" });
  assertIs(again.status, 401);
  assertMatch(await again.text(), /has been used or is too old/);
});

Deno.test("start answers nobody who was led here under another name", async () => {
  await using site = await startSite();
  const { port } = new URL(site.origin);
  for (const [host, status] of [["evil.example", "421"], ['ev"il', "421"], ["localhost", "200"]]) {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
    const asked = `GET /health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
    await connection.write(new TextEncoder().encode(asked));
    const answer = new Uint8Array(12);
    await connection.read(answer);
    assertIs(new TextDecoder().decode(answer), `HTTP/1.1 ${status}`, host);
  }
});

Deno.test("start sends pages with headers that keep them safe, and no inline script", async () => {
  await using site = await startSite();
  for (const path of ["/", "/none", "/health", "/api/none", "/sign-in?token=wrong"]) {
    const { headers, body } = await site.fetch(path);
    await body?.cancel();
    assertMatch(headers.get("Content-Security-Policy") ?? "", /script-src 'self'; /, path);
    assertMatch(headers.get("Content-Security-Policy") ?? "", /frame-ancestors 'none'/, path);
    assertIs(headers.get("X-Content-Type-Options"), "nosniff", path);
    assertMatch(headers.get("X-Robots-Tag") ?? "", /noindex/, path);
    assertMatch(headers.get("X-Request-Id") ?? "", /^[\w-]{36}$/, path);
  }
  const html = await (await site.fetch("/")).text();
  for (const [, attributes] of html.matchAll(/<script([^>]*)>/g)) {
    assertMatch(attributes, /src="\/assets\/|type="application\/json"/);
  }
});

Deno.test("start refuses what another site posts with the owner's cookie", async () => {
  await using site = await startSite();
  const post = async (headers: Record<string, string>) => {
    const answer = await site.fetch("/none", { method: "POST", headers });
    await answer.body?.cancel();
    return answer.status;
  };
  assertIs(await post({ "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" }), 403);
  assertIs(await post({ "Sec-Fetch-Site": "same-site" }), 403);
  assertIs(await post({ Origin: "https://evil.example" }), 403);
  assertIs(await post({}), 403);
  // Its own pages are let through, here to where nothing is.
  assertIs(await post({ "Sec-Fetch-Site": "same-origin" }), 404);
  assertIs(await post({ Origin: site.origin }), 404);
});

Deno.test("start refuses a port that is taken, in words", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const folder = await Deno.makeTempDir();
  const { code, errors } = await runTask("start", ["--port", String(taken.addr.port)], {
    environment: { DATA_DIR: folder },
  });
  assertIs(code, 2);
  assertMatch(errors, new RegExp(`port ${taken.addr.port} must be free: current state is taken`));
  assertMatch(errors, /--port/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("start refuses words that it does not know", async () => {
  for (const words of [["--prot", "1"], ["--port", "http"], ["--port", "70000"], ["now"]]) {
    assertIs((await runTask("start", words)).code, 2, words.join(" "));
  }
});

Deno.test({
  name: "start gives the web process one address and the site's files, and nothing else",
  ignore: !onLinux,
  async fn() {
    await using site = await startSite();
    const command = await commandLineOf(await webProcessOf(site.process.pid));
    const flags = [...command.matchAll(/--allow-(\S+)/g)].map(([, flag]) => flag);
    assertEquals(flags.map((flag) => flag.split("=")[0]), ["read", "net"]);
    assertIs(flags[1], "net=127.0.0.1:0");
  },
});

Deno.test({
  name: "start replaces a web process that dies, and those signed in stay so",
  ignore: !onLinux,
  async fn() {
    await using site = await startSite();
    const { body } = await site.fetch("/health");
    await body?.cancel();
    const web = await webProcessOf(site.process.pid);
    Deno.kill(web, "SIGKILL");
    let home: Response | null = null;
    while (home === null) home = await site.fetch("/").catch(() => null);
    assertIs(home.status, 200);
    await home.body?.cancel();
    assert(await webProcessOf(site.process.pid) !== web);
  },
});

Deno.test({
  name: "start stops all its processes when it is told to",
  ignore: !onLinux,
  async fn() {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      await using site = await startSite();
      const { body } = await site.fetch("/");
      await body?.cancel();
      const children = await childrenOf(site.process.pid);
      assert(children.length >= 2);
      site.process.kill(signal);
      assertIs((await site.process.status).code, 0, signal);
      for (const child of children) assertIs(await lives(child), false);
    }
  },
});
