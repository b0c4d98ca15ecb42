/**
 * A notebook as its page shows it, made into a report of one file.
 *
 * @module
 */
import type { Figure } from "@/lib/chart/block.ts";
import type { Drawing } from "@/lib/chart/drawing.ts";
import { renderDrawnReport } from "@/lib/page/report.ts";
import type { CellState, ReportCell, ReportPart } from "@/lib/page/report_shape.ts";
import type { CellStatus, CellView, NotebookView } from "@/lib/workspace/notebooks/contract.ts";
import { drawingsOf } from "./CellSection.tsx";

/** Renders what the view shows, with the charts as they were drawn; `madeAt` is ISO 8601 in UTC. */
export function renderNotebookReport(view: NotebookView, madeAt: string): string {
  const cells = view.blocks.flatMap((block) => block.type === "cell" ? [block.cell] : []);
  const summaries = cells.filter(({ kind }) => kind === "summary");
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
    summary: summaries.flatMap(({ output }) => output?.blocks ?? []),
    problems: view.problems,
    parts: view.blocks.flatMap((block): ReportPart[] => {
      if (block.type === "prose") return [{ type: "prose", markdown: block.markdown }];
      return block.cell.kind === "summary" ? [] : [{ type: "cell", cell: reportCell(block.cell) }];
    }),
    provenance: [
      { name: "Notebook", value: `${view.id}, revision ${view.revision}` },
      ...cells.flatMap(({ name, output }) =>
        output === null ? [] : [{ name: `Key of ${name}`, value: output.key }]
      ),
    ],
  }, drawings);
}

function reportCell({ kind, name, status, output, problems }: CellView): ReportCell {
  const told = problems.length === 0 ? [] : [{ type: "problems", problems } as const];
  return {
    kind,
    name,
    state: stateOf(status, problems.length > 0),
    rows: output?.rows ?? null,
    milliseconds: output?.milliseconds ?? null,
    origin: output?.origin ?? null,
    key: output?.key ?? null,
    blocks: [...told, ...output?.blocks ?? []],
  };
}

function stateOf({ state }: CellStatus, isWarned: boolean): CellState {
  switch (state) {
    case "fresh":
    case "stale":
      return isWarned ? "warned" : "done";
    case "running":
    case "queued":
    case "waiting":
      return "waiting";
    case "failed":
      return "failed";
    case "disabled":
      return "disabled";
  }
}
