/**
 * What a text may be told from: figures, names, our own sentences and periods.
 *
 * @module
 */

/** One thing that was computed. Its name is its path, such as `weekly.revenue.total`. */
export type Fact =
  | {
    readonly type: "figure";
    readonly name: string;
    readonly title: string;
    /** Of the unit "%" a ratio: 0.1 is 10%. */
    readonly value: number;
    readonly unit: string | null;
    /** Whether it says by how much something moved, so that "down" and "up" may stand before it. */
    readonly isChange: boolean;
    /** The member of a dimension that it is of, such as "North"; `null` where it is of all. */
    readonly about: string | null;
  }
  | {
    /** A text of the data, such as a region: what stands in it is no number. */
    readonly type: "name";
    readonly name: string;
    readonly title: string;
    readonly value: string;
  }
  | {
    /** A text that we wrote: its numbers may be repeated as they stand. */
    readonly type: "sentence";
    readonly name: string;
    readonly title: string;
    readonly value: string;
  }
  | {
    /** A day, a moment, or the start of a longer period. */
    readonly type: "period";
    readonly name: string;
    readonly title: string;
    readonly value: string;
    readonly grain: "hour" | "day" | "week" | "month" | "quarter" | "year";
  };

/** A fact that is a number. */
export type FigureFact = Extract<Fact, { readonly type: "figure" }>;
