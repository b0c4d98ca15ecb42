import { formatNumber } from "@/lib/chart/format.ts";
import { follow } from "./follow.ts";

interface PagerProps {
  readonly offset: number;
  readonly shown: number;
  readonly total: number;
  readonly pageRows: number;
  addressOf(offset: number): string;
  onOffset(offset: number): void;
}

/** Which rows are shown, and the way to the others. */
export function Pager({ offset, shown, total, pageRows, addressOf, onOffset }: PagerProps) {
  const last = lastOffset(total, pageRows);
  const steps: readonly (readonly [name: string, sign: string, to: number | null])[] = [
    ["First page", "«", offset > 0 ? 0 : null],
    ["Previous page", "‹", offset > 0 ? Math.max(0, offset - pageRows) : null],
    ["Next page", "›", offset < last ? offset + pageRows : null],
    ["Last page", "»", offset < last ? last : null],
  ];
  return (
    <nav class="pager" aria-label="Pages">
      <p aria-live="polite">{rowsText({ offset, shown, total })}</p>
      {total > pageRows && (
        <ul>
          {steps.map(([name, sign, to]) => (
            <li>
              {to === null ? <span aria-hidden="true">{sign}</span> : (
                <a
                  href={addressOf(to)}
                  aria-label={name}
                  onClick={(event) => follow(event, () => onOffset(to))}
                >
                  {sign}
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
    </nav>
  );
}

/** Returns where the last page begins. */
export function lastOffset(total: number, pageRows: number): number {
  return Math.max(0, Math.floor((total - 1) / pageRows) * pageRows);
}

function rowsText(
  { offset, shown, total }: Pick<PagerProps, "offset" | "shown" | "total">,
): string {
  if (total === 0) return "No rows";
  if (shown === total) return `${formatNumber(total)} ${total === 1 ? "row" : "rows"}`;
  const [from, to] = [offset + 1, offset + shown].map((row) => formatNumber(row));
  return `Rows ${from} to ${to} of ${formatNumber(total)}`;
}
