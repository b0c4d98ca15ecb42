/**
 * Completion within an expression, a query or a text with figures.
 *
 * @module
 */
import { cellsOf } from "@/lib/notebook/model.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { choicesOf } from "@/lib/steps/form/choices.ts";
import type { Choice } from "@/lib/steps/form/form.ts";
import { type AskedPlace, inputsOf } from "./asked_cell.ts";
import type { Completion } from "./contract.ts";
import { FUNCTION_ENTRIES } from "./functions.ts";
import { surroundingsOf } from "./surroundings.ts";

const PARAMETER = /\$\{?\w*$/;
const QUALIFIED = /([a-z][a-z0-9_]*)\.("?[\p{L}\p{N}_]*)$/u;
const NAME = /(?:"[^"]*|[\p{L}\p{N}_]*)$/u;
const FIGURE = /\{\{ *([a-z0-9_.]*)$/;

/** Returns what an expression may go on with: columns, measures, cells, functions, parameters. */
export function completeExpression(at: AskedPlace): readonly Completion[] {
  const { before } = at.cursor;
  const started = PARAMETER.exec(before)?.[0];
  if (started !== undefined) return parametersAfter(started, at);
  if (isWithinText(before)) return [];
  const qualified = QUALIFIED.exec(before);
  if (qualified !== null) return columnsOfCell(qualified[1], qualified[2].length, at);
  const word = NAME.exec(before)?.[0] ?? "";
  const from = at.offset - word.length;
  const context = surroundingsOf(at, at.cursor.values);
  const own = context.ownMeasures.filter((name) => !at.cursor.path.includes(name));
  const names: readonly Choice[] = [
    ...choicesOf("column", at.cursor.path, context),
    ...own.map((name) => ({ value: name, title: name, detail: "measure" })),
  ];
  const columns = names.map(columnAt(from, at));
  if (word.startsWith('"')) return columns;
  return [...columns, ...cellNames(from, at), ...functionsAt(from), ...parametersAfter(word, at)];
}

/** Returns the figures that a text may quote: `{{ cell.figure }}`. */
export function completeFigure(at: AskedPlace): readonly Completion[] {
  const found = FIGURE.exec(at.cursor.before);
  if (found === null) return [];
  const [, typed] = found;
  return cellsOf(at.plan.notebook).filter(({ start }) => start < at.cell.start)
    .flatMap(({ name, kind }) => [
      {
        label: name,
        insert: `${name}.`,
        from: at.offset - typed.length,
        type: "cell" as const, // One of the contract's words.
        detail: kind,
        documentation: null,
      },
      ...figuresOf(name, at).map(([path, title]) => ({
        label: `${name}.${path}`,
        insert: `${name}.${path}`,
        from: at.offset - typed.length,
        type: "value" as const, // As above.
        detail: title,
        documentation: null,
      })),
    ]);
}

/** The figures of a cell that has run; none before. */
function figuresOf(name: string, { plan }: AskedPlace): readonly (readonly [string, string])[] {
  const planned = plan.cells.get(name);
  if (planned === undefined || planned.stored === null || planned.parameters === null) return [];
  const figures = planned.step.summarize(planned.stored.facts, planned.parameters);
  return Object.entries(figures).map(([path, { title }]) => [path, title]);
}

/** An odd number of single quotes before the cursor: it is in a text. */
function isWithinText(before: string): boolean {
  return (before.match(/'/g) ?? []).length % 2 === 1;
}

function parametersAfter(started: string, { plan, offset }: AskedPlace): readonly Completion[] {
  return [...plan.setting.parameters].map(([name, { type }]) => ({
    label: `\${${name}}`,
    insert: `\${${name}}`,
    from: offset - started.length,
    type: "parameter",
    detail: type,
    documentation: null,
  }));
}

function columnsOfCell(name: string, typed: number, at: AskedPlace): readonly Completion[] {
  const input = inputsOf(at).find(({ cell }) => cell === name);
  return (input?.schema.columns ?? [])
    .map(({ name: value, type }) => ({ value, title: value, detail: type }))
    .map(columnAt(at.offset - typed, at));
}

function columnAt(from: number, { cursor, text, offset }: AskedPlace) {
  const isDouble = cursor.quoted && text[offset - cursor.before.length - 1] === '"';
  return ({ value, detail }: Choice): Completion => {
    const name = /^[a-z_][a-z0-9_]*$/.test(value) ? value : quoteName(value);
    return {
      label: value,
      insert: isDouble ? JSON.stringify(name).slice(1, -1) : name,
      from,
      type: "column",
      detail,
      documentation: null,
    };
  };
}

function cellNames(from: number, at: AskedPlace): readonly Completion[] {
  if (at.step.takes !== "many") return [];
  return inputsOf(at).map(({ cell, kind }) => ({
    label: cell,
    insert: cell,
    from,
    type: "cell",
    detail: kind,
    documentation: null,
  }));
}

function functionsAt(from: number): readonly Completion[] {
  return FUNCTION_ENTRIES.map(({ name, signatures, gives, sort }) => ({
    label: name,
    insert: `${name}(`,
    from,
    type: "function",
    detail: sort === "value" ? gives : `${sort}, ${gives}`,
    documentation: signatures.join("\n"),
  }));
}
