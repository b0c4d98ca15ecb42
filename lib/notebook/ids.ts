/**
 * The names in a notebook: of its cells and of its parameters.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";

declare const brand: unique symbol;

/** A cell's name: its id in links, differences, histories and the cache. */
export type CellName = string & { readonly [brand]: "CellName" };

/** A parameter's name, as `${name}` calls it. */
export type ParameterName = string & { readonly [brand]: "ParameterName" };

const NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** YAML reads these words as something else than text. */
const RESERVED = ["null", "true", "false"];

/** Whether a text can name a cell or a parameter. */
export function isName(text: string): boolean {
  return NAME.test(text) && !RESERVED.includes(text);
}

/** Says what `isName` demands, for messages. */
export const NAME_RULE =
  "a name is a small letter, then at most 62 small letters, digits or underscores, " +
  "and not null, true or false";

/** @throws AppError BAD_NOTEBOOK */
export function parseCellName(text: string): CellName {
  if (isName(text)) return text as CellName;
  throw new AppError(
    "BAD_NOTEBOOK",
    `Cannot name a cell as ${NAME_RULE}: current value is ${JSON.stringify(text)}`,
  );
}

/** @throws AppError BAD_NOTEBOOK */
export function parseParameterName(text: string): ParameterName {
  if (isName(text)) return text as ParameterName;
  throw new AppError(
    "BAD_NOTEBOOK",
    `Cannot name a parameter as ${NAME_RULE}: current value is ${JSON.stringify(text)}`,
  );
}

/** Names that are taken, and for each base the number to try next where many names are made up. */
export interface TakenNames {
  readonly taken: ReadonlySet<string>;
  readonly nextNumbers?: Map<string, number>;
}

/** Returns the base itself, or the base with the first number from 2 that makes it free. */
export function freeName(base: string, { taken, nextNumbers = new Map() }: TakenNames): CellName {
  const stem = base.slice(0, 56);
  let number = nextNumbers.get(base) ?? 1;
  const nameOf = () => number === 1 ? base : `${stem}_${number}`;
  while (taken.has(nameOf())) number++;
  nextNumbers.set(base, number);
  return parseCellName(nameOf());
}
