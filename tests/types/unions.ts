/**
 * Unions of which one member is forgotten, which must not compile: a new member is seen
 * where it matters.
 *
 * @module
 */
import type { Block } from "@/lib/chart/block.ts";
import type { ColumnType, Stage } from "@/lib/frame/schema.ts";
import type { Reply } from "@/lib/deliver/models/model.ts";
import type { Edit, Effect } from "@/lib/notebook/edit/edit.ts";
import type { CellState } from "@/lib/notebook/run/result.ts";
import type { ParameterValue } from "@/lib/sql/parameters.ts";

// @ts-expect-error -- no blocks of problems
export function blockWord({ type }: Block): string {
  switch (type) {
    case "line":
    case "area":
    case "multiples":
    case "bar":
    case "waterfall":
    case "scatter":
    case "histogram":
    case "heatmap":
      return "figure";
    case "number":
    case "table":
    case "text":
    case "details":
      return type;
  }
}

// @ts-expect-error -- no cancelled cells
export function stateWord(outcome: CellState): string {
  switch (outcome.state) {
    case "done":
      return outcome.source;
    case "failed":
      return outcome.problems[0].message;
    case "waiting":
      return outcome.reason;
  }
}

// @ts-expect-error -- no lists
export function valueWord(value: ParameterValue): string {
  switch (value.type) {
    case "number":
    case "text":
    case "boolean":
    case "date":
    case "choice":
      return String(value.value);
    case "date_range":
      return value.from;
  }
}

// @ts-expect-error -- no cells that got another name
export function effectWord(effect: Effect): string {
  switch (effect.type) {
    case "added":
    case "deleted":
      return effect.cell;
  }
}

/** A result of one state has what belongs to it alone. */
export function rowsOf(outcome: CellState): number {
  // @ts-expect-error -- a cell that failed has no rows
  return outcome.result.rows;
}

/** An edit of one type has what belongs to it alone. */
export const mixed: Edit = {
  type: "delete_cell",
  cell: "orders",
  // @ts-expect-error -- what is deleted goes nowhere
  at: 2,
};

/** A table by type names them all. */
// @ts-expect-error -- no times
export const widths: Readonly<Record<ColumnType, number>> = {
  integer: 8,
  decimal: 8,
  float: 8,
  boolean: 1,
  date: 4,
  timestamp: 8,
  text: 16,
};

// @ts-expect-error -- no text
export const rows: Readonly<Record<Stage, boolean>> = {
  table: true,
  series: true,
  scored: true,
  forecast: true,
};

// @ts-expect-error -- no calls that gave no text
export function replyWord(reply: Reply): string {
  switch (reply.type) {
    case "answer":
      return reply.text;
  }
}
