import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { parse } from "yaml";
import { createLog } from "@/lib/log.ts";
import { createEngineFigures } from "@/lib/seen/engine_figures.ts";
import { createRequestFigures } from "@/lib/seen/request_figures.ts";
import type { Database } from "@/lib/db/database.ts";
import { createSeen } from "@/lib/workspace/seen/seen.ts";

/** Every name that /metrics has, and that a scrape adds. */
function names(): ReadonlySet<string> {
  const engine = createEngineFigures();
  // It asks the database for nothing until figures are read.
  createSeen({ database: {} as Database, figures: engine, dataDirectory: "" });
  return new Set(["up", ...engine.figures.names, ...createRequestFigures().figures.names]);
}

/** The names of figures in an expression: what is no function, label, text or number. */
function namesIn(expression: string): readonly string[] {
  const plain = expression
    .replace(/\{[^}]*\}/g, " ")
    .replace(/\[[^\]]*\]/g, " ")
    .replace(/\b(?:by|without|on|ignoring)\s*\([^)]*\)/g, " ")
    .replace(/\b[a-z_]+\s*(?=\()/g, " ");
  return (plain.match(/[a-z_][a-z0-9_]*/gi) ?? [])
    .filter((word) => !["or", "and", "unless", "e9"].includes(word));
}

/** Labels that a scrape gives to whatever it reads: one of ours is renamed to `exported_job`. */
const OF_SCRAPES = ["job", "instance"];

/** The labels that an expression asks for, or sums by. */
function labelsIn(expression: string): readonly string[] {
  const asked = [...expression.matchAll(/([a-z_]+)\s*(?:=~|!~|!=|=)\s*"/g)];
  const summed = [...expression.matchAll(/\b(?:by|without|on|ignoring)\s*\(([^)]*)\)/g)];
  return [...asked, ...summed].flatMap(([, labels]) => labels.split(",").map((one) => one.trim()));
}

/** The labels of what both processes count, once everything has happened that they tell apart. */
async function labels(): Promise<ReadonlySet<string>> {
  const engine = createEngineFigures();
  const log = createLog({ level: "error", write() {}, hear: engine.hear });
  log.debug("cell.done", { kind: "load", end: "computed", milliseconds: 1 });
  log.with({ run: "one" }).info("run.completed", { milliseconds: 1 });
  log.info("job.completed", { job: "tidy", milliseconds: 1 });
  log.info("events.stored", { inserted: 1 });
  log.warn("security.sign_in_failed");
  engine.measured(1);
  const requests = createRequestFigures();
  requests.answered({ route: "/", method: "GET", status: 200, milliseconds: 1 });
  const text = await engine.figures.text() + await requests.figures.text();
  return new Set(text.split("\n").filter((line) => !line.startsWith("#")).flatMap(labelsIn));
}

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly summary: string; readonly description: string };
}

const rules: readonly Rule[] = parse(await Deno.readTextFile("docs/ops/alerts/daybook.yaml"))
  .groups.flatMap(({ rules }: { readonly rules: readonly Rule[] }) => rules);

interface Panel {
  readonly title: string;
  readonly targets: readonly { readonly expr: string }[];
}

const panels: readonly Panel[] =
  JSON.parse(await Deno.readTextFile("docs/ops/grafana/daybook.json")).panels;

Deno.test("namesIn() finds figures among functions, labels and numbers", () => {
  const expression = 'sum by (le) (rate(a_bucket{end=~"b|c"}[5m])) / d_total > 2e9 or time() - e';
  assertEquals(namesIn(expression), ["a_bucket", "d_total", "e"]);
});

Deno.test("The alert rules name figures that there are, and say what to do", () => {
  const known = names();
  for (const { alert, expr, annotations } of rules) {
    const found = namesIn(expr);
    assert(found.length > 0, alert);
    assertEquals(found.filter((name) => !known.has(name)), [], alert);
    assert(annotations.summary !== "" && annotations.description !== "", alert);
  }
  assertEquals(new Set(rules.map(({ alert }) => alert)).size, rules.length);
});

Deno.test("The alert rules and the dashboard ask for labels that there are", async () => {
  const known = await labels();
  assertEquals(OF_SCRAPES.filter((label) => known.has(label)), []);
  const expressions = [
    ...rules.map(({ expr }) => expr),
    ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ];
  for (const expression of expressions) {
    // What is up is told by the scrape itself.
    const own = expression.replace(/\bup\{[^}]*\}/g, "");
    assertEquals(labelsIn(own).filter((label) => !known.has(label)), [], expression);
  }
});

Deno.test("The dashboard names figures that there are, and shows each of them", () => {
  const known = names();
  const shown = panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => namesIn(expr)));
  assertEquals(shown.filter((name) => !known.has(name)), []);
  const figureOf = (name: string) => name.replace(/_(?:bucket|sum|count)$/, "");
  const figures = new Set([...shown, ...rules.flatMap(({ expr }) => namesIn(expr))].map(figureOf));
  const all = [...known].map(figureOf);
  // How long jobs take is in the log; no panel needs it.
  const unshown = all.filter((name) =>
    !figures.has(name) && name !== "daybook_job_duration_seconds"
  );
  assertEquals([...new Set(unshown)], []);
});
