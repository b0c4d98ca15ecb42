import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  strictEqual as assertIs,
} from "node:assert/strict";
import { drawPage, type Scripts } from "@/lib/web/render.ts";
import { asset, Head, IS_BROWSER, setAssetAddresses } from "@/lib/web/runtime.ts";

const SCRIPTS: Scripts = { base: "/b.js", islands: {}, imports: {}, everywhere: ["/r.js"] };

Deno.test("Head() puts elements into the head, the inner ones in place of the outer", async () => {
  const html = await drawPage(
    <main>
      <Head>
        <title>Outer</title>
        <meta name="description" content="outer" />
        <meta name="robots" content="none" />
        <link rel="stylesheet" href="/a.css" />
      </Head>
      <Head>
        <title>Inner &amp; last</title>
        <meta name="description" content="inner" />
        <link rel="stylesheet" href="/b.css" />
      </Head>
    </main>,
    SCRIPTS,
  ).response.text();
  const head = html.slice(html.indexOf("<head>"), html.indexOf("</head>"));
  assertEquals([...head.matchAll(/<title>[^<]*|content="[^"]*|href="[^"]*/g)].map(String), [
    "<title>Inner &amp; last",
    'content="inner',
    'content="none',
    'href="/a.css',
    'href="/b.css',
  ]);
  assertMatch(html, /<body><main><\/main><script type="module" src="\/r\.js"><\/script><\/body>/);
});

Deno.test("asset() gives the address that may be kept, else the path", () => {
  setAssetAddresses(new Map([["/a.css", "/a.css?v=1"]]));
  assertIs(asset("/a.css"), "/a.css?v=1");
  assertIs(asset("/b.css"), "/b.css");
  setAssetAddresses(new Map());
});

Deno.test("IS_BROWSER is false here", () => assertIs(IS_BROWSER, false));
