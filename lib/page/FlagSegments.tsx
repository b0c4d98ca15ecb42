import type { FlagPart } from "@/lib/chart/block.ts";
import { formatNumber } from "@/lib/chart/format.ts";
import { signedText } from "@/lib/chart/waterfall.ts";

interface FlagSegmentsProps {
  readonly parts: readonly FlagPart[];
  readonly unit: string | null;
}

/** The room that bars are drawn in, in pixels. */
const WIDTH = 256;

/** How far from what was expected each segment was, as bars, a list a dimension. */
export function FlagSegments({ parts, unit }: FlagSegmentsProps) {
  return (
    <>
      {parts.map(({ category, segments }) => {
        const changes = segments.map(({ change }) => change);
        const write = signedText(changes, unit);
        const sizes = changes.map((change) => change ?? 0);
        const room = {
          most: Math.max(...sizes.map(Math.abs)),
          isBoth: sizes.some((size) => size < 0) && sizes.some((size) => size > 0),
        };
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
                  <Bar change={change ?? 0} {...room} />
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </>
  );
}

/** The same for all bars of a list. */
interface Room {
  /** The greatest size of a change. */
  readonly most: number;
  /** Whether there are rises and falls, which go to both sides of the middle. */
  readonly isBoth: boolean;
}

function Bar({ change, most, isBoth }: Room & { readonly change: number }) {
  const start = isBoth ? WIDTH / 2 : 0;
  const width = most === 0 ? 0 : (Math.abs(change) / most) * (WIDTH - start);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} 6`}
      width={WIDTH}
      height="6"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path class="middle" d={`M${start} 0v6`} />
      <rect
        class={change < 0 ? "fall" : "rise"}
        x={isBoth && change < 0 ? start - width : start}
        y="1"
        width={width}
        height="4"
      />
    </svg>
  );
}
