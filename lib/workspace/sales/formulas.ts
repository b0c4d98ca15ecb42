/**
 * Finds cells of a file that a spreadsheet would run: texts that begin as formulas do, and are no number.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { parseKey } from "@/lib/notebook/run/keys.ts";
import { findResults } from "@/lib/notebook/run/store.ts";
import { quoteName, quoteText } from "@/lib/sql/quote.ts";
import type { FormulaFound } from "./contract.ts";
import { FORMULA, NUMBER } from "./notebook_text.ts";

/** Those that are told by their place. */
const MOST_TOLD = 20;

/** What was found: how many in all, and where the first are. */
export interface FormulasFound {
  readonly count: number;
  readonly first: readonly FormulaFound[];
}

/** Looks through the texts that a load kept, and the values that it could not take. */
export async function findFormulas(database: Database, load: string): Promise<FormulasFound> {
  const key = parseKey(load);
  const stored = (await findResults(database, [key])).get(key);
  const texts = stored?.schema.columns.filter(({ type }) => type === "text") ?? [];
  const isOne = (value: string) =>
    `${value} ~ ${quoteText(FORMULA)} and btrim(${value}) !~ ${quoteText(NUMBER)}`;
  const kept = stored?.relation
    ? texts.map(({ name }) =>
      `select "_line" as line, ${quoteText(name)} as name from ${stored.relation} ` +
      `where ${isOne(quoteName(name))}`
    )
    : [];
  const refused = `select line, column_name as name from daybook.rejected ` +
    `where result_key = ${quoteText(key)} and column_name is not null and ${isOne("value")}`;
  const rows = await database.query<
    { readonly line: number | null; readonly name: string; readonly count: number }
  >(
    `select line, name, count(*) over () as count from (${
      [...kept, refused].join(" union all ")
    }) f ` +
      `order by line, name collate "C" limit ${MOST_TOLD}`,
  );
  return {
    count: Number(rows[0]?.count ?? 0),
    first: rows.map(({ line, name }) => ({
      line: line === null ? null : Number(line),
      column: name,
    })),
  };
}
