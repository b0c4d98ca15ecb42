/**
 * Texts that are not what they are taken for, which must not compile: only the module that
 * declares a brand makes values of it.
 *
 * @module
 */
import type { Day } from "@/lib/day.ts";
import type { CellName, ParameterName } from "@/lib/notebook/ids.ts";
import type { Key } from "@/lib/notebook/run/keys.ts";

declare const text: string;
declare const cell: CellName;
declare const parameter: ParameterName;
declare const key: Key;
declare const day: Day;

/** A branded text is a text. */
export const texts: readonly string[] = [cell, parameter, key, day];

// @ts-expect-error -- any text is no cell's name
export const asCell: CellName = text;

// @ts-expect-error -- a parameter's name is no cell's
export const asOtherName: CellName = parameter;

// @ts-expect-error -- any text is no parameter's name
export const asParameter: ParameterName = text;

// @ts-expect-error -- a name is no key
export const asKey: Key = cell;

// @ts-expect-error -- not even one that looks like a day
export const asDay: Day = "2026-01-31";

// @ts-expect-error -- a key is no day
export const asOtherDay: Day = key;
