/**
 * Shows a sql cell: one number where it gives one, else its first rows.
 *
 * @module
 */
import type { Block } from "@/lib/chart/block.ts";
import { isNumeric } from "@/lib/frame/schema.ts";
import type { SqlFacts } from "./facts.ts";

/** Rows that a page shows. */
const SHOWN_ROWS = 20;

export function renderSql({ columns, rows, head }: SqlFacts): readonly Block[] {
  const [only] = columns;
  if (rows === 1 && columns.length === 1 && isNumeric(only.type)) {
    const value = head[0][0];
    return [{
      type: "number",
      title: only.name,
      value: typeof value === "number" ? value : null,
      unit: only.unit,
      change: null,
      better: null,
      history: [],
    }];
  }
  return [{
    type: "table",
    title: null,
    columns: columns.map(({ name, type, unit }) => ({ name, type, unit })),
    rows: head.slice(0, SHOWN_ROWS),
    total: rows,
  }];
}
