import { deepStrictEqual as assertEquals, doesNotMatch, match } from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { AppPage } from "@/lib/page/notebook/AppPage.tsx";
import type { BlockView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { sampleLine } from "@/tests/fixtures/sample_blocks.ts";
import { sampleCell, sampleNotebook, sampleOutput } from "@/tests/fixtures/sample_notebook.ts";

const PROSE = "Read on.";

function saying(text: string) {
  return sampleOutput([{ type: "text", paragraphs: [[{ kind: "plain", text }]] }]);
}

/** Returns which of the texts stand on the page, in order. */
function order(output: ReturnType<typeof saying> | null, ...texts: string[]): readonly string[] {
  const blocks: readonly BlockView[] = [
    { type: "prose", index: 0, markdown: PROSE },
    { type: "cell", index: 1, cell: sampleCell("daily", "kpi", { output: saying("Figures.") }) },
    { type: "cell", index: 2, cell: sampleCell("brief", "summary", { output }) },
  ];
  const html = renderToString(
    <AppPage view={{ ...sampleNotebook, blocks }} controls={<p>Controls.</p>} />,
  );
  return [...html.matchAll(new RegExp(texts.join("|"), "g"))].map(([text]) => text);
}

Deno.test("AppPage says first what the notebook comes to, below what sets it, and once", () => {
  assertEquals(order(saying("In short."), "Controls\\.", PROSE, "Figures\\.", "In short\\."), [
    "Controls.",
    "In short.",
    PROSE,
    "Figures.",
  ]);
});

Deno.test("AppPage leaves a summary in its place that says nothing yet", () => {
  assertEquals(order(null, PROSE, 'id="cell-daily"', 'id="cell-brief"'), [
    PROSE,
    'id="cell-daily"',
    'id="cell-brief"',
  ]);
});

Deno.test("AppPage names an output by its key once all of it is there", () => {
  const html = (output: ReturnType<typeof sampleOutput>) => {
    const cell = sampleCell("daily", "kpi", { output });
    const view = { ...sampleNotebook, blocks: [{ type: "cell", index: 0, cell } as const] };
    return renderToString(<AppPage view={view} controls={null} isLive />);
  };
  const drawing = { wide: "<svg></svg>", narrow: "<svg></svg>" };
  const drawn = sampleOutput([sampleLine], { drawings: { 0: drawing } });
  match(html(drawn), new RegExp(`data-key="${drawn.key}"`));
  // Its chart is still being drawn: a page that shows it so far has to ask again.
  doesNotMatch(html({ ...drawn, drawings: {} }), /data-key/);
});
