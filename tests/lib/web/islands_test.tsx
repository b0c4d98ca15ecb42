import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
  strictEqual as assertIs,
  throws as assertThrows,
} from "node:assert/strict";
import { signal } from "@preact/signals";
import type { VNode } from "preact";
import { registerIslands } from "@/lib/web/islands.ts";
import { drawPage, type Scripts } from "@/lib/web/render.ts";
import Counter from "@/tests/fixtures/web/islands/Counter.tsx";
import Failing from "@/tests/fixtures/web/islands/Failing.tsx";
import Note from "@/tests/fixtures/web/islands/Note.tsx";
import Panel from "@/tests/fixtures/web/islands/Panel.tsx";

const ISLANDS = { Counter, Failing, Note, Panel };

const names = Object.keys(ISLANDS);

const SCRIPTS: Scripts = {
  base: "/assets/base-1.js",
  islands: Object.fromEntries(names.map((name) => [`islands/${name}.tsx`, `/assets/${name}-1.js`])),
  imports: { "/assets/base-1.js": ["/assets/shared-1.js"] },
  everywhere: [],
};

registerIslands(
  Object.fromEntries(
    Object.entries(ISLANDS).map(([name, island]) => [`islands/${name}.tsx`, { default: island }]),
  ),
);

async function draw(element: VNode): Promise<string> {
  return await drawPage(element, SCRIPTS).response.text();
}

Deno.test("registerIslands() leaves a page without islands without scripts", async () => {
  assert(!(await draw(<p>plain</p>)).includes("<script"));
});

Deno.test("registerIslands() marks an island, and sends its props and chunk", async () => {
  const html = await draw(
    <main>
      <Note text="</script><b>&" />
    </main>,
  );
  assertMatch(html, /<daybook-island id="island-0"><button type="button" class="note" >/);
  assertMatch(html, /&lt;\/script>&lt;b>&amp;/);
  // In the data only its own end tag closes the script.
  assertIs(html.split("</script>").length, 3);
  assertMatch(html, /\\u003c\/script>\\u003cb>&/i);
  assertMatch(html, /<link rel="modulepreload" href="\/assets\/base-1\.js">/);
  assertMatch(html, /<link rel="modulepreload" href="\/assets\/shared-1\.js">/);
  assertMatch(html, /<link rel="modulepreload" href="\/assets\/Note-1\.js">/);
  assertMatch(html, /<script type="module" src="\/assets\/base-1\.js"><\/script><\/body>/);
});

Deno.test("registerIslands() loads a chunk once, however often it is shown", async () => {
  const html = await draw(
    <main>
      <Note text="a" />
      <Note text="b" />
    </main>,
  );
  assertIs(html.split('href="/assets/Note-1.js"').length, 2);
  assertIs(html.split("<daybook-island").length, 3);
});

Deno.test("registerIslands() takes an island inside another for a part of it", async () => {
  const html = await draw(
    <Panel opened={new Date(0)} tags={new Set(["a"])}>
      <Note text="slotted" />
    </Panel>,
  );
  // The panel, and the note that the page gave it; the note of its own is part of the panel.
  assertEquals([...html.matchAll(/<daybook-island id="([^"]+)"/g)].map(([, id]) => id), [
    "island-0",
    "island-1",
  ]);
  assertMatch(
    html,
    /<button type="button" class="note" >inside<\/button><daybook-slot name="child/,
  );
  assertMatch(html, /<daybook-slot name="children"><daybook-island id="island-1">/);
});

Deno.test("registerIslands() keeps the page standing where an island fails", async () => {
  const { response, failures } = drawPage(
    <main>
      <Failing where="server" />
      <Note text="after" />
    </main>,
    SCRIPTS,
  );
  const html = await response.text();
  assertMatch(html, /<p role="alert">This part of the page cannot be shown<\/p>/);
  assertMatch(html, />after</);
  assertEquals(failures.map(({ file, error }) => [file, (error as Error).message]), [
    ["islands/Failing.tsx", "fails in the server"],
  ]);
});

Deno.test("registerIslands() refuses props that are no data", () => {
  const props = { text: "a", onSeen() {} };
  assertThrows(() => drawPage(<Note {...props} />, SCRIPTS), /function/);
});

Deno.test("registerIslands() sends what two islands share once", async () => {
  const count = signal(7);
  const html = await draw(
    <main>
      <Counter label="a" count={count} />
      <Counter label="b" count={count} />
    </main>,
  );
  assertIs(html.split('"Signal"').length, 2);
});
