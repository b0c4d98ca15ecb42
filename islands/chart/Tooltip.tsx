import type { HoverPoint } from "@/lib/chart/hover/point.ts";

interface TooltipProps {
  readonly point: HoverPoint;
  /** Where it stands, as shares of the drawing's width and height. */
  readonly left: number;
  readonly top: number;
  colourOf(name: string): string;
}

/** What is told of a point, beside it; the same words are read out by the chart. */
export function Tooltip({ point, left, top, colourOf }: TooltipProps) {
  const side = left > 0.55
    ? { right: `calc(${(1 - left) * 100}% + 12px)` }
    : { left: `calc(${left * 100}% + 12px)` };
  return (
    <div class="tooltip" aria-hidden="true" style={{ ...side, top: `${Math.min(60, top * 100)}%` }}>
      <p>{point.title}</p>
      <dl>
        {point.lines.map(({ name, text, series, flagged }, index) => (
          <div key={index} class={flagged ? "flagged" : undefined}>
            <dt>
              {series !== null && <span class="swatch" style={{ background: colourOf(series) }} />}
              {name}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** The same in one sentence. */
export function wordsOf({ title, lines }: HoverPoint): string {
  const parts = lines.map(({ name, text }) => name === "" ? text : `${name} ${text}`);
  return `${title}: ${parts.join("; ")}`;
}
