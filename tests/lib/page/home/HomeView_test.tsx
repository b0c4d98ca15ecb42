import { ok as assert } from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { HomeView } from "@/lib/page/home/HomeView.tsx";
import { sampleNumbers } from "@/tests/fixtures/sample_blocks.ts";
import { sampleCards } from "@/tests/fixtures/sample_notebook.ts";

type Given = Partial<Parameters<typeof HomeView>[0]>;

function render(given: Given = {}) {
  return renderToString(
    <HomeView
      cards={sampleCards}
      search=""
      tag={null}
      deleted={null}
      refusal={null}
      {...given}
    />,
  );
}

Deno.test("HomeView shows each notebook with its figure and how it stands", () => {
  const words = render().replaceAll(/<[^>]*>/g, "");
  assert(words.includes("$1,284,530 Revenue, +8.2% on the 28 days before"), words);
  assert(words.includes("Ran 6 Jul 2026, 02:15 UTC✕ 1 failed◷ 2 stale"), words);
  assert(words.includes("Failed 5 Jul 2026, 12:00 UTC✕ 2 failed"), words);
  assert(words.includes("Its main chart shows here once it has runNot run yet"), words);
});

Deno.test("HomeView does not wait for a run of a notebook without cells", () => {
  const card = { ...sampleCards[2], hasCells: false, stale: 0 };
  const words = render({ cards: [card] }).replaceAll(/<[^>]*>/g, "");
  assert(words.includes("No chart in itNo cells yet"), words);
});

Deno.test("HomeView shows what to do until something has run", () => {
  assert(!render().includes("From a file to a report"));
  assert(render({ cards: [sampleCards[2]] }).includes("open one of the examples"));
  assert(render({ cards: [] }).includes("From a file to a report"));
});

Deno.test("HomeView shows no figure where the main one is nothing", () => {
  const [card] = sampleCards;
  const headline = { ...sampleNumbers[0], value: null };
  const words = render({ cards: [{ ...card, headline, drawing: null }] }).replaceAll(
    /<[^>]*>/g,
    "",
  );
  assert(!words.includes("Revenue") && words.includes("No chart in it"), words);
});

Deno.test("HomeView says what was searched for, and leads back", () => {
  const html = render({ cards: [], search: "<b>", tag: "shop" });
  assert(html.includes("0 notebooks with “&lt;b>” tagged shop"), html);
});

Deno.test("HomeView offers to undo what was deleted", () => {
  const html = render({ deleted: { id: "old", title: "Old numbers" } });
  assert(html.includes("Old numbers") && html.includes('value="restore"'), html);
});

Deno.test("HomeView lets people leave what was shared with them, and nothing else", () => {
  const [one, other] = sampleCards;
  const held = [
    { notebook: one.id, by: "sharing", right: "view", owner: "Eva" },
    { notebook: other.id, by: "owning", right: "own", owner: "Vic" },
  ] as const;
  const html = render({ cards: [one, other], held });
  assert(html.includes(`action="/notebooks/${one.id}"`), html);
  assert(html.split('value="leave"').length === 2, html);
});
