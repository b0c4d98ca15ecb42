import type { ComponentChildren } from "preact";
import { BlockList } from "@/lib/page/BlockList.tsx";
import { Kept } from "@/lib/web/kept.ts";
import type { RowsPlace } from "@/lib/page/DataTable.tsx";
import type { ChartExtension } from "@/lib/page/FigureView.tsx";
import { ProblemList } from "@/lib/page/ProblemList.tsx";
import type { Figure } from "@/lib/chart/block.ts";
import type { Drawings } from "@/lib/page/report_shape.ts";
import { isFigure } from "@/lib/chart/figure.ts";
import type { Problem } from "@/lib/errors.ts";
import type { CellOutput, CellView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { isRowTable } from "@/lib/workspace/notebooks/row_table.ts";
import { CellCaption } from "./CellCaption.tsx";
import { CellTools, editFormId } from "./CellTools.tsx";
import type { Moves } from "./moves.ts";
import { NeedsView } from "./NeedsView.tsx";
import type { NotebookPlace } from "./place.ts";

interface CellSectionProps {
  readonly cell: CellView;
  readonly index: number;
  readonly moves: Moves;
  readonly level: number;
  readonly place: NotebookPlace;
  /** What the open editor tells. */
  readonly told?: readonly Problem[];
  /** The editor, where it is open. */
  readonly children?: ComponentChildren;
}

/** A cell: its caption, its editor where it is open, and what it shows. */
export function CellSection(props: CellSectionProps) {
  const { cell, index, moves, level, place, told = [], children } = props;
  const { name, status, output } = cell;
  const problems = cell.problems.filter((one) => !told.some((other) => isSame(one, other)));
  return (
    <section
      class={`cell ${status.state}`}
      id={`cell-${name}`}
      data-cell={name}
      data-kind={cell.kind}
      data-index={index}
      data-key={output !== null && isDrawn(output) ? output.key : undefined}
      data-automatic={cell.automatic ? "" : undefined}
      aria-labelledby={`name-${name}`}
      tabIndex={-1}
    >
      <CellCaption cell={cell} level={level}>
        {place.editable && <CellTools cell={cell} moves={moves} place={place} />}
      </CellCaption>
      <div data-part="progress">
        <ProgressLine status={status} />
      </div>
      {children !== null && children !== undefined && <div class="editor">{children}</div>}
      <div data-part="problems">
        {problems.length > 0 && (status.state === "stale" && status.unset
          ? <NeedsView cell={name} problems={problems} place={place} />
          : <ProblemList problems={problems} />)}
      </div>
      <div class="output" aria-busy={status.state === "running" ? "true" : "false"}>
        {output !== null && (
          <KeptOutput
            cell={cell}
            output={output}
            setsRange={place.setsRange}
            edits={place.editable ? editFormId(name) : undefined}
          />
        )}
      </div>
    </section>
  );
}

/** The same word, though the page and the editor number its lines on their own. */
function isSame(one: Problem, other: Problem): boolean {
  return one.message === other.message && one.place.key === other.place.key;
}

/** Thin, in the caption's line, so that nothing moves when it comes and goes. */
function ProgressLine({ status }: { readonly status: CellView["status"] }) {
  if (status.state !== "running") return null;
  const share = status.progress?.share ?? null;
  return (
    <div class={share === null ? "progress unknown" : "progress"} aria-hidden="true">
      <span style={share === null ? undefined : { width: `${Math.round(share * 100)}%` }} />
    </div>
  );
}

interface OutputViewProps {
  readonly cell: CellView;
  readonly output: CellOutput;
  readonly setsRange: boolean;
  /** The form by which buttons in it change the cell. */
  readonly edits: string | undefined;
}

/** An output stays as it is, but for what a failed run found and for charts that come later. */
function KeptOutput(props: OutputViewProps) {
  const { cell: { name, status }, output, setsRange, edits } = props;
  if (status.state === "failed" || !isDrawn(output)) return <OutputView {...props} />;
  const { key, computedAt, blocks } = output;
  return (
    <Kept by={JSON.stringify(["cell", name, key, computedAt, blocks.length, setsRange, edits])}>
      <OutputView {...props} />
    </Kept>
  );
}

function OutputView({ cell: { name, kind }, output, setsRange, edits }: OutputViewProps) {
  const shown = (
    <BlockList
      blocks={output.blocks}
      drawings={drawingsOf(output)}
      label={`Rows of ${name}`}
      live={{
        setsRange,
        edits,
        addressOf: (figure, extension) => resultAddress(output, { figure, extension }),
        rowsOf: (table) => isRowTable(table, output) ? rowsPlace(name, output) : null,
      }}
    />
  );
  // Said once is enough: InShort.tsx shows it above everything else.
  return kind !== "summary" || output.blocks.length === 0 ? shown : (
    <details>
      <summary>Said at the top of the page</summary>
      {shown}
    </details>
  );
}

/** A chart as a file. */
export interface ChartFile {
  readonly figure: Figure;
  readonly extension: ChartExtension;
}

/** Returns where a chart of a result is; `null` for one that was not drawn. */
export function resultAddress(
  output: CellOutput,
  { figure, extension }: ChartFile,
): string | null {
  const place = placeOf(output, figure);
  if (place === null) return null;
  const query = extension === "json" ? "" : `?${new URLSearchParams({ name: figure.title })}`;
  return `/api/results/${output.key}/charts/${place}.${extension}${query}`;
}

/** Returns where all rows of a cell's result are. */
export function rowsPlace(name: string, { key }: CellOutput): RowsPlace {
  const query = new URLSearchParams({ name });
  return { path: `/results/${key}?${query}`, api: `/api/results/${key}` };
}

/** Returns a chart's place among the blocks; `null` for one that was not drawn. */
export function placeOf({ blocks, drawings }: CellOutput, figure: Figure): number | null {
  const place = blocks.indexOf(figure);
  return drawings[place] === undefined ? null : place;
}

/** Whether nothing of an output is still to come: its charts may be drawn a moment later. */
export function isDrawn({ blocks, drawings }: CellOutput): boolean {
  return blocks.every((block, index) => !isFigure(block) || drawings[index] !== undefined);
}

/** Returns an output's drawings by figure, as the pieces of a report take them. */
export function drawingsOf({ blocks, drawings }: CellOutput): Drawings {
  return new Map(
    blocks.flatMap((block, index) =>
      isFigure(block) && drawings[index] !== undefined ? [[block, drawings[index]] as const] : []
    ),
  );
}
