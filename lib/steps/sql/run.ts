/**
 * Runs the query of a sql cell into a table, whose rows lie in the query's order.
 *
 * @module
 */
import { formatNumber } from "@/lib/chart/format.ts";
import type { Session, StatementOptions } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { type Frame, valueAt } from "@/lib/frame/frame.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import type { CompiledSelect } from "@/lib/sql/select.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import type { Input, Outcome, RunContext } from "@/lib/steps/step.ts";
import { compileQuery, schemaOf } from "./compile.ts";
import { HEAD_ROWS, type SqlFacts } from "./facts.ts";
import type { SqlBody } from "./parameters.ts";

/** The first rows are kept with the facts of a result, and go to every page that shows it. */
const HEAD_BYTES = 16_000_000;

/** @throws AppError TIME_LIMIT, TOO_MANY_ROWS, ANSWER_TOO_LARGE, or what Postgres refuses, at the query */
export async function runSql(
  inputs: readonly Input[],
  body: SqlBody,
  context: RunContext,
): Promise<Outcome<SqlFacts>> {
  const compiled = compileQuery(inputs, body, context);
  const { relation, signal } = context;
  const asResults = { role: "results" as const, signal };
  return await context.write(async (session) => {
    const limited = { ...asResults, timeLimitMilliseconds: body.time_limit * 1000 };
    try {
      // One row beyond the limit tells that there are too many, and no disk is filled.
      await session.query(
        `create table ${relation} as select * from (${compiled.sql}) q limit ${body.max_rows + 1}`,
        compiled.parameters,
        limited,
      );
    } catch (error) {
      throw atQuery(error, body);
    }
    const [{ rows }] = await session.query<{ rows: number }>(
      `select count(*) as rows from ${relation}`,
      [],
      asResults,
    );
    if (rows > body.max_rows) throw await tooManyRows(session, { compiled, body, limited });
    const names = compiled.columns.map(({ name }) => quoteName(name)).join(", ");
    const head: Frame = await session.columns(
      `select ${names} from ${relation} limit ${HEAD_ROWS}`,
      [],
      { ...asResults, sizeLimitBytes: HEAD_BYTES },
    ).catch((error) => {
      throw atQuery(error, body);
    });
    return {
      schema: schemaOf(compiled),
      relation,
      rows,
      rejected: 0,
      facts: { columns: compiled.columns, rows, head: rowsOf(head) },
      problems: compiled.warnings.map((warning) => ({
        ...warning,
        place: { ...warning.place, key: "query" },
      })),
    };
  });
}

/** Places what a query fails with at the query. */
function atQuery(error: unknown, { time_limit: seconds }: SqlBody): unknown {
  if (!(error instanceof AppError) || error.code === "CANCELLED") return error;
  if (error.code === "ANSWER_TOO_LARGE") {
    return refuseKey(error.code, "query", error.message, error.problems[0]?.remedy ?? undefined);
  }
  if (error.code !== "TIME_LIMIT") return refuseKey(error.code, "query", error.message);
  return refuseKey(
    "TIME_LIMIT",
    "query",
    `Cannot run a query longer than its time_limit: current value is ${seconds} seconds`,
    "Select less, or raise time_limit",
  );
}

async function tooManyRows(
  session: Session,
  { compiled, body, limited }: {
    readonly compiled: CompiledSelect;
    readonly body: SqlBody;
    readonly limited: StatementOptions;
  },
): Promise<AppError> {
  const most = formatNumber(body.max_rows);
  let count = `more than ${most}`;
  try {
    const [{ rows }] = await session.query<{ rows: number }>(
      `select count(*) as rows from (${compiled.sql}) q`,
      compiled.parameters,
      limited,
    );
    count = formatNumber(rows);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "TIME_LIMIT") throw error;
  }
  return refuseKey(
    "TOO_MANY_ROWS",
    "query",
    `Cannot keep more than ${most} rows: current value is ${count}`,
    "Select less, or raise max_rows",
  );
}

function rowsOf({ columns, length }: Frame): SqlFacts["head"] {
  return Array.from({ length }, (_, row) => columns.map((column) => valueAt(column, row)));
}
