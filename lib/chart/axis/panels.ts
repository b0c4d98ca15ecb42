/**
 * Where the panels of small multiples stand, in units of panels: a chart of any size agrees.
 *
 * @module
 */
import type { MultiplesBlock } from "@/lib/chart/block.ts";
import { extentOf, type Scale, scaleFor } from "./ticks.ts";
import { startOf } from "./time.ts";

/** The share of a panel's place that is left free on its right, and above it for its name. */
const RIGHT = 0.08;
const ABOVE = 0.26;

/** Ticks of the scale that all panels share. */
const TICKS = 2;

/** The panels of a chart: `x` goes from 0 to `columns`, `y` from 0 at the top to `rows`. */
export interface Panels {
  readonly columns: number;
  readonly rows: number;
  readonly scale: Scale;
  readonly placeX: (panel: number, time: Date) => number;
  readonly placeY: (panel: number, value: number) => number;
  /** Both ends of a panel from left to right, and where its name stands. */
  readonly edgesOf: (
    panel: number,
  ) => { readonly left: number; readonly right: number; readonly top: number };
}

/** Lays out the panels, row by row. */
export function panelsOf({ panels, periods }: MultiplesBlock, narrow: boolean): Panels {
  const count = Math.max(1, panels.length);
  const columns = Math.min(count, narrow ? 2 : count <= 4 ? 2 : 3);
  const scale = scaleFor(extentOf(panels.flatMap(({ values }) => values)), TICKS);
  const first = periods.length === 0 ? 0 : startOf(periods[0]).getTime();
  const last = periods.length === 0 ? 0 : startOf(periods[periods.length - 1]).getTime();
  const place = (panel: number) => ({ column: panel % columns, row: Math.floor(panel / columns) });
  return {
    columns,
    rows: Math.ceil(count / columns),
    scale,
    placeX(panel, time) {
      const share = last === first ? 0.5 : (time.getTime() - first) / (last - first);
      return place(panel).column + share * (1 - RIGHT);
    },
    placeY(panel, value) {
      const share = (scale.high - value) / (scale.high - scale.low);
      return place(panel).row + ABOVE + share * (1 - ABOVE);
    },
    edgesOf(panel) {
      const { column, row } = place(panel);
      return { left: column, right: column + 1 - RIGHT, top: row };
    },
  };
}
