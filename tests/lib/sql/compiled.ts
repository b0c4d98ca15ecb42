/**
 * Expressions over one relation: compiled, refused, or computed.
 *
 * @module
 */
import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { compileExpression, type Scope } from "@/lib/sql/expression.ts";
import { withDatabase } from "@/tests/helpers/database.ts";
import { columns, parameters, TABLE } from "@/tests/helpers/relation.ts";

/** The relation of `relation.ts`, with a parameter of each type. */
export const scope: Scope = { columns, parameters };

/** Compiles an expression that may have aggregates. */
export function compile(text: string, more: Partial<Scope> = {}) {
  return compileExpression(text, { ...scope, ...more }, { aggregates: "allowed" });
}

/** Returns why an expression is refused. */
export function refusal(text: string, more: Partial<Scope> = {}): AppError {
  try {
    compile(text, more);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error(`Cannot find a refusal of: current value is ${text.slice(0, 60)}`);
}

/** Computes each over the two rows of the table; text shows a value of any type. */
export async function assertValues(cases: readonly (readonly [string, readonly unknown[]])[]) {
  await withDatabase((database) =>
    database.transaction(async (session) => {
      for (const statement of TABLE) await session.query(statement);
      for (const [text, expected] of cases) {
        const { sql, parameters } = compile(text);
        const rows = await session.query<{ value: unknown }>(
          `select (${sql})::text as value from orders`,
          [...parameters],
        );
        assertEquals([text, rows.map(({ value }) => value)], [text, expected]);
      }
    })
  );
}
