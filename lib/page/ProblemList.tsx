import { formatNumber } from "@/lib/chart/format.ts";
import type { Place, Problem } from "@/lib/errors.ts";

/** What is wrong, where, and what to do about it. */
export function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  return (
    <ul class="problems">
      {problems.map((problem) => (
        <li class={problem.severity}>
          <p>
            <strong>
              <span aria-hidden="true">{problem.severity === "error" ? "✕" : "▲"}</span>{" "}
              {problem.severity === "error" ? "Error" : "Warning"}
            </strong>{" "}
            {problem.message}
          </p>
          {problem.remedy !== null && <p class="remedy">{problem.remedy}</p>}
          <p class="place">
            <PlaceView place={problem.place} /> <code>{problem.code}</code>
          </p>
        </li>
      ))}
    </ul>
  );
}

function PlaceView({ place }: { readonly place: Place }) {
  const { cell, file, key, line, column } = place;
  const words = [
    ...(key === undefined ? [] : [`key ${key}`]),
    ...(file === undefined ? [] : [file]),
    ...(line === undefined ? [] : [`line ${formatNumber(line)}`]),
    ...(column === undefined ? [] : [`column ${formatNumber(column)}`]),
  ].join(", ");
  if (cell === undefined) return <>{words}</>;
  return (
    <>
      <a href={`#cell-${cell}`}>cell {cell}</a>
      {words !== "" && `, ${words}`}
    </>
  );
}
