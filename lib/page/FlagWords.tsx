import type { ComponentChildren } from "preact";
import type { Flag, LineBlock } from "@/lib/chart/block.ts";
import { formatNumber, formatPeriod } from "@/lib/chart/format.ts";
import { oddText } from "@/lib/chart/hover/line.ts";
import { FlagSegments } from "./FlagSegments.tsx";

interface FlagWordsProps {
  readonly figure: LineBlock;
  readonly flag: Flag;
  /** What may be said of it: before what moved it, which can be long. */
  readonly children?: ComponentChildren;
}

/** What is odd about one period, with its figures and what moved it. */
export function FlagWords({ figure, flag, children }: FlagWordsProps) {
  const { axis: { title, unit }, band, expected, periods, series } = figure;
  const { index, score, words, causes = [], parts = [] } = flag;
  const value = series[0].values[index];
  const usual = expected?.[index] ?? null;
  const lower = band?.lower[index] ?? null;
  const upper = band?.upper[index] ?? null;
  const write = (amount: typeof value) => formatNumber(amount, { unit });
  return (
    <>
      <p class="when">{formatPeriod(periods[index], figure)}</p>
      <p>{asSentence(words ?? oddText(value, usual, unit))}</p>
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
      {children}
      {parts.length === 0 && causes.map((cause) => <p key={cause}>{asSentence(cause)}</p>)}
      <FlagSegments parts={parts} unit={unit} />
    </>
  );
}

function asSentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function Term({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
