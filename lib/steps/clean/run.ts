/**
 * Runs a clean cell: one pass over the rows keeps them with what was done to each,
 * and a view gives those that are left. What only takes out rows that a load has
 * marked or that miss something needs no pass: a view over the load is enough.
 *
 * @module
 */
import type { Session } from "@/lib/db/database.ts";
import type { Schema } from "@/lib/frame/schema.ts";
import { quoteName, quoteText } from "@/lib/sql/quote.ts";
import { beside } from "@/lib/steps/beside.ts";
import { requireColumn } from "@/lib/steps/require_column.ts";
import type { Input, Outcome, RunContext } from "@/lib/steps/step.ts";
import { compileClean, type CompiledClean } from "./compile.ts";
import { filterOf } from "./filters.ts";
import type { CleanBody, Operation } from "./parameters.ts";

/** What one operation did. */
export interface OperationFacts {
  readonly operation: string;
  readonly rowsIn: number;
  readonly removed: number;
  /** Rows in which it changed a value. */
  readonly changed: number;
  /** Values that did not fit. */
  readonly rejected: number;
}

/** What a clean cell tells of its result, in the order of its operations. */
export interface CleanFacts {
  readonly operations: readonly OperationFacts[];
  readonly rows: number;
}

const AS_RESULTS = { role: "results" } as const;

/** Makes the view of the rows that are left. */
export async function runClean(
  input: Input,
  body: CleanBody,
  context: RunContext,
): Promise<Outcome<CleanFacts>> {
  const filter = filterOf(body);
  const isMarked = input.schema.hidden?.includes("_repeat") ?? false;
  return filter !== null && (filter.exactRepeats === "keep" || isMarked)
    ? await filterRows(input, body, context)
    : await rewriteRows(input, body, context);
}

/** Makes a view of the input's rows that are left; the load has counted them, or one scan does. */
async function filterRows(
  input: Input,
  body: CleanBody,
  context: RunContext,
): Promise<Outcome<CleanFacts>> {
  const columns = input.schema.columns;
  const conditions = body.steps.map((operation, i) => conditionOf(operation, input.schema, i));
  const { signal } = context;
  const counted = context.kept.counts.get(context.key) ?? null;
  context.kept.counts.delete(context.key);
  const schema: Schema = {
    stage: "table",
    columns,
    grain: null,
    hidden: input.schema.hidden ?? [],
  };
  const names = viewNames(schema);
  return await context.write(async (session) => {
    await session.query(
      `create view ${context.relation} as select ${names} from ${input.relation} ` +
        `where ${conditions.join(" and ")}`,
      [],
      { ...AS_RESULTS, signal },
    );
    const left = counted ?? await countLeft(session, input, { conditions, signal });
    const operations = body.steps.map((operation, i): OperationFacts => ({
      operation: nameOf(operation),
      rowsIn: i === 0 ? input.rows : left[i - 1],
      removed: (i === 0 ? input.rows : left[i - 1]) - left[i],
      changed: 0,
      rejected: 0,
    }));
    const rows = left.at(-1) ?? input.rows;
    const facts = { operations, rows };
    return { schema, relation: context.relation, rows, rejected: 0, facts, problems: [] };
  });
}

/** A view has no addresses of rows of its own: by those of its table a page of it is found at once. */
function viewNames(schema: Schema): string {
  const names = [...schema.hidden ?? [], ...schema.columns.map(({ name }) => name)];
  return ["ctid", ...names.map(quoteName)].join(", ");
}

/** Returns SQL that is true for the rows which an operation leaves. */
function conditionOf(operation: Operation, schema: Schema, step: number): string {
  if (!("drop_nulls" in operation)) return "not _repeat";
  const names = operation.drop_nulls === true
    ? schema.columns.map(({ name }) => name)
    : operation.drop_nulls.map((name, i) =>
      requireColumn(schema.columns, name, `steps.${step}.drop_nulls.${i}`).name
    );
  return names.map((name) => `${quoteName(name)} is not null`).join(" and ");
}

