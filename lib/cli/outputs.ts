/**
 * The files of `--out`: results, the report, a table and the charts of each cell,
 * and what was rejected.
 *
 * @module
 */
import { join } from "node:path";
import { AppError } from "@/lib/errors.ts";
import type { Plan } from "@/lib/notebook/plan.ts";
import { readRejections } from "@/lib/notebook/rejections.ts";
import type { CellRun, Run } from "@/lib/notebook/result.ts";
import type { PipelineArguments } from "./arguments.ts";
import { csvHeader, csvLines, REJECTED_COLUMNS } from "./csv.ts";
import { makeReport } from "./report.ts";
import type { Results } from "./results.ts";
import type { Workspace } from "./workspace.ts";

const ROWS_A_PAGE = 20_000;

interface OutputOptions {
  readonly asked: PipelineArguments;
  readonly plan: Plan;
  readonly finished: Run;
  readonly results: Results;
  readonly workspace: Workspace;
}

/** Writes the files that were asked for. @throws AppError NO_RIGHTS, DISK_FULL */
export async function writeOutputs(folder: string, options: OutputOptions): Promise<void> {
  const { asked, finished, results, workspace } = options;
  try {
    await Deno.mkdir(folder, { recursive: true });
    if (asked.formats.includes("json")) {
      await write(join(folder, "results.json"), `${JSON.stringify(results, null, 2)}\n`);
    }
    if (asked.formats.includes("html")) {
      const { renderReport } = await import("@/lib/page/report.ts");
      const report = makeReport(options);
      await write(join(folder, "report.html"), await renderReport(report));
    }
    for (const cell of finished.cells) {
      if (asked.formats.includes("csv")) await writeCell(folder, cell, workspace);
      if (asked.formats.includes("csv")) await writeRejected(folder, cell, workspace);
      await writeCharts(folder, cell, asked);
    }
  } catch (error) {
    throw refuseFolder(error, folder);
  }
}

async function writeCell(folder: string, cell: CellRun, workspace: Workspace): Promise<void> {
  if (cell.outcome.state !== "done") return;
  const { relation, schema, rows } = cell.outcome.result;
  if (relation === null || schema.columns.length === 0) return;
  using file = await Deno.open(join(folder, `${cell.name}.csv`), CREATE);
  await writeAll(file, csvHeader(schema.columns));
  await workspace.database.transaction(async (session) => {
    const names = schema.columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`).join(", ");
    const order = schema.hidden?.includes("_line") ? " order by _line" : "";
    await session.query(
      `declare rows no scroll cursor for select ${names} from ${relation}${order}`,
      [],
      { role: "results" },
    );
    for (let written = 0; written < rows;) {
      const page = await session.columns(`fetch forward ${ROWS_A_PAGE} from rows`, [], {
        role: "results",
      });
      if (page.length === 0) break;
      await writeAll(file, csvLines(page));
      written += page.length;
    }
  });
}

async function writeRejected(folder: string, cell: CellRun, workspace: Workspace): Promise<void> {
  if (cell.outcome.state !== "done" || cell.outcome.result.rejected === 0) return;
  using file = await Deno.open(join(folder, `${cell.name}.rejected.csv`), CREATE);
  await writeAll(file, csvHeader(REJECTED_COLUMNS));
  for await (const batch of readRejections(workspace.database, cell.outcome.result.key)) {
    const column = (name: "column" | "value" | "reason") =>
      ({ name, type: "text", values: batch.map((one) => one[name]) }) as const;
    await writeAll(
      file,
      csvLines({
        length: batch.length,
        columns: [
          { name: "line", type: "integer", values: Float64Array.from(batch, ({ line }) => line) },
          column("column"),
          column("value"),
          column("reason"),
        ],
      }),
    );
  }
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
    if (formats.includes("svg")) await write(join(folder, `${name}.svg`), svgFile(svg));
    if (formats.includes("png")) {
      const { drawPng, readPngParts } = await import("@/lib/chart/png.ts");
      const parts = await readPngParts();
      const png = await drawPng(svg, { theme: "light", parts });
      await Deno.writeFile(join(folder, `${name}.png`), png);
    }
  }
}

const CREATE = { create: true, write: true, truncate: true } as const;

async function write(path: string, text: string): Promise<void> {
  await Deno.writeTextFile(path, text);
}

async function writeAll(file: Deno.FsFile, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
}

function refuseFolder(error: unknown, folder: string): unknown {
  if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotCapable) {
    return new AppError(
      "NO_RIGHTS",
      `Cannot write results into a folder without the right to: current value is "${folder}"`,
      { cause: error },
    );
  }
  if (error instanceof Error && /ENOSPC|No space left/i.test(error.message)) {
    return new AppError(
      "DISK_FULL",
      `Cannot write results as the disk is full: current value is "${folder}"`,
      { cause: error },
    );
  }
  if (error instanceof Deno.errors.AlreadyExists || error instanceof Deno.errors.NotADirectory) {
    return new AppError(
      "BAD_USAGE",
      `Cannot write results as --out must be a folder: current value is "${folder}"`,
      { cause: error },
    );
  }
  return error;
}
