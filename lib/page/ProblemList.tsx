import { formatNumber } from "@/lib/chart/format.ts";
import type { Place, Problem } from "@/lib/errors.ts";

interface ProblemListProps {
  readonly problems: readonly Problem[];
  /** Whether to tell lines of the notebook and codes, as a report does; a page has no lines. */
  readonly full?: boolean;
}

/** What is wrong, where, and what to do about it. */
export function ProblemList({ problems, full = false }: ProblemListProps) {
  return (
    <ul class="problems">
      {problems.map((problem, at) => <Entry key={at} problem={problem} full={full} />)}
    </ul>
  );
}

function Entry({ problem, full }: { readonly problem: Problem; readonly full: boolean }) {
  const { severity, message, remedy, place, code } = problem;
  const words = full ? placeWords(place) : pageWords(place);
  return (
    <li class={severity} title={full ? undefined : [...placeWords(place), code].join(", ")}>
      <p>
        <strong>
          <span aria-hidden="true">{severity === "error" ? "✕" : "▲"}</span>{" "}
          {severity === "error" ? "Error" : "Warning"}
        </strong>{" "}
        {message}
      </p>
      {remedy !== null && <p class="remedy">{remedy}</p>}
      {(full || words.length > 0 || place.cell !== undefined) && (
        <p class="place">
          <PlaceView cell={place.cell} words={words.join(", ")} /> {full && <code>{code}</code>}
        </p>
      )}
    </li>
  );
}

interface PlaceViewProps {
  readonly cell: string | undefined;
  readonly words: string;
}

function PlaceView({ cell, words }: PlaceViewProps) {
  if (cell === undefined) return <>{words}</>;
  return (
    <>
      <a href={`#cell-${cell}`}>cell {cell}</a>
      {words !== "" && `, ${words}`}
    </>
  );
}

/** The key, and of a file of rows its name and line. */
function pageWords({ key, file, line }: Place): readonly string[] {
  return placeWords(file === undefined || isNotebook(file) ? { key } : { key, file, line });
}

function placeWords({ file, key, line, column }: Place): readonly string[] {
  return [
    ...(key === undefined ? [] : [`key ${key}`]),
    ...(file === undefined ? [] : [file]),
    ...(line === undefined ? [] : [`line ${formatNumber(line)}`]),
    ...(column === undefined ? [] : [`column ${formatNumber(column)}`]),
  ];
}

/** No file of rows is Markdown. */
function isNotebook(file: string): boolean {
  return file.endsWith(".md");
}
