/**
 * What is asked of a table, in an address: so a sorted, filtered page is a link, and a form without
 * scripts can ask for it. Runs in a browser too.
 *
 * `sort=price&order=descending&column=region&test=contains&value=nor&offset=100`; column, test and
 * value come as often as there are conditions.
 *
 * @module
 */
import type { RowCondition, RowsAsked } from "./contract.ts";

/** Which rows, from where on. */
export interface TableState {
  readonly sort: RowsAsked["sort"];
  readonly where: readonly RowCondition[];
  readonly offset: number;
}

/** The tests that a condition may make, in words. */
export const TESTS: Readonly<Record<RowCondition["type"], string>> = {
  contains: "contains",
  equals: "is",
  at_least: "is at least",
  at_most: "is at most",
  is_null: "is empty",
  is_not_null: "is not empty",
};

/** More conditions than this nobody made by hand. */
const MOST_CONDITIONS = 20;

/** Reads what an address asks for; what makes no sense is passed over. */
export function readTableState(query: URLSearchParams): TableState {
  const column = query.get("sort");
  const direction = query.get("order") === "descending" ? "descending" : "ascending";
  const tests = query.getAll("test");
  const values = query.getAll("value");
  const where = query.getAll("column").slice(0, MOST_CONDITIONS).flatMap((name, index) => {
    const type = tests[index] ?? "";
    const value = values[index] ?? "";
    // A form sends its fields whether they were filled in or not.
    return isTest(type) && name !== "" && (value !== "" || !needsValue(type))
      ? [{ column: name, type, value }]
      : [];
  });
  const offset = Math.floor(Number(query.get("offset") ?? 0));
  return {
    sort: column ? { column, direction } : null,
    where,
    offset: Number.isSafeInteger(offset) && offset > 0 ? offset : 0,
  };
}

/** Writes a state as `readTableState` reads it; the first page of everything is empty. */
export function tableQuery({ sort, where, offset }: TableState): URLSearchParams {
  const query = new URLSearchParams();
  if (sort !== null) {
    query.set("sort", sort.column);
    if (sort.direction === "descending") query.set("order", "descending");
  }
  for (const { column, type, value } of where) {
    query.append("column", column);
    query.append("test", type);
    query.append("value", value);
  }
  if (offset > 0) query.set("offset", String(offset));
  return query;
}

/** Returns the address of a state of a table that is at this path, which may have a query of its own. */
export function tableAddress(path: string, state: TableState): string {
  const query = tableQuery(state).toString();
  return query === "" ? path : `${path}${path.includes("?") ? "&" : "?"}${query}`;
}

/** Returns the address of what is below another, whose query stays: "/a?x=1", "rows" is "/a/rows?x=1". */
export function below(address: string, name: string): string {
  const [path, ...query] = address.split("?");
  return [`${path}/${name}`, ...query].join("?");
}

/** Whether a test compares with a value. */
export function needsValue(type: RowCondition["type"]): boolean {
  return type !== "is_null" && type !== "is_not_null";
}

function isTest(text: string): text is RowCondition["type"] {
  return Object.hasOwn(TESTS, text);
}