async function countLeft(
  session: Session,
  input: Input,
  { conditions, signal }: { readonly conditions: readonly string[]; readonly signal: AbortSignal },
): Promise<readonly number[]> {
  const counts = conditions.map((_, i) =>
    `count(*) filter (where ${conditions.slice(0, i + 1).join(" and ")})`
  );
  const frame = await session.columns(
    `select ${counts.join(", ")} from ${input.relation}`,
    [],
    { ...AS_RESULTS, signal },
  );
  return frame.columns.map(({ values }) => Number(values[0]));
}

async function rewriteRows(
  input: Input,
  body: CleanBody,
  context: RunContext,
): Promise<Outcome<CleanFacts>> {
  const compiled = compileClean(input.schema, body, { ...context, relation: input.relation });
  const { schema } = compiled;
  const { signal } = context;
  const all = beside(context.relation, "rows");
  return await context.write(async (session) => {
    const asResults = { ...AS_RESULTS, signal };
    await session.query(`create table ${all} as ${compiled.sql}`, compiled.values, asResults);
    await session.query(
      `create view ${context.relation} as select ${viewNames(schema)} ` +
        `from ${all} where _gone is null`,
      [],
      asResults,
    );
    const facts = await countOperations(session, { all, compiled, body, context });
    const count = facts.operations.reduce((sum, { rejected }) => sum + rejected, 0);
    const rejected = count === 0
      ? 0
      : await context.rejectRows(session, rejectionsSql(all, compiled));
    return {
      schema,
      relation: context.relation,
      rows: facts.rows,
      rejected,
      facts,
      problems: [],
    };
  });
}

interface Written {
  /** The table of all rows, with what was done to each. */
  readonly all: string;
  readonly compiled: CompiledClean;
  readonly context: RunContext;
}

async function countOperations(
  session: Session,
  { all, compiled, body, context }: Written & { readonly body: CleanBody },
): Promise<CleanFacts> {
  const { marks } = compiled;
  const sums = body.steps.flatMap((_, step) => {
    const of = (type: "changed" | "rejected") =>
      marks.filter((mark) => mark.type === type && mark.step === step).map(({ name }) => name);
    const changed = of("changed");
    const rejected = of("rejected").map((name) => `count(${name})`);
    return [
      `count(*) filter (where _gone = ${step})`,
      changed.length === 0 ? "0::int8" : `count(*) filter (where ${changed.join(" or ")})`,
      rejected.length === 0 ? "0::int8" : rejected.join(" + "),
    ];
  });
  const frame = await session.columns(`select count(*), ${sums.join(", ")} from ${all}`, [], {
    ...AS_RESULTS,
    signal: context.signal,
  });
  const [total, ...counts] = frame.columns.map(({ values }) => Number(values[0]));
  let rowsIn = total;
  const operations = body.steps.map((operation, step): OperationFacts => {
    const [removed, changed, rejected] = counts.slice(3 * step, 3 * step + 3);
    const facts = { operation: nameOf(operation), rowsIn, removed, changed, rejected };
    rowsIn -= removed;
    return facts;
  });
  return { operations, rows: rowsIn };
}

/** Returns the SELECT of what did not fit; rows that come from no file have their place for a line. */
function rejectionsSql(all: string, { marks, schema }: CompiledClean): string {
  const line = schema.hidden?.includes("_line") ? "_line" : "_row";
  return marks.filter((mark) => mark.type === "rejected").map(({ name, column, reason }) =>
    `select ${line}, ${quoteText(column)}, ${name}, ${quoteText(reason)} from ${all} ` +
    `where ${name} is not null`
  ).join(" union all ");
}

/** Returns the operation's word, such as "cast". */
function nameOf(operation: Operation): string {
  return Object.keys(operation)[0];
}
