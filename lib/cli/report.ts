/**
 * Makes of a finished run what `report.html` says.
 *
 * @module
 */
import type { Plan } from "@/lib/notebook/run/plan.ts";
import type { CellRun, Run } from "@/lib/notebook/run/result.ts";
import { problemsOf } from "@/lib/notebook/run/store.ts";
import { placedBlocks, summaryBlocks } from "@/lib/page/report_parts.ts";
import type { Report, ReportCell, ReportPart } from "@/lib/page/report_shape.ts";
import type { ParameterValue } from "@/lib/sql/parameters.ts";
import type { PipelineArguments } from "./arguments.ts";
import { titleOf } from "./notebook_file.ts";

interface ReportOptions {
  readonly asked: PipelineArguments;
  readonly plan: Plan;
  readonly finished: Run;
}

/** Digits of a key that tell it from any other. */
const SHOWN_DIGITS = 12;

/** Puts the summary first, then prose and cells as they stand in the notebook. */
export function makeReport({ asked, plan, finished }: ReportOptions): Report {
  const { head, blocks } = plan.notebook;
  const titles = new Map<string, string | undefined>(
    [...head.parameters].map(([name, { title }]) => [name, title]),
  );
  const runs = new Map(finished.cells.map((cell) => [cell.name, cell]));
  const parts = blocks.flatMap((block): ReportPart[] => {
    if (block.type === "prose") return [{ type: "prose", markdown: block.text }];
    const cell = runs.get(block.name);
    return cell === undefined || cell.kind === "summary"
      ? []
      : [{ type: "cell", cell: reportCell(cell, plan) }];
  });
  return {
    title: titleOf(plan.notebook, asked.notebook),
    description: head.description,
    asOf: finished.asOf,
    madeAt: finished.startedAt,
    parameters: [...plan.setting.parameters].map(([name, value]) => ({
      name: titles.get(name) ?? name,
      value: parameterText(value),
    })),
    summary: summaryBlocks(finished.cells),
    problems: finished.cells.flatMap(problemsOf),
    parts,
    provenance: finished.cells.flatMap(({ name, kind, key }) =>
      key === null ? [] : [{ name: `${kind} ${name}`, value: key.slice(0, SHOWN_DIGITS) }]
    ),
  };
}

/** Writes a parameter's value as people read it. */
function parameterText(value: ParameterValue): string {
  switch (value.type) {
    case "date_range":
      return `${value.from} to ${value.to}`;
    case "list":
      return value.values.join(", ");
    case "number":
    case "text":
    case "boolean":
    case "date":
    case "choice":
      return String(value.value);
  }
}

function reportCell(cell: CellRun, plan: Plan): ReportCell {
  const { name, kind, outcome, key, blocks } = cell;
  const common = { name, kind, key, milliseconds: cell.milliseconds };
  switch (outcome.state) {
    case "done":
      return {
        ...common,
        state: outcome.result.problems.length === 0 ? "done" : "warned",
        rows: outcome.result.relation === null ? null : outcome.result.rows,
        origin: outcome.source,
        milliseconds: outcome.result.milliseconds,
        blocks: placedBlocks(cell),
      };
    case "failed":
      return {
        ...common,
        state: "failed",
        rows: null,
        origin: null,
        blocks: [{ type: "problems", problems: outcome.problems }, ...blocks],
      };
    case "waiting":
    case "cancelled": {
      const disabled = plan.notebook.blocks.some((block) =>
        block.type === "cell" && block.name === name && block.disabled
      );
      const reason = outcome.state === "waiting" ? outcome.reason : "the run was cancelled";
      return {
        ...common,
        state: disabled ? "disabled" : "waiting",
        rows: null,
        milliseconds: null,
        origin: null,
        blocks: [{
          type: "text",
          paragraphs: [[{ kind: "plain", text: `Did not run: ${reason}.` }]],
        }],
      };
    }
  }
}
