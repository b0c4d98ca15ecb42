import { match as assertMatch, ok as assert, strictEqual as assertIs } from "node:assert/strict";
import type { ComponentChildren, VNode } from "preact";
import { registerIslands } from "@/lib/web/islands.ts";
import { Kept } from "@/lib/web/kept.ts";
import { drawPage } from "@/lib/web/render.ts";
import Failing from "@/tests/fixtures/web/islands/Failing.tsx";
import Note from "@/tests/fixtures/web/islands/Note.tsx";
import Panel from "@/tests/fixtures/web/islands/Panel.tsx";

const ISLANDS = { Failing, Note, Panel };

registerIslands(
  Object.fromEntries(
    Object.entries(ISLANDS).map(([name, island]) => [`islands/${name}.tsx`, { default: island }]),
  ),
);

const SCRIPTS = {
  base: "/assets/base-1.js",
  islands: Object.fromEntries(
    Object.keys(ISLANDS).map((name) => [`islands/${name}.tsx`, `/assets/${name}-1.js`]),
  ),
  imports: {},
  everywhere: [],
};

async function draw(element: VNode): Promise<string> {
  return await drawPage(element, SCRIPTS).response.text();
}

/** A component that notes how often it was drawn. */
function counted() {
  const drawn = { times: 0 };
  function Counted({ children }: { readonly children?: ComponentChildren }) {
    drawn.times++;
    return <div class="counted">{children}</div>;
  }
  return { drawn, Counted };
}

Deno.test("Kept draws what has the same name once, and other names by themselves", async () => {
  const { drawn, Counted } = counted();
  const of = (by: string) =>
    draw(
      <main>
        <Kept by={by}>
          <Counted>{`<b>${by}</b> & "more"`}</Counted>
        </Kept>
      </main>,
    );
  const first = await of("one");
  assertMatch(first, /<main><div class="counted">&lt;b>one&lt;\/b> &amp; &quot;more&quot;<\/div>/);
  assertIs(await of("one"), first);
  assertIs(drawn.times, 1);
  assertMatch(await of("two"), /&lt;b>two&lt;/);
  assertIs(drawn.times, 2);
});

Deno.test("Kept gives its islands the ids of the page that they come to", async () => {
  const { drawn, Counted } = counted();
  // Made anew each time, as pages make theirs.
  const kept = () => (
    <Kept by="islands">
      <Counted>
        <Panel opened={new Date(0)} tags={new Set(["kept"])}>
          <Note text="inside" />
        </Panel>
        {'<daybook-island id="island-0">'}
      </Counted>
    </Kept>
  );
  const plain = () => (
    <Counted>
      <Panel opened={new Date(0)} tags={new Set(["kept"])}>
        <Note text="inside" />
      </Panel>
      {'<daybook-island id="island-0">'}
    </Counted>
  );
  // In each place the page is what it would be if nothing were kept.
  for (const count of [0, 1, 2]) {
    const before = () =>
      Array.from({ length: count }, (_, key) => <Note key={key} text="before" />);
    const after = () => <Note text="after" />;
    assertIs(
      await draw(<p>{before()}{kept()}{after()}</p>),
      await draw(<p>{before()}{plain()}{after()}</p>),
    );
  }
  assertIs(drawn.times, 4); // Kept once, plain three times.
});

Deno.test("Kept stands on a page as often as it is asked for", async () => {
  const kept = (
    <Kept by="twice">
      <Note text="kept" />
    </Kept>
  );
  assertIs(
    await draw(<p>{kept}{kept}</p>),
    await draw(
      <p>
        <Note text="kept" />
        <Note text="kept" />
      </p>,
    ),
  );
});

Deno.test("Kept does not keep an island that failed", async () => {
  const page = () =>
    drawPage(
      <Kept by="failing">
        <Failing where="server" />
      </Kept>,
      SCRIPTS,
    );
  for (const { response, failures } of [page(), page()]) {
    assertMatch(await response.text(), /This part of the page cannot be shown/);
    assertIs(failures.length, 1);
  }
});

Deno.test("Kept lets those go that were shown longest ago", async () => {
  const { drawn, Counted } = counted();
  const large = "x".repeat(10_000_000);
  const show = (by: string) =>
    draw(
      <Kept by={by}>
        <Counted>{large}</Counted>
      </Kept>,
    );
  // Two of them fit into 24 million letters, three do not.
  for (const by of ["large 1", "large 2", "large 1", "large 3"]) await show(by);
  assertIs(drawn.times, 3);
  await show("large 1");
  assertIs(drawn.times, 3);
  await show("large 2");
  assertIs(drawn.times, 4);
  assert((await draw(<Kept by="empty" />)).includes("<body></body>"));
});
