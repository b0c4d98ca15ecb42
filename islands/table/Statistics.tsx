import { formatNumber, NOTHING } from "@/lib/chart/format.ts";
import { writerOf } from "@/lib/chart/table_text.ts";
import type { Value } from "@/lib/frame/frame.ts";
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import type { ColumnStatistics } from "@/lib/workspace/tables/contract.ts";
import { follow } from "./follow.ts";

interface StatisticsProps {
  readonly column: ColumnSchema;
  readonly statistics: ColumnStatistics;
  readonly closeAddress: string;
  filterAddress(value: string): string;
  onFilter(value: string): void;
  onClose(): void;
}

/** What a column is like: its numbers, and its most frequent values as bars that filter. */
export function Statistics(props: StatisticsProps) {
  const { column, statistics } = props;
  const { nulls, distinct, least, greatest, mean, median, deviation, top } = statistics;
  const write = writerOf(column, [least, greatest, ...top.map(({ value }) => value)]);
  const shown = (value: Value) => value === null ? NOTHING : write(value);
  const summary = writerOf({ ...column, type: "float" }, [mean, median, deviation]);
  const terms: readonly (readonly [string, string])[] = [
    ["Different", formatNumber(distinct)],
    ["Empty", formatNumber(nulls)],
    ["Least", shown(least)],
    ["Greatest", shown(greatest)],
    ...(mean === null ? [] : [
      ["Mean", summary(mean)],
      ["Median", median === null ? NOTHING : summary(median)],
      ["Deviation", deviation === null ? NOTHING : summary(deviation)],
    ] as const),
  ];
  const most = top[0]?.rows ?? 1;
  return (
    <section class="statistics" aria-label={`Statistics of ${column.name}`}>
      <header>
        <p>
          {column.name}
          {column.unit !== null && <span class="unit">, {column.unit}</span>}
        </p>
        <a
          href={props.closeAddress}
          aria-label="Close the statistics"
          onClick={(event) => follow(event, props.onClose)}
        >
          ✕
        </a>
      </header>
      <dl>
        {terms.map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {top.length > 0 && (
        <ol aria-label="Most frequent values">
          {top.map(({ value, rows }) => (
            <li>
              <a
                href={props.filterAddress(String(value))}
                onClick={(event) => follow(event, () => props.onFilter(String(value)))}
              >
                {shown(value)}
              </a>
              <span class="share" aria-hidden="true">
                <span style={{ width: `${(rows / most) * 100}%` }} />
              </span>
              <span class="count">{formatNumber(rows)}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
