/**
 * A chart drawn ahead, so that a page shows it without drawing anything.
 *
 * @module
 */

/** The chart as SVG that is safe to put into a page, in each width that a page shows it in. */
export interface Drawing {
  readonly wide: string;
  readonly narrow: string;
}
