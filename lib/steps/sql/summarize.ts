/**
 * The figures of a sql cell: its rows, the columns of a single row or of the
 * first, and the amounts of a short list by name.
 *
 * @module
 */
import type { Value } from "@/lib/frame/frame.ts";
import { isNumeric } from "@/lib/frame/schema.ts";
import type { Figures, FigureValue } from "@/lib/steps/step.ts";
import { HEAD_ROWS, type SqlFacts } from "./facts.ts";

export function summarizeSql({ columns, rows, head }: SqlFacts): Figures {
  const figures = new Map<string, FigureValue>();
  figures.set("rows", { title: "Rows", value: rows, unit: null });
  const [first] = head;
  if (first === undefined) return Object.fromEntries(figures);
  columns.forEach(({ name, unit }, i) => {
    const value = figureOf(first[i]);
    if (rows === 1) figures.set(name, { title: name, value, unit });
    figures.set(`first.${name}`, { title: `${name} of the first row`, value, unit });
  });
  for (const [name, value, unit] of listed({ columns, rows, head })) {
    figures.set(`by.${name}`, { title: name, value, unit });
  }
  return Object.fromEntries(figures);
}

/** The amounts of a list of names, whose first column is text and of which one is a number. */
function* listed(
  { columns, rows, head }: SqlFacts,
): Iterable<readonly [string, FigureValue["value"], string | null]> {
  const amounts = columns.flatMap(({ type }, i) => isNumeric(type) ? [i] : []);
  if (columns[0].type !== "text" || amounts.length !== 1 || rows > HEAD_ROWS) return;
  const { unit } = columns[amounts[0]];
  for (const row of head) yield [String(row[0] ?? "null"), figureOf(row[amounts[0]]), unit];
}

function figureOf(value: Value): FigureValue["value"] {
  return typeof value === "boolean" ? String(value) : value;
}
