/**
 * The kinds of cells in the words of the page: what may be added, in the order in which
 * people meet them. Steps are not imported: they bring what a page has no use for.
 *
 * @module
 */

/** A kind that may be added. */
export interface KindWords {
  readonly kind: string;
  readonly title: string;
  readonly does: string;
}

/** Every kind there is. */
export const KIND_WORDS: readonly KindWords[] = [
  { kind: "load", title: "Load", does: "Reads a file" },
  { kind: "clean", title: "Clean", does: "Renames, casts, filters, removes repeats" },
  { kind: "check", title: "Check", does: "Stops when rows are not as they should be" },
  { kind: "sql", title: "SQL", does: "One SELECT over other cells" },
  { kind: "events", title: "Events", does: "Holidays, campaigns and outages that explain a day" },
  { kind: "kpi", title: "KPI", does: "Measures by period and dimension" },
  { kind: "chart", title: "Chart", does: "Line, bar, area, scatter, histogram, heatmap" },
  { kind: "detect", title: "Detect", does: "Flags the periods that are odd, and says why" },
  { kind: "explain", title: "Explain", does: "Which segments moved a measure, and by how much" },
  { kind: "forecast", title: "Forecast", does: "What comes next, with its own past errors" },
  { kind: "summary", title: "Summary", does: "The results in sentences" },
];
