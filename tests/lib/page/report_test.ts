import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { parseHTML } from "linkedom";
import type { Block } from "@/lib/chart/block.ts";
import { renderReport } from "@/lib/page/report.ts";
import type { Report, ReportCell } from "@/lib/page/report_shape.ts";
import { sampleBar, sampleLine, sampleNumbers } from "@/tests/fixtures/sample_blocks.ts";
import { sampleReport } from "@/tests/fixtures/sample_report.ts";

const HOSTILE =
  `"><img src=https://evil.invalid onerror=alert(1)></style></title><script>x</script>'`;

/** The little of a parsed page that the tests look at. */
interface Page {
  querySelectorAll(selector: string): Iterable<Found>;
  querySelector(selector: string): Found | null;
}

interface Found extends Page {
  readonly textContent: string;
  getAttribute(name: string): string | null;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
}

function parse(html: string): Page {
  // linkedom's types say "Window", which outside a browser has no document.
  return (parseHTML(html) as unknown as { document: Page }).document;
}

/** Puts a hostile text in the place of every text of a report but those that choose a form. */
function poison<T>(value: T, key = ""): T {
  const kept = ["type", "kind", "style", "state", "origin", "severity", "code", "grain", "better"];
  if (typeof value === "string") {
    const isPeriod = /^\d{4}-\d{2}-\d{2}/.test(value);
    return (kept.includes(key) || isPeriod ? value : HOSTILE) as T; // a text for a text
  }
  if (Array.isArray(value)) return value.map((item) => poison(item, key)) as T; // of one shape
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, poison(inner, name)]),
  ) as T; // of one shape
}

function reportOf(blocks: readonly Block[]): Report {
  const cell: ReportCell = {
    kind: "kpi",
    name: "daily",
    state: "done",
    rows: 1,
    milliseconds: 12.3,
    origin: "cache",
    key: "0123456789abcdef",
    blocks,
  };
  return { ...sampleReport, summary: [], problems: [], parts: [{ type: "cell", cell }] };
}

Deno.test("renderReport() gives the same text for the same report", async () => {
  assertEquals(await renderReport(sampleReport), await renderReport(sampleReport));
});

Deno.test("renderReport() runs nothing, asks nobody, and forbids both", async () => {
  const html = await renderReport(sampleReport);
  const page = parse(html);
  assertEquals([...page.querySelectorAll("script,link,iframe,object,embed,img,form,base")], []);
  const policy = page.querySelector('meta[http-equiv="Content-Security-Policy"]');
  ok(policy?.getAttribute("content")?.startsWith("default-src 'none';"));
  ok(!/url\(|@import|@font-face/.test(html), "the style sheet asks for something");
  for (const { attributes } of page.querySelectorAll("*")) {
    for (const { name, value } of attributes) {
      ok(!name.startsWith("on"), `${name} is a script`);
      if (/^(?:src|srcset|data|poster|action|xlink:href)$/.test(name)) {
        ok(false, `${name}=${value}`);
      }
    }
  }
});

Deno.test("renderReport() writes hostile titles, names and values as text", async () => {
  const html = await renderReport(poison(sampleReport));
  const page = parse(html);
  assertEquals([...page.querySelectorAll("script,img,iframe")], []);
  assertEquals(page.querySelector("title")?.textContent, HOSTILE);
  assertEquals(page.querySelector("h1")?.textContent, HOSTILE);
  ok(!html.includes("<img") && !html.includes("<script"));
  for (const { attributes } of page.querySelectorAll("*")) {
    for (const { name } of attributes) ok(!name.startsWith("on"), `${name} is a script`);
  }
});

Deno.test("renderReport() puts the summary first, and the cells in the order of the page", async () => {
  const page = parse(await renderReport(sampleReport));
  const texts = [...page.querySelectorAll("main > *")].map(({ textContent }) => textContent);
  ok(texts[0].startsWith("Sales, first half of 2026"));
  ok(texts[1].startsWith("Revenue reached"));
  ok(texts[2].startsWith("Problems"));
  ok(texts.at(-1)?.startsWith("Where the figures come from"));
  assertEquals(
    [...page.querySelectorAll(".cell h2")].map(({ textContent }) => textContent),
    [
      "forecast next",
      "kpi daily",
      "chart regions",
      "chart orders_shape",
      "detect odd",
      "notify mail",
    ],
  );
});

Deno.test("renderReport() captions a cell with state, rows, time, origin and key", async () => {
  const page = parse(await renderReport(reportOf([])));
  assertEquals(
    [...page.querySelectorAll(".caption li")].map(({ textContent }) => textContent),
    ["1 row", "from cache in 12 ms", "01234567"],
  );
});

Deno.test("renderReport() tells a problem's place and remedy", async () => {
  const page = parse(await renderReport(sampleReport));
  const problem = page.querySelector("main > section > .problems li");
  assertEquals(
    problem?.querySelector(".place")?.textContent,
    "cell orders, orders.csv, line 48,211, column 7 WRONG_TYPE",
  );
  assertEquals(problem?.querySelector("a")?.getAttribute("href"), "#cell-orders");
  ok(problem?.querySelector(".remedy")?.textContent.startsWith("The rows are kept"));
});

Deno.test("renderReport() puts a chart's figures beside it, for every chart", async () => {
  const page = parse(await renderReport(sampleReport));
  const figures = [...page.querySelectorAll("figure")];
  assertEquals(figures.length, 8);
  for (const figure of figures) {
    ok(figure.querySelector(".wide svg") !== null && figure.querySelector(".narrow svg") !== null);
    ok(figure.querySelector("details table") !== null);
  }
});

Deno.test("renderReport() lines up numbers, and shows nulls as a dash", async () => {
  const page = parse(
    await renderReport(reportOf([{
      type: "table",
      title: null,
      columns: [
        { name: "revenue", type: "decimal", unit: "USD" },
        { name: "rate", type: "float", unit: "%" },
        { name: "order_id", type: "integer", unit: null },
        { name: "new", type: "boolean", unit: null },
      ],
      rows: [[-1234.5, 0.125, 10_001, true], [20, null, 10_002, null]],
      total: 2,
    }])),
  );
  assertEquals([...page.querySelectorAll("td")].map(({ textContent }) => textContent), [
    ...["−1,234.50", "12.5", "10001", "yes"],
    ...["20.00", "–", "10002", "–"],
  ]);
  assertEquals([...page.querySelectorAll("th")].map(({ textContent }) => textContent), [
    "revenue, USD",
    "rate, %",
    "order_id",
    "new",
  ]);
});

Deno.test("renderReport() stands numbers that follow each other in one row", async () => {
  const page = parse(await renderReport(reportOf([...sampleNumbers, sampleBar, sampleNumbers[0]])));
  assertEquals(
    [...page.querySelectorAll(".numbers")].map((row) =>
      [...row.querySelectorAll(".number")].length
    ),
    [3, 1],
  );
});

Deno.test("renderReport() gives a dimension value one colour in all charts", async () => {
  const series = ["East", "North"].map((name) => ({ ...sampleLine.series[0], name }));
  const html = await renderReport(reportOf([{ ...sampleLine, series }, sampleBar]));
  // North is the second name that needs a colour, so its line, label and bar have the second.
  const [, bars] = [...parse(html).querySelectorAll("figure .wide")];
  const fills = [...bars.querySelectorAll("rect")].map((bar) => bar.getAttribute("fill"));
  ok(fills[0]?.startsWith("var(--chart-series-2"));
});
