/**
 * Checks all rules: those on single rows in one scan, each unique in one of its
 * own. Failing rows are kept also where the cell fails.
 *
 * @module
 */
import { formatNumber } from "@/lib/chart/format.ts";
import { StatementError } from "@/lib/db/statement_error.ts";
import type { Problem } from "@/lib/errors.ts";
import { valueAt } from "@/lib/frame/frame.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { CellFailure, refuseKey } from "@/lib/steps/refusal.ts";
import type { Input, Outcome, Rejection, RunContext } from "@/lib/steps/step.ts";
import { type CheckFacts, failedRules, type RuleFacts } from "./facts.ts";
import { findFailingRows } from "./failing_rows.ts";
import type { CheckBody } from "./parameters.ts";
import { ALIAS, compileCheck, type CompiledCheck, type Rule } from "./rules.ts";

/** SQLSTATE of a regular expression that can't be read. */
const BAD_PATTERN = "2201B";

/** @throws CellFailure CHECK_FAILED where a rule failed and the body calls that an error */
export async function runCheck(
  input: Input,
  body: CheckBody,
  context: RunContext,
): Promise<Outcome<CheckFacts>> {
  const compiled = compileCheck(input.schema, body, context);
  await tryPatterns(compiled, context);
  const scanned = await scanRows(input, compiled, context);
  const rules: RuleFacts[] = [];
  const rows: Rejection[] = [];
  for (const rule of compiled.rules) {
    const told = await checkRule(rule, { input, scanned, context });
    rules.push(told);
    if (!told.passed && (rule.type === "row" || rule.type === "unique")) {
      rows.push(...await findFailingRows(input, rule, { compiled, ...context }));
    }
  }
  const facts: CheckFacts = { rows: input.rows, rules };
  const problems = failedRules(facts)
    .map((rule) => tellFailure(rule, { rows: input.rows, severity: body.severity }));
  if (body.severity === "error" && problems.length > 0) {
    const rejected = await context.database.transaction((session) =>
      context.reject(session, inOne(rows))
    );
    const message = problems.length === 1
      ? problems[0].message
      : `Cannot pass ${problems.length} of ${rules.length} rules`;
    throw new CellFailure("CHECK_FAILED", message, { problems, facts, rejected });
  }
  return await context.write(async (session) => ({
    schema: input.schema,
    relation: null,
    rows: input.rows,
    rejected: rows.length === 0 ? 0 : await context.reject(session, inOne(rows)),
    facts,
    problems,
  }));
}

/** What the scan found of a rule: failing rows, or the newest value and whether it is new enough. */
type Scanned = ReadonlyMap<Rule, { readonly value: unknown; readonly passed: boolean }>;

/** Looks at all rows once, for all rules that look at rows alone. */
async function scanRows(
  input: Input,
  { rules, values }: CompiledCheck,
  { database, signal }: RunContext,
): Promise<Scanned> {
  const wanted = rules.filter(({ type }) => type === "row" || type === "freshness");
  if (wanted.length === 0) return new Map();
  const columns = wanted.flatMap((rule, i) =>
    rule.type === "row"
      ? [`count(*) filter (where ${rule.fails}) as v${i}`, `true as p${i}`]
      : rule.type === "freshness"
      ? [
        `(${rule.newest})::text as v${i}`,
        `coalesce(${rule.newest} >= ${rule.oldest}, false) as p${i}`,
      ]
      : []
  );
  const frame = await database.columns(
    `select ${columns.join(", ")} from ${input.relation} as ${ALIAS}`,
    values,
    { role: "results", signal },
  );
  return new Map(wanted.map((rule, i) => {
    const value = valueAt(frame.columns[2 * i], 0);
    const passed = rule.type === "row"
      ? value === 0
      : valueAt(frame.columns[2 * i + 1], 0) === true;
    return [rule, { value, passed }];
  }));
}

async function checkRule(
  rule: Rule,
  { input, scanned, context }: {
    readonly input: Input;
    readonly scanned: Scanned;
    readonly context: RunContext;
  },
): Promise<RuleFacts> {
  const { key, path, demand } = rule;
  switch (rule.type) {
    case "row": {
      const failing = Number(scanned.get(rule)?.value ?? 0);
      return { key, path, demand, passed: failing === 0, failing, actual: null };
    }
    case "unique": {
      const failing = await countRepeats(input, rule, context);
      return { key, path, demand, passed: failing === 0, failing, actual: null };
    }
    case "freshness": {
      const found = scanned.get(rule);
      const actual = found?.value ?? null;
      return {
        key,
        path,
        demand,
        passed: found?.passed ?? false,
        failing: 0,
        actual: actual === null ? null : String(actual),
      };
    }
    case "row_count": {
      const passed = input.rows >= rule.min && (rule.max === null || input.rows <= rule.max);
      return { key, path, demand, passed, failing: 0, actual: `${formatNumber(input.rows)} rows` };
    }
  }
}

/** Counts the rows whose values another row has too. */
async function countRepeats(
  input: Input,
  { columns, nulls }: Extract<Rule, { readonly type: "unique" }>,
  { database, signal }: RunContext,
): Promise<number> {
  const names = columns.map(quoteName);
  const known = nulls ? "true" : names.map((name) => `${name} is not null`).join(" and ");
  const frame = await database.columns(
    `select coalesce(sum(same), 0)::int8 as rows from (select count(*) as same ` +
      `from ${input.relation} where ${known} group by ${names.join(", ")} ` +
      `having count(*) > 1) g`,
    [],
    { role: "results", signal },
  );
  return Number(frame.columns[0].values[0]);
}

/** Tries each pattern alone, so that the one at fault can be told. @throws AppError BAD_PARAMETER */
async function tryPatterns(
  { patterns }: CompiledCheck,
  { database, signal }: RunContext,
): Promise<void> {
  for (const { key, pattern } of patterns) {
    try {
      await database.query("select '' ~ $1::text", [pattern], { role: "results", signal });
    } catch (error) {
      if (!(error instanceof StatementError) || error.state !== BAD_PATTERN) throw error;
      throw refuseKey(
        "BAD_PARAMETER",
        key,
        `Cannot match by what is no regular expression: current value is ${pattern}`,
        error.message.replace(/^.*invalid regular expression: /, ""),
      );
    }
  }
}

function tellFailure(
  { key, path, demand, failing, actual }: RuleFacts,
  { rows, severity }: { readonly rows: number; readonly severity: CheckBody["severity"] },
): Problem {
  const name = path.split(".")[0];
  const current = failing > 0
    ? `${formatNumber(failing)} of ${formatNumber(rows)} rows`
    : actual ?? "nothing";
  return {
    severity: severity === "warn" ? "warning" : "error",
    code: "CHECK_FAILED",
    message: `Cannot pass ${name} as ${demand}: current value is ${current}`,
    place: { key },
    remedy: null,
  };
}

async function* inOne(rows: readonly Rejection[]): AsyncIterable<readonly Rejection[]> {
  if (rows.length > 0) yield await Promise.resolve(rows);
}
