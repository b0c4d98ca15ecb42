import type { FlagPart } from "@/lib/chart/block.ts";
import { formatNumber } from "@/lib/chart/format.ts";
import { signedText } from "@/lib/chart/waterfall.ts";

interface FlagSegmentsProps {
  readonly parts: readonly FlagPart[];
  readonly unit: string | null;
}

/** The room that bars are drawn in, in pixels. */
const WIDTH = 224;

/** How far from what was expected each segment was, as bars from the middle, a list a dimension. */
export function FlagSegments({ parts, unit }: FlagSegmentsProps) {
  return (
    <>
      {parts.map(({ category, segments }) => {
        const changes = segments.map(({ change }) => change);
        const write = signedText(changes, unit);
        const most = Math.max(...changes.map((change) => Math.abs(change ?? 0)));
        return (
          <div key={category} class="flag-segments">
            <p>By {category.toLowerCase()}</p>
            <ul>
              {segments.map(({ name, change, share }) => (
                <li key={name}>
                  <span>{name}</span>
                  <span class="amount">
                    {write(change)}
                    {share !== null && `, ${formatNumber(share, { unit: "%", decimals: 0 })}`}
                  </span>
                  <Bar length={most === 0 ? 0 : (change ?? 0) / most} />
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </>
  );
}

/** A bar from the middle to the right, or to the left; `length` is -1 to 1. */
function Bar({ length }: { readonly length: number }) {
  const width = Math.abs(length) * WIDTH / 2;
  return (
    <svg viewBox={`0 0 ${WIDTH} 6`} width={WIDTH} height="6" aria-hidden="true">
      <path class="middle" d={`M${WIDTH / 2} 0v6`} />
      <rect
        class={length < 0 ? "fall" : "rise"}
        x={length < 0 ? WIDTH / 2 - width : WIDTH / 2}
        y="1"
        width={width}
        height="4"
      />
    </svg>
  );
}
