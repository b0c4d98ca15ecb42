/**
 * The files of `--out`: results, the report, a table and the charts of each cell,
 * and what was rejected.
 *
 * @module
 */
import { join } from "node:path";
import type { Database } from "@/lib/db/database.ts";
import { csvHeader, csvLines, REJECTED_COLUMNS } from "@/lib/frame/csv.ts";
import type { Frame } from "@/lib/frame/frame.ts";
import type { Plan } from "@/lib/notebook/run/plan.ts";
import { readRejections } from "@/lib/notebook/run/rejections.ts";
import type { CellRun, Run } from "@/lib/notebook/run/result.ts";
import { refuseFolder } from "@/lib/refuse_folder.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import type { Statistics } from "@/lib/stats/compute.ts";
import { type KeepContext, keepForests, recipeOf } from "@/lib/steps/detect/keep_forests.ts";
import type { Rejection } from "@/lib/steps/step.ts";
import type { PipelineArguments } from "./arguments.ts";
import { makeReport } from "./report.ts";
import type { Results } from "@/lib/notebook/run/results.ts";
import { type Append, writeFile, writePieces } from "./write_file.ts";

const ROWS_A_PAGE = 20_000;

interface OutputOptions {
  readonly asked: PipelineArguments;
  readonly plan: Plan;
  readonly finished: Run;
  readonly results: Results;
  readonly database: Database;
  /** Trains forests again, to be kept. */
  readonly compute: Pick<Statistics, "train">;
}

/** Makes the folder, so that a run does not fail at its end. @throws AppError as below */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await Deno.mkdir(folder, { recursive: true });
    await writeFile(join(folder, ".daybook"), "");
    await Deno.remove(join(folder, ".daybook"));
  } catch (error) {
    throw refuseFolder(error, "write results", folder);
  }
}

/** Writes the files that were asked for. @throws AppError NO_RIGHTS, DISK_FULL */
export async function writeOutputs(folder: string, options: OutputOptions): Promise<void> {
  const { asked, finished, results, database, compute } = options;
  try {
    if (asked.formats.includes("json")) {
      await writeFile(join(folder, "results.json"), `${JSON.stringify(results, null, 2)}\n`);
    }
    if (asked.formats.includes("html")) {
      const { renderReport } = await import("@/lib/page/report.ts");
      const report = makeReport(options);
      await writeFile(join(folder, "report.html"), await renderReport(report));
    }
    for (const cell of finished.cells) {
      if (asked.formats.includes("csv")) await writeCell(folder, cell, database);
      if (asked.formats.includes("csv")) await writeRejected(folder, cell, database);
      await writeCharts(folder, cell, asked);
      if (asked.formats.includes("json")) await writeForests(folder, cell, { database, compute });
    }
  } catch (error) {
    throw refuseFolder(error, "write results", folder);
  }
}

async function writeCell(folder: string, cell: CellRun, database: Database): Promise<void> {
  if (cell.outcome.state !== "done") return;
  const { relation, schema, rows } = cell.outcome.result;
  if (relation === null || schema.columns.length === 0) return;
  // On the way the relation is read in one transaction: a run elsewhere can't change it.
  const write = (append: Append) =>
    database.transaction(async (session) => {
      await append(csvHeader(schema.columns));
      // As text whole numbers and decimals keep their last digits, which doubles would lose.
      const values = schema.columns.map(({ name, type }) =>
        type === "integer" || type === "decimal"
          ? `${quoteName(name)}::text as ${quoteName(name)}`
          : quoteName(name)
      ).join(", ");
      const order = schema.hidden?.includes("_line") ? " order by _line" : "";
      await session.query(
        `declare rows no scroll cursor for select ${values} from ${relation}${order}`,
        [],
        { role: "results" },
      );
      for (let written = 0; written < rows;) {
        const page = await session.columns(`fetch forward ${ROWS_A_PAGE} from rows`, [], {
          role: "results",
        });
        if (page.length === 0) break;
        await append(csvLines(page));
        written += page.length;
      }
    });
  await writePieces(join(folder, `${cell.name}.csv`), write);
}

/** Writes the forests that a cell trained, so that another may apply them. */
async function writeForests(
  folder: string,
  { name, outcome }: CellRun,
  context: KeepContext,
): Promise<void> {
  if (outcome.state !== "done" || outcome.result.relation === null) return;
  const { kind, facts, relation } = outcome.result;
  const recipe = recipeOf(kind, facts);
  if (recipe === null) return;
  const text = await keepForests(relation, recipe, context);
  // What has more forests than a file may have can't be taken along.
  if (text !== null) await writeFile(join(folder, `${name}.forest.json`), text);
}

async function writeRejected(folder: string, cell: CellRun, database: Database): Promise<void> {
  const { key, outcome } = cell;
  const rejected = outcome.state === "done"
    ? outcome.result.rejected
    : outcome.state === "failed"
    ? outcome.found?.rejected ?? 0
    : 0;
  if (key === null || rejected === 0) return;
  await writePieces(join(folder, `${cell.name}.rejected.csv`), async (append) => {
    await append(csvHeader(REJECTED_COLUMNS));
    await readRejections(database, key, (page) => append(csvLines(rejectedFrame(page))));
  });
}

function rejectedFrame(batch: readonly Rejection[]): Frame {
  const column = (name: "column" | "value" | "reason") =>
    ({ name, type: "text", values: batch.map((one) => one[name]) }) as const;
  const lines = Float64Array.from(batch, ({ line }) => line);
  return {
    length: batch.length,
    columns: [
      { name: "line", type: "integer", values: lines },
      column("column"),
      column("value"),
      column("reason"),
    ],
  };
}

async function writeCharts(
  folder: string,
  cell: CellRun,
  { formats }: PipelineArguments,
): Promise<void> {
  const wanted = formats.includes("svg") || formats.includes("png");
  if (!wanted || cell.blocks.length === 0) return;
  // Drawing is the heaviest thing there is to load: only where charts are asked for.
  const { drawFigure, isFigure, WIDTHS } = await import("@/lib/chart/figure.ts");
  const { svgFile } = await import("@/lib/chart/svg_file.ts");
  const { assignColours } = await import("@/lib/chart/theme.ts");
  const figures = cell.blocks.filter(isFigure);
  const options = { width: WIDTHS.wide, colours: assignColours(cell.blocks) };
  for (const [i, figure] of figures.entries()) {
    const name = figures.length === 1 ? cell.name : `${cell.name}-${i + 1}`;
    const svg = await drawFigure(figure, options);
    if (formats.includes("svg")) await writeFile(join(folder, `${name}.svg`), svgFile(svg));
    if (formats.includes("png")) {
      const { drawPng, readPngParts } = await import("@/lib/chart/png.ts");
      const parts = await readPngParts();
      const png = await drawPng(svg, { theme: "light", parts });
      await writeFile(join(folder, `${name}.png`), png);
    }
  }
}
