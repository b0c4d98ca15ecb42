import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import { createApp } from "@/lib/web/app.ts";
import { createDefine, HttpError, page, type RouteModule } from "@/lib/web/define.ts";
import { Head } from "@/lib/web/runtime.ts";

interface State {
  readonly order: string[];
}

const define = createDefine<State>();

/** Makes an application of these files, and what fetches from it. */
function appOf(modules: Record<string, RouteModule>) {
  const errors: unknown[] = [];
  const app = createApp<State>({
    modules,
    scripts: { base: "/assets/base.js", islands: {}, imports: {}, everywhere: [] },
    state: () => ({ order: [] }),
    onError: (error) => errors.push(error),
  });
  const fetch = (path: string, init?: RequestInit) =>
    app.fetch(new Request(`http://127.0.0.1${path}`, init), { remoteAddress: "127.0.0.1" });
  return { fetch, errors };
}

async function textOf(answer: Promise<Response>): Promise<string> {
  return await (await answer).text();
}

/** Middleware that notes when it begins and ends. */
function noting(name: string) {
  return define.middleware(async (ctx) => {
    ctx.state.order.push(name);
    const response = await ctx.next();
    response.headers.append("X-Order", `${name} ends`);
    return response;
  });
}

Deno.test("createApp() runs middleware from the outside in, and back", async () => {
  const { fetch } = appOf({
    "routes/_middleware.ts": { handler: [noting("first"), noting("second")] },
    "routes/a/_middleware.ts": { default: noting("inner") },
    "routes/a/b.ts": {
      handler: define.handlers(({ state }) => Response.json([...state.order, "handler"])),
    },
    "routes/other/_middleware.ts": { handler: noting("never") },
  });
  const response = await fetch("/a/b");
  assertEquals(await response.json(), ["first", "second", "inner", "handler"]);
  assertIs(response.headers.get("X-Order"), "inner ends, second ends, first ends");
});

Deno.test("createApp() lets middleware answer in place of the route", async () => {
  const { fetch } = appOf({
    "routes/_middleware.ts": {
      handler: define.middleware((ctx) => ctx.redirect("/sign-in", 303)),
    },
    "routes/index.tsx": { default: () => <p>secret</p> },
  });
  const response = await fetch("/");
  assertEquals([response.status, response.headers.get("Location")], [303, "/sign-in"]);
  assertIs(await response.text(), "");
});

Deno.test("createApp() draws a page inside its layouts and the app", async () => {
  const wrap = (name: string) =>
    define.layout(({ Component }) => (
      <section class={name}>
        <Component />
      </section>
    ));
  const { fetch } = appOf({
    "routes/_app.tsx": {
      default: define.layout(({ Component }) => (
        <html>
          <head>
            <Head>
              <title>Outer</title>
            </Head>
          </head>
          <body>
            <Component />
          </body>
        </html>
      )),
    },
    "routes/_layout.tsx": { default: wrap("outer") },
    "routes/a/_layout.tsx": { default: wrap("inner") },
    "routes/a/[id].tsx": {
      handler: define.handlers({ GET: ({ params }) => page({ id: params.id }, { status: 201 }) }),
      default: define.page(({ data, url }) => (
        <>
          <Head>
            <title>Inner</title>
          </Head>
          {JSON.stringify(data)} at {url.pathname}
        </>
      )),
    },
    "routes/plain.tsx": {
      config: { skipInheritedLayouts: true, skipAppWrapper: true },
      default: () => <p>plain</p>,
    },
  });
  const response = await fetch("/a/7");
  assertIs(response.status, 201);
  const html = await response.text();
  assertMatch(html, /^<!DOCTYPE html><html><head><title>Inner<\/title><\/head>/);
  assertMatch(
    html,
    /<section class="outer"><section class="inner">\{&quot;id&quot;:&quot;7&quot;\} at \/a\/7</,
  );
  const plain = await textOf(fetch("/plain"));
  assertMatch(plain, /<body><p>plain<\/p><\/body>/);
});

Deno.test("createApp() shows hostile text as text, wherever it comes from", async () => {
  const hostile = `</title><script>alert(1)</script>"'&`;
  const { fetch } = appOf({
    "routes/[name].tsx": {
      default: define.page(({ params, url }) => (
        <>
          <Head>
            <title>{params.name}</title>
            <meta name="description" content={params.name} />
          </Head>
          <a href={url.search} title={params.name}>{params.name}</a>
        </>
      )),
    },
  });
  const html = await textOf(fetch(`/${encodeURIComponent(hostile)}?q=${hostile}`));
  assert(!html.includes("<script"), html);
  assertMatch(html, /<title>&lt;\/title>&lt;script>alert\(1\)&lt;\/script>/);
  assertMatch(html, /title="&lt;\/title>&lt;script>alert\(1\)&lt;\/script>&quot;'&amp;"/);
});

Deno.test("createApp() answers methods that a route has, and refuses the others", async () => {
  const { fetch } = appOf({
    "routes/both.tsx": {
      handler: define.handlers({ POST: () => new Response("posted") }),
      default: () => <p>page</p>,
    },
    "routes/api.ts": { handler: define.handlers({ GET: () => new Response("got") }) },
  });
  const statuses = await Promise.all(
    [["/both", "GET"], ["/both", "POST"], ["/both", "PUT"], ["/api", "HEAD"], ["/api", "DELETE"]]
      .map(async ([path, method]) => (await fetch(path, { method })).status),
  );
  assertEquals(statuses, [200, 200, 405, 200, 405]);
});

