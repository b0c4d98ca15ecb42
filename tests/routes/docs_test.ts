import {
  deepStrictEqual as assertEquals,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import { createLog } from "@/lib/log.ts";
import { createApp } from "@/lib/web/app.ts";
import { loadModules } from "@/lib/web/modules.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { DOCUMENT } from "@/tests/helpers/described.ts";
import { openSignedPages } from "@/tests/helpers/signed_pages.ts";
import { openPages } from "@/tests/helpers/site.ts";
import { createState } from "@/routes/(_shared)/define.ts";
import { errorLog, statusOf } from "@/routes/(_shared)/problem.ts";

const FILES = ["routes/docs.tsx", "routes/openapi.json.ts", "routes/redoc.ts"];

Deno.test("docs tells every operation and shape, to everyone and from no other host", async () => {
  const ask = await openPages({}, FILES);
  const answer = await ask("/docs");
  assertIs(answer.status, 200);
  const html = await answer.text();
  for (const [path, methods] of Object.entries(DOCUMENT.paths)) {
    assert(html.includes(path), path);
    for (const { operationId } of Object.values(methods)) {
      assert(html.includes(`<article id="${operationId}">`), operationId);
    }
  }
  const linked = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  assertEquals(linked.filter((id) => !html.includes(`id="${id}"`)), []);
  assertEquals([...html.matchAll(/(?:src|href)="(https?:)?\/\//g)].length, 0);
});

Deno.test("docs offers everyone to sign in, and who is signed in their menu", async () => {
  const around = ["routes/_layout.tsx", ...FILES];
  const strange = await (await (await openPages({}, around))("/docs")).text();
  assert(strange.includes('<a href="/sign-in?next=/docs">Sign in</a>'));
  assert(!strange.includes('action="/sign-out"'));
  const known = await (await (await openSignedPages({}, around))("/docs")).text();
  assert(known.includes('action="/sign-out"'));
  assert(!known.includes("/sign-in?next"));
});

Deno.test("docs draws names as names, and no backtick", async () => {
  const ask = await openPages({}, FILES);
  const html = await (await ask("/docs")).text();
  assert(/<code *>distinct<\/code> counts the values that differ/.test(html));
  assert(!html.includes("`"));
});

Deno.test("openapi.json is what the page is drawn from, and redoc leads there", async () => {
  const ask = await openPages({}, FILES);
  const document = await (await ask("/openapi.json")).json();
  assertEquals([document.openapi, document], ["3.1.0", DOCUMENT]);
  const answer = await ask("/redoc");
  assertEquals([answer.status, answer.headers.get("Location")], [308, "/docs"]);
});

Deno.test("docs, openapi.json and redoc are not there where a setting says so", async () => {
  const around = ["routes/_app.tsx", "routes/_middleware.ts", "routes/_404.tsx", "routes/_500.tsx"];
  const app = createApp({
    modules: await loadModules([...around, ...FILES]),
    scripts: { base: "/base.js", islands: {}, imports: {}, everywhere: [] },
    state: (request) => createState({} as Workspace, request, { tellsApi: false }),
    statusOf,
    onError: errorLog(createLog({ level: "error", write() {} })),
  });
  for (const path of ["/docs", "/openapi.json", "/redoc"]) {
    const request = new Request(`http://127.0.0.1:8000${path}`);
    assertIs((await app.fetch(request, { remoteAddress: "127.0.0.1" })).status, 404);
  }
});
