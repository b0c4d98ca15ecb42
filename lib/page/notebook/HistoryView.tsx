import { formatChange, formatNumber } from "@/lib/chart/format.ts";
import { Action } from "@/lib/page/shell/Action.tsx";
import { Moment } from "@/lib/page/shell/Moment.tsx";
import type { RevisionComparison, RevisionEntry } from "@/lib/workspace/notebooks/revision_view.ts";
import { DifferenceView } from "./DifferenceView.tsx";

interface HistoryListProps {
  readonly entries: readonly RevisionEntry[];
  readonly address: string;
  /** The newest revision; it alone can't be restored. */
  readonly revision: number;
  readonly before: number | null;
  readonly after: number | null;
}

/** Every kept revision, newest first: two of them can be chosen to be compared. */
export function HistoryList({ entries, address, revision, before, after }: HistoryListProps) {
  const canCompare = entries.length > 1;
  return (
    <>
      {canCompare ? <CompareForm address={address} /> : (
        <p class="empty">
          Nothing was changed since. What is changed is kept here, to compare and to go back to.
        </p>
      )}
      <ol class="revisions">
        {entries.map((entry, index) => (
          <li key={entry.revision}>
            {canCompare && <Chosen entry={entry} index={index} before={before} after={after} />}
            <span class="what">{entry.what}</span>
            <span class="when">
              revision {entry.revision}, <Moment at={entry.savedAt} />
            </span>
            {entry.revision === revision ? <span class="now">as it is now</span> : (
              <Action
                action={address}
                fields={{ do: "restore_revision", to: entry.revision, revision }}
                class="quiet"
                label={`Restore revision ${entry.revision}`}
              >
                Restore
              </Action>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

/** Two revisions side by side: the figures that moved, then the lines that differ. */
export function ComparisonView({ comparison }: { readonly comparison: RevisionComparison }) {
  const moved = comparison.figures.filter(({ before, after }) => before !== after);
  return (
    <>
      <h3>Figures</h3>
      {moved.length === 0
        ? <p class="empty">No figure moved, or neither revision has a result.</p>
        : <FigureTable figures={moved} />}
      <h3>Text</h3>
      <DifferenceView lines={comparison.text} />
    </>
  );
}

function CompareForm({ address }: { readonly address: string }) {
  return (
    <form id="compare" method="get" action={address} class="row">
      <button type="submit">Compare the two chosen</button>
    </form>
  );
}

interface ChosenProps extends Pick<HistoryListProps, "before" | "after"> {
  readonly entry: RevisionEntry;
  readonly index: number;
}

/** The newest is compared with the one before, where nothing else was chosen. */
function Chosen({ entry: { revision }, index, before, after }: ChosenProps) {
  return (
    <span class="chosen">
      <label>
        <input
          form="compare"
          type="radio"
          name="before"
          value={revision}
          checked={before === null ? index === 1 : before === revision}
        />
        <span class="unseen">Compare revision {revision}</span> from
      </label>
      <label>
        <input
          form="compare"
          type="radio"
          name="after"
          value={revision}
          checked={after === null ? index === 0 : after === revision}
        />
        <span class="unseen">Compare up to revision {revision}</span> to
      </label>
    </span>
  );
}

function FigureTable({ figures }: Pick<RevisionComparison, "figures">) {
  return (
    <div class="scroll" role="region" aria-label="Figures that moved" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Cell</th>
            <th scope="col">Figure</th>
            <th scope="col" class="figure">Before</th>
            <th scope="col" class="figure">After</th>
            <th scope="col" class="figure">Change</th>
          </tr>
        </thead>
        <tbody>
          {figures.map(({ cell, path, title, unit, before, after }) => (
            <tr key={`${cell} ${path}`}>
              <td>
                <a href={`#cell-${cell}`}>{cell}</a>
              </td>
              <td>{title}</td>
              <td class="figure">{written(before, unit)}</td>
              <td class="figure">{written(after, unit)}</td>
              <td class="figure">
                {typeof before === "number" && typeof after === "number"
                  ? formatChange(after, before, unit).text
                  : ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function written(value: number | string | null, unit: string | null): string {
  return typeof value === "string" ? value : formatNumber(value, { unit });
}
