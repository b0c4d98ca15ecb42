import type { Flag, LineBlock } from "@/lib/chart/block.ts";
import { formatNumber } from "@/lib/chart/format.ts";
import { FlagWords } from "./FlagWords.tsx";
import { VerdictButtons } from "./VerdictButtons.tsx";

interface FlagPanelProps {
  readonly figure: LineBlock;
  /** The form that changes the cell; `null` where nobody may. */
  readonly edits?: string | null;
}

/** Odd periods that are explained beside a chart; all of them are in its table. */
const LISTED = 40;

/** Why periods are odd, the latest first: to be opened beside the chart, below it on phones. */
export function FlagPanel({ figure, edits = null }: FlagPanelProps) {
  const { flags, dismissed = [], grain } = figure;
  const odd = `${formatNumber(flags.length)} odd ${grain}${flags.length === 1 ? "" : "s"}`;
  const fine = `${formatNumber(dismissed.length)} said not to be`;
  return (
    <details class="panel">
      {/* By its title it is known when its words have changed. */}
      <summary title={figure.title}>
        {flags.length === 0 ? `No odd ${grain}` : `${odd} explained`}
        {dismissed.length > 0 && `, ${fine}`}
        <span class="unseen">: {figure.title}</span>
      </summary>
      {flags.length > 0 && (
        <FlagList figure={figure} edits={edits} flags={flags} label={`Odd ${grain}s`} />
      )}
      {dismissed.length > 0 && (
        <>
          <p class="label">Said not to be odd</p>
          <FlagList
            figure={figure}
            edits={edits}
            flags={dismissed}
            label={`${grain}s said not to be odd`}
          />
        </>
      )}
    </details>
  );
}

interface FlagListProps extends Required<FlagPanelProps> {
  readonly flags: readonly Flag[];
  readonly label: string;
}

function FlagList({ figure, edits, flags, label }: FlagListProps) {
  const shown = flags.toSorted((a, b) => b.index - a.index).slice(0, LISTED);
  return (
    <>
      {/* It scrolls where it is long, by keys too. */}
      <ol tabIndex={0} aria-label={`${label} of ${figure.title}`}>
        {shown.map((flag) => (
          <li key={flag.index}>
            <FlagWords figure={figure} flag={flag}>
              {edits !== null && figure.labels !== undefined && (
                <VerdictButtons
                  form={edits}
                  period={figure.periods[flag.index]}
                  name={flag.label}
                  segment={figure.labels.segment}
                  said={flag.said ?? null}
                />
              )}
            </FlagWords>
          </li>
        ))}
      </ol>
      {flags.length > shown.length && (
        <p class="note">The latest {formatNumber(shown.length)} of {formatNumber(flags.length)}</p>
      )}
    </>
  );
}
