/**
 * The functions that expressions may call, as an editor shows them.
 *
 * @module
 */
import { AGGREGATES, FUNCTIONS, WINDOW_FUNCTIONS } from "@/lib/sql/call/functions.ts";
import { describe, type Signature } from "@/lib/sql/call/signature.ts";

/** A function by its ways to be called. */
export interface FunctionEntry {
  readonly name: string;
  /** Such as "round(decimal, integer)", one a way. */
  readonly signatures: readonly string[];
  readonly gives: string;
  readonly sort: "value" | "aggregate" | "window";
}

/** What Postgres reads by rules of its own. */
const FORMS: readonly FunctionEntry[] = [
  form("coalesce", "coalesce(value, …)", "the first that is not null"),
  form("nullif", "nullif(value, other)", "null where both are equal"),
  form("greatest", "greatest(value, …)", "the greatest"),
  form("least", "least(value, …)", "the least"),
  form("extract", "extract(field from time)", "decimal"),
  { ...form("median", "median(value)", "float"), sort: "aggregate" },
];

/** Every function by name, in the order of the alphabet. */
export const FUNCTION_ENTRIES: readonly FunctionEntry[] = [
  ...entriesOf(FUNCTIONS, "value"),
  ...entriesOf(AGGREGATES, "aggregate"),
  ...entriesOf(WINDOW_FUNCTIONS, "window"),
  ...FORMS,
].toSorted((left, right) => left.name < right.name ? -1 : left.name > right.name ? 1 : 0);

/** Finds a function, or `null`. */
export function functionNamed(name: string): FunctionEntry | null {
  return FUNCTION_ENTRIES.find((one) => one.name === name.toLowerCase()) ?? null;
}

function entriesOf(
  table: ReadonlyMap<string, readonly Signature[]>,
  sort: FunctionEntry["sort"],
): FunctionEntry[] {
  return [...table].map(([name, signatures]) => {
    const gives = new Set(signatures.map((one) => one.gives === "same" ? "the same" : one.gives));
    return {
      name,
      signatures: signatures.map(describe),
      gives: [...gives].join(" or "),
      sort,
    };
  });
}

function form(name: string, signature: string, gives: string): FunctionEntry {
  return { name, signatures: [signature], gives, sort: "value" };
}
