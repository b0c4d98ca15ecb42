/**
 * A notebook as its page shows it, made into a report of one file.
 *
 * For its owner it is what a run writes; for the reader of a link it is what the link's page
 * shows, without keys, counts and times.
 *
 * @module
 */
import type { Figure } from "@/lib/chart/block.ts";
import type { Drawing } from "@/lib/chart/drawing.ts";
import { renderDrawnReport } from "@/lib/page/report.ts";
import { placedBlocks, summaryBlocks } from "@/lib/page/report_parts.ts";
import type { CellState, ReportCell, ReportPart } from "@/lib/page/report_shape.ts";
import type { ReportOptions } from "@/lib/workspace/exports/reports.ts";
import type { CellView, NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { isResult } from "@/lib/workspace/notebooks/is_result.ts";
import { drawingsOf } from "./CellSection.tsx";

/** Digits of a key that tell it from any other. */
const SHOWN_DIGITS = 12;

/** Renders what the view shows, with the charts as they were drawn. */
export function renderNotebookReport(
  view: NotebookView,
  { audience, madeAt }: ReportOptions,
): string {
  const all = view.blocks.flatMap((block) => block.type === "cell" ? [block.cell] : []);
  const cells = audience === "owner" ? all : all.filter((cell) => isResult(cell, all));
  const first = cells.filter(isFirst).map(shownOf);
  const drawings = new Map<Figure, Drawing>(
    cells.flatMap(({ output }) => output === null ? [] : [...drawingsOf(output)]),
  );
  const computed = cells.flatMap(({ output }) => output?.computedAt ?? []).sort();
  return renderDrawnReport({
    title: view.title,
    description: view.description,
    asOf: computed.at(-1) ?? madeAt,
    madeAt,
    parameters: view.parameters.map(({ name, declaration, value }) => ({
      name: declaration.title ?? name,
      value,
    })),
    summary: summaryBlocks(first),
    problems: view.problems,
    parts: view.blocks.flatMap((block): readonly ReportPart[] => {
      if (block.type === "prose") return [{ type: "prose", markdown: block.markdown }];
      const { cell } = block;
      const isAbove = cell.kind === "summary" && isFirst(cell);
      if (isAbove || !cells.includes(cell)) return [];
      return [{
        type: "cell",
        cell: audience === "owner" ? reportCell(cell) : withoutOrigin(reportCell(cell)),
      }];
    }),
    provenance: audience === "reader" ? [] : provenanceOf(view, cells),
  }, drawings);
}

/** Whether it may stand above, where nothing says how old it is. */
function isFirst({ status, output }: CellView): boolean {
  return status.state === "fresh" && output !== null;
}

function shownOf({ kind, output }: CellView) {
  return { kind, blocks: output?.blocks ?? [] };
}

function reportCell(cell: CellView): ReportCell {
  const { kind, name, output, problems } = cell;
  const told = problems.length === 0 ? [] : [{ type: "problems", problems } as const];
  const shown = shownOf(cell);
  return {
    kind,
    name,
    state: stateOf(cell),
    rows: output?.rows ?? null,
    milliseconds: output?.milliseconds ?? null,
    origin: output?.origin ?? null,
    key: output?.key || null, // "" where the cell could not be planned
    blocks: [...told, ...(isFirst(cell) ? placedBlocks(shown) : shown.blocks)],
  };
}

function withoutOrigin(cell: ReportCell): ReportCell {
  return { ...cell, rows: null, milliseconds: null, origin: null, key: null };
}

function stateOf({ status, output, problems }: CellView): CellState {
  switch (status.state) {
    case "fresh":
      return problems.length > 0 ? "warned" : "done";
    case "stale":
    case "running":
    case "queued":
      return output === null ? "waiting" : "stale";
    case "waiting":
      return "waiting";
    case "failed":
      return "failed";
    case "disabled":
      return "disabled";
  }
}

function provenanceOf({ id, revision }: NotebookView, cells: readonly CellView[]) {
  return [
    { name: "notebook", value: `${id}, revision ${revision}` },
    ...cells.flatMap(({ kind, name, output }) =>
      output?.key ? [{ name: `${kind} ${name}`, value: output.key.slice(0, SHOWN_DIGITS) }] : []
    ),
  ];
}
