import type { Flag, LineBlock } from "@/lib/chart/block.ts";
import { formatNumber, formatPeriod } from "@/lib/chart/format.ts";
import { oddText } from "@/lib/chart/hover.ts";

interface FlagPanelProps {
  readonly figure: LineBlock;
}

/** Odd periods that are explained beside a chart; all of them are in its table. */
const LISTED = 40;

/** Why periods are odd, the latest first: to be opened beside the chart, below it on phones. */
export function FlagPanel({ figure }: FlagPanelProps) {
  const { flags, grain } = figure;
  const shown = flags.toSorted((a, b) => b.index - a.index).slice(0, LISTED);
  const words = `${formatNumber(flags.length)} odd ${grain}${flags.length === 1 ? "" : "s"}`;
  return (
    <details class="panel">
      <summary>
        {words} explained<span class="unseen">: {figure.title}</span>
      </summary>
      {/* It scrolls where it is long, by keys too. */}
      <ol tabIndex={0} aria-label={`Odd ${grain}s of ${figure.title}`}>
        {shown.map((flag) => (
          <li key={flag.index}>
            <FlagWords figure={figure} flag={flag} />
          </li>
        ))}
      </ol>
      {flags.length > shown.length && (
        <p class="note">The latest {formatNumber(shown.length)} of {formatNumber(flags.length)}</p>
      )}
    </details>
  );
}

function FlagWords({ figure, flag }: FlagPanelProps & { readonly flag: Flag }) {
  const { axis: { title, unit }, band, expected, grain, periods, series } = figure;
  const { index, score, causes = [] } = flag;
  const value = series[0].values[index];
  const usual = expected?.[index] ?? null;
  const lower = band?.lower[index] ?? null;
  const upper = band?.upper[index] ?? null;
  const write = (amount: typeof value) => formatNumber(amount, { unit });
  return (
    <>
      <p class="when">{formatPeriod(periods[index], grain)}</p>
      <p>{oddText(value, usual, unit)}</p>
      <dl>
        <Term name={title}>{write(value)}</Term>
        {usual !== null && <Term name="Expected">{write(usual)}</Term>}
        {lower !== null && upper !== null && (
          <Term name="Range">{`${formatNumber(lower)} to ${write(upper)}`}</Term>
        )}
        {score !== undefined && (
          <Term name="Score">{`${formatNumber(score, { decimals: 0 })} of 100`}</Term>
        )}
      </dl>
      {causes.map((cause) => <p key={cause}>{cause}</p>)}
    </>
  );
}

function Term({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