Deno.test("createApp() says which methods a route takes", async () => {
  const { fetch } = appOf({
    "routes/both.tsx": {
      handler: define.handlers({ POST: () => new Response("posted") }),
      default: () => <p>page</p>,
    },
    "routes/api.ts": { handler: define.handlers({ GET: () => new Response("got") }) },
    "routes/posted.ts": { handler: define.handlers({ POST: () => new Response("posted") }) },
    "routes/own.ts": { handler: define.handlers({ OPTIONS: () => new Response("its own") }) },
    "routes/any.ts": { handler: define.handlers(({ req }) => new Response(req.method)) },
  });
  const cases: [method: string, path: string, status: number, allow: string | null][] = [
    ["DELETE", "/both", 405, "GET, HEAD, POST, OPTIONS"],
    ["PROPFIND", "/api", 405, "GET, HEAD, OPTIONS"],
    ["GET", "/posted", 405, "POST, OPTIONS"],
    ["OPTIONS", "/both", 204, "GET, HEAD, POST, OPTIONS"],
    ["OPTIONS", "/own", 200, null],
    ["OPTIONS", "/any", 200, null],
    ["OPTIONS", "/none", 404, null],
    ["GET", "/both", 200, null],
  ];
  for (const [method, path, status, allow] of cases) {
    const { status: found, headers } = await fetch(path, { method });
    assertEquals([method, path, found, headers.get("Allow")], [method, path, status, allow]);
  }
});

Deno.test("createApp() answers HEAD as GET, without the content", async () => {
  const { fetch } = appOf({
    "routes/page.tsx": { default: () => <p>page</p> },
    "routes/api.ts": {
      handler: define.handlers({
        GET: () => new Response("got", { status: 203, headers: { "X-Own": "yes" } }),
      }),
    },
  });
  const page = await fetch("/page", { method: "HEAD" });
  assertEquals([page.status, await page.text()], [200, ""]);
  assertIs(page.headers.get("Content-Type"), "text/html; charset=utf-8");
  const api = await fetch("/api", { method: "HEAD" });
  assertEquals([api.status, api.headers.get("X-Own"), await api.text()], [203, "yes", ""]);
});

Deno.test("createApp() takes a path with a slash at its end for the one without", async () => {
  const { fetch } = appOf({
    "routes/index.tsx": { default: () => <p>home</p> },
    "routes/a/[id].tsx": { default: define.page(({ params }) => <p>{params.id}</p>) },
  });
  for (const path of ["/a/7", "/a/7/"]) assertMatch(await textOf(fetch(path)), /<p>7<\/p>/, path);
  assertIs((await fetch("/a//")).status, 404);
});

Deno.test("createApp() answers what throws with the nearest error page", async () => {
  const failing = define.handlers(() => {
    throw new Error("a secret of the database");
  });
  const { fetch, errors } = appOf({
    "routes/_middleware.ts": { handler: noting("outer") },
    "routes/_500.tsx": {
      handler: define.handlers(({ error }) =>
        page(error instanceof HttpError ? "told" : "untold", { status: 500 })
      ),
      default: define.page<never>(({ data }) => <p>Outer page, {String(data)}</p>),
    },
    "routes/_404.tsx": { default: () => <p>Nothing here</p> },
    "routes/api/_500.ts": {
      handler: define.handlers(() => Response.json({ code: "BUG" }, { status: 500 })),
    },
    "routes/bad.tsx": { handler: failing },
    "routes/posted.ts": { handler: { POST: failing } },
    "routes/api/bad.ts": { handler: failing },
    "routes/draws.tsx": {
      default: () => {
        throw new Error("while drawing");
      },
    },
    "routes/deep/_middleware.ts": { handler: failing },
    "routes/deep/page.tsx": { default: () => <p>never</p> },
  });
  const cases: [path: string, status: number, text: RegExp, method?: string][] = [
    ["/bad", 500, /Outer page, untold/],
    ["/posted", 500, /Outer page, untold/, "POST"],
    ["/draws", 500, /Outer page/],
    ["/deep/page", 500, /Outer page/],
    ["/nothing", 404, /Nothing here/],
    ["/api/bad", 500, /\{"code":"BUG"\}/],
    ["/api/nothing", 500, /\{"code":"BUG"\}/],
  ];
  for (const [path, status, text, method = "GET"] of cases) {
    const response = await fetch(path, { method });
    assertEquals([path, response.status], [path, status]);
    assertIs(response.headers.get("X-Order"), "outer ends", path);
    const body = await response.text();
    assertMatch(body, text);
    assert(!body.includes("secret"), body);
  }
  assertIs(errors.length, cases.length);
});

Deno.test("createApp() answers even where the error page throws", async () => {
  const { fetch } = appOf({
    "routes/_500.tsx": {
      default: () => {
        throw new Error("again");
      },
    },
    "routes/index.tsx": {
      default: () => {
        throw new Error("once");
      },
    },
  });
  const response = await fetch("/");
  assertEquals([response.status, await response.text()], [500, "Internal server error"]);
});

Deno.test("createApp() takes a method that is called like what every object has for none", async () => {
  const { fetch, errors } = appOf({
    "routes/a.ts": { handler: define.handlers({ GET: () => new Response("got") }) },
    "routes/b/[id].ts": { handler: define.handlers({ GET: () => new Response("got") }) },
  });
  for (const method of ["constructor", "valueOf", "__proto__"]) {
    assertIs((await fetch("/a", { method })).status, 405, method);
    assertIs((await fetch("/b/1", { method })).status, 405, method);
    assertIs((await fetch("/c", { method })).status, 404, method);
  }
  assert(errors.every((error) => error instanceof HttpError));
});
