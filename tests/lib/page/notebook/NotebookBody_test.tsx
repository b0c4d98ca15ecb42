import { ok as assert } from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import type { Problem } from "@/lib/errors.ts";
import { NotebookBody } from "@/lib/page/notebook/NotebookBody.tsx";
import { outlineOf } from "@/lib/page/notebook/outline.ts";
import type { NotebookPlace, Opened } from "@/lib/page/notebook/place.ts";
import type { BlockView, CellStatus } from "@/lib/workspace/notebooks/notebook_view.ts";
import { sampleLine } from "@/tests/fixtures/sample_blocks.ts";
import { sampleCell, sampleNotebook, sampleOutput } from "@/tests/fixtures/sample_notebook.ts";

const NAUGHTY = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`;

const PLACE: NotebookPlace = {
  id: "sales",
  revision: 12,
  address: "/notebooks/sales?region=North",
  editable: true,
  opened: { type: "nothing" },
  setsRange: false,
};

function render(blocks: readonly BlockView[], more: Partial<NotebookPlace> = {}) {
  const place = { ...PLACE, ...more };
  return renderToString(
    <NotebookBody
      blocks={blocks}
      outline={outlineOf(blocks)}
      place={place}
      editor={(cell) => <textarea id={`body-${cell.name}`}>{cell.text}</textarea>}
    />,
  );
}

function cellBlock(...given: Parameters<typeof sampleCell>): BlockView {
  return { type: "cell", index: 0, cell: sampleCell(...given) };
}

Deno.test("NotebookBody shows every state in words", async (t) => {
  const cases: [CellStatus, string][] = [
    [{ state: "stale", shown: true }, "stale: shows an older result"],
    [{ state: "stale", shown: false }, "not run yet"],
    [{ state: "running", progress: null, startedAt: "2026-07-06T02:15:09Z" }, "running"],
    [
      {
        state: "running",
        progress: { rows: 120_000, share: 0.42 },
        startedAt: "2026-07-06T02:15:09Z",
      },
      "running, 42%, 120,000 rows",
    ],
    [{ state: "queued" }, "waits for its turn"],
    [{ state: "failed" }, "failed"],
    [{ state: "disabled" }, "left out"],
    [{ state: "waiting", reason: "margin failed" }, "waits: margin failed"],
  ];
  for (const [status, words] of cases) {
    await t.step(words, () => {
      const html = render([cellBlock("daily", "kpi", { status, output: null })]);
      assert(html.includes(`</span> ${words}</span>`), html);
    });
  }
});

Deno.test("NotebookBody tells rows, rejections, time and origin", () => {
  const output = sampleOutput([], { rows: 1, rejected: 12, origin: "cache", milliseconds: 1_200 });
  const words = render([cellBlock("daily", "kpi", { output })]).replaceAll(/<[^>]*>/g, "");
  assert(
    words.includes("6 Jul 2026, 02:15 UTC, from cache, computed in 1.2 s12 rejected1 row"),
    words,
  );
});

Deno.test("NotebookBody tells no rows of a summary, which is a text", () => {
  const output = sampleOutput([], { rows: 0 });
  assert(!render([cellBlock("brief", "summary", { output })]).includes("0 rows"));
  assert(render([cellBlock("none", "sql", { output })]).includes("0 rows"));
});

Deno.test("NotebookBody shows hostile text as text", () => {
  const html = render([
    { type: "prose", index: 0, markdown: `# ${NAUGHTY}\n\n[x](javascript:alert(1)) ![y](data:,z)` },
    cellBlock("daily", "kpi", {
      title: NAUGHTY,
      text: NAUGHTY,
      status: { state: "waiting", reason: NAUGHTY },
      output: sampleOutput([
        { type: "text", paragraphs: [[{ kind: "plain", text: NAUGHTY }]] },
        {
          type: "table",
          title: NAUGHTY,
          columns: [{ name: NAUGHTY, type: "text", unit: NAUGHTY }],
          rows: [[NAUGHTY]],
          total: 1,
        },
      ]),
      problems: [{
        severity: "error",
        code: "BAD_NOTEBOOK",
        message: NAUGHTY,
        place: { cell: "daily", key: NAUGHTY },
        remedy: NAUGHTY,
      }],
    }),
  ], { opened: { type: "cell", cell: "daily" } });
  assert(!html.includes("<script") && !html.includes("<img"), html);
  assert(!/(href|src|action)="\s*(javascript|data):/i.test(html), html);
});

Deno.test("NotebookBody opens one thing at a time", async (t) => {
  const blocks = sampleNotebook.blocks;
  const cases: [string, Opened, string][] = [
    ["a cell", { type: "cell", cell: "daily" }, 'id="body-daily"'],
    ["prose", { type: "prose", index: 2 }, 'id="prose-2"'],
    ["what to add", { type: "add", at: 1 }, 'id="add-1"'],
  ];
  for (const [name, opened, expected] of cases) {
    await t.step(name, () => {
      const html = render(blocks, { opened });
      assert(cases.every(([, , id]) => html.includes(id) === (id === expected)), html);
    });
  }
});

Deno.test("NotebookBody leaves to the open editor what that tells", () => {
  const problem = (message: string, line: number): Problem => ({
    severity: "error",
    code: "BAD_NOTEBOOK",
    message,
    place: { cell: "daily", key: "time", line },
    remedy: null,
  });
  const blocks = [
    cellBlock("daily", "kpi", { problems: [problem("No time", 5), problem("Ran", 5)] }),
  ];
  // The editor numbers the lines of its own text.
  const html = (opened: Opened) =>
    renderToString(
      <NotebookBody
        blocks={blocks}
        outline={outlineOf(blocks)}
        place={{ ...PLACE, opened }}
        editor={() => <textarea />}
        told={[problem("No time", 1)]}
      />,
    );
  const open = html({ type: "cell", cell: "daily" });
  assert(open.includes("Ran") && !open.includes("No time"), open);
  assert(html({ type: "nothing" }).includes("No time"));
});

Deno.test("NotebookBody offers nothing to a reader who may not edit", () => {
  const html = render(sampleNotebook.blocks, { editable: false });
  assert(!html.includes("<form") && !html.includes("edit-cell"), html);
});

Deno.test("NotebookBody names an output by its key once all of it is there", () => {
  const drawing = { wide: "<svg></svg>", narrow: "<svg></svg>" };
  const drawn = sampleOutput([sampleLine], { drawings: { 0: drawing } });
  const whole = render([cellBlock("daily", "kpi", { output: drawn })]);
  assert(whole.includes(`data-key="${drawn.key}"`), whole);
  // Its chart is still being drawn: a page that shows it so far has to ask again.
  const bare = render([cellBlock("daily", "kpi", { output: { ...drawn, drawings: {} } })]);
  assert(!bare.includes("data-key"), bare);
});
