import type { ComponentChildren } from "preact";
import { formatDuration, formatNumber } from "@/lib/chart/format.ts";
import { Moment } from "@/lib/page/shell/Moment.tsx";
import type { CellOutput, CellView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { statusWords } from "@/lib/workspace/notebooks/status_words.ts";

interface CellCaptionProps {
  readonly cell: CellView;
  /** 2 to 6: one below the heading that the cell stands under. */
  readonly level: number;
  /** What can be done with the cell; left out where nothing can. */
  readonly children?: ComponentChildren;
}

/** The row above a cell's output: kind, name and state; rows, time, and where it comes from. */
export function CellCaption({ cell, level, children }: CellCaptionProps) {
  const { sign, word } = statusWords(cell.status);
  // A heading of the level asked for: the name of an element can be a value.
  const Heading = `h${level}` as "h2";
  return (
    <header class="caption">
      <Heading id={`name-${cell.name}`}>
        <span class="kind">{cell.title}</span> {cell.name}
      </Heading>
      <span class="state" role="status">
        {word !== "" && (
          <>
            <span aria-hidden="true">{sign}</span> {word}
          </>
        )}
      </span>
      {cell.output !== null && <Facts name={cell.name} kind={cell.kind} output={cell.output} />}
      {children}
    </header>
  );
}

interface FactsProps {
  readonly name: string;
  readonly kind: string;
  readonly output: CellOutput;
}

function Facts({ name, kind, output }: FactsProps) {
  const { rows, rejected, origin, milliseconds, computedAt, key } = output;
  return (
    <ul class="facts">
      <li>
        <Moment at={computedAt} />, {origin === "cache" ? "from cache, computed" : "computed"} in
        {" "}
        {formatDuration(milliseconds)}
      </li>
      {rejected > 0 && (
        <li>
          <a href={`/api/results/${key}/rejected`}>{formatNumber(rejected)} rejected</a>
        </li>
      )}
      {/* A summary is a text, and never has any. */}
      {kind !== "summary" && (
        <li>
          <a href={`/results/${key}?name=${name}`}>
            {formatNumber(rows)} {rows === 1 ? "row" : "rows"}
          </a>
        </li>
      )}
    </ul>
  );
}
