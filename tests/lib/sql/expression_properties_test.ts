import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { StatementError } from "@/lib/db/statement_error.ts";
import { AppError } from "@/lib/errors.ts";
import { withDatabase } from "@/tests/helpers/database.ts";
import { NAMES, TABLE } from "@/tests/helpers/relation.ts";
import { compile } from "./compiled.ts";
import { expression, wellTyped } from "./expressions.ts";

Deno.test("compileExpression() compiles all that is well typed, to what compiles to itself again", () => {
  fc.assert(
    fc.property(wellTyped, (text) => {
      const first = compile(text);
      const second = compile(first.sql);
      assertEquals([second.sql, second.type], [first.sql, first.type]);
    }),
    // A divisor that is cast is still known not to be zero.
    { numRuns: 600, examples: [["floor(mod(-2.5, 1))"]] },
  );
});

Deno.test("compileExpression() prints what compiles to itself again", () => {
  let compiled = 0;
  fc.assert(
    fc.property(expression, (text) => {
      let first;
      try {
        first = compile(text);
      } catch (error) {
        assertEquals(error instanceof AppError, true, String(error));
        return;
      }
      compiled++;
      const second = compile(first.sql);
      assertEquals([second.sql, second.type], [first.sql, first.type]);
    }),
    { numRuns: 600 },
  );
  assertEquals(compiled > 30, true, `only ${compiled} compiled`);
});

Deno.test("compileExpression() refuses garbage with an AppError and nothing else", () => {
  const word = fc.constantFrom(
    "(",
    ")",
    "'",
    '"',
    "${period}",
    "${",
    "$",
    "--",
    "/*",
    "*/",
    ";",
    "::",
    "in",
    "select",
    "from",
    "units",
    "E'",
    "\\",
    "\0",
    "é",
    "😀",
    "\ud800",
    ",",
    "over",
    "filter",
    "case",
    "when",
    "end",
    "null",
    "[",
    "]",
    "1",
    "=",
    "interval",
    "U&",
    "$$",
    "\n",
  );
  const garbage = fc.oneof(
    fc.array(word, { maxLength: 20 }).map((words) => words.join(" ")),
    fc.array(word).map((words) => words.join("")),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(garbage, (text) => {
      try {
        compile(text);
      } catch (error) {
        assertEquals(error instanceof AppError, true, String(error));
      }
    }),
    { numRuns: 600 },
  );
});

Deno.test("compileExpression() prints only what Postgres accepts and types alike", async () => {
  const samples = [
    ...fc.sample(expression, { numRuns: 1_000, seed: 7 }),
    ...fc.sample(wellTyped, { numRuns: 300, seed: 7 }),
  ];
  await withDatabase((database) =>
    database.transaction(async (session) => {
      for (const statement of TABLE) await session.query(statement);
      for (const text of new Set(samples)) {
        let compiled;
        try {
          compiled = compile(text);
        } catch {
          continue;
        }
        const { sql, type } = compiled;
        // Nothing is computed but constants, which may be wrong as values (class 22).
        await session.query("savepoint one");
        try {
          const [{ name }] = await session.query<{ name: string }>(
            `select pg_typeof((select ${sql} from orders limit 0))::text as name`,
          );
          assertEquals([text, name], [text, NAMES[type]]);
        } catch (error) {
          if (!(error instanceof StatementError)) throw error;
          const { code, message } = error.cause as { code: string; message: string };
          assertEquals([text, code.slice(0, 2)], [text, "22"], `${message}: ${sql}`);
          await session.query("rollback to savepoint one");
        }
      }
    })
  );
});
