/**
 * Values of tables as people read them. Runs in a browser too.
 *
 * @module
 */
import type { Value } from "@/lib/frame/frame.ts";
import { isNumeric } from "@/lib/frame/schema.ts";
import type { TableColumn } from "./block.ts";
import { columnDecimals, formatNumber, isCurrency } from "./format.ts";

/** Whole numbers that count nothing: they are written as they are. */
const CODE_NAME =
  /(?:^|[^a-z])(?:ids?|year|code|number|num|no|nr|zip|plz|postcode|phone|sku|ean|isbn|key)$/i;
/** The same where words begin with a capital instead: "orderId". */
const CODE_ENDING = /[a-z](?:Id|ID|No|Nr|Code|Key|Year)$/;

/** Returns the class of a column's cells: "figure" stands right, "words" may be cut off. */
export function cellClass({ type }: Pick<TableColumn, "type">): string {
  return isNumeric(type) ? "figure" : type === "text" ? "words" : "";
}

/** Returns a writer of a column's values; numbers have the same decimals, so that they line up. */
export function writerOf(
  { name, type, unit }: Pick<TableColumn, "name" | "type" | "unit">,
  values: readonly Value[],
): (value: Value) => string {
  if (type === "integer" && isCodeName(name)) return (value) => String(value);
  if (isNumeric(type)) {
    const factor = unit === "%" ? 100 : 1;
    const numbers = values.map((value) => typeof value === "number" ? value * factor : null);
    const needed = columnDecimals(numbers);
    const decimals = isCurrency(unit) && needed === 1 ? 2 : needed;
    return (value) =>
      typeof value === "string" ? exactText(value) : formatNumber(Number(value) * factor, {
        decimals,
      });
  }
  if (type === "boolean") return (value) => value === true ? "yes" : "no";
  return (value) => String(value);
}

function isCodeName(name: string): boolean {
  return CODE_NAME.test(name) || CODE_ENDING.test(name);
}

/** A number with more digits than a double has keeps them all. */
function exactText(text: string): string {
  const [whole, fraction] = text.replace("-", "−").split(".");
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
