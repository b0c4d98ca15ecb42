/**
 * Reads from a kpi's levels what its facts tell: totals of periods, of
 * dimensions' values, and of everything.
 *
 * @module
 */
import type { Amount } from "@/lib/chart/block.ts";
import type { ResultColumns, Session } from "@/lib/db/database.ts";
import type { AppError } from "@/lib/errors.ts";
import { type Column, findColumn, type Frame, valueAt } from "@/lib/frame/frame.ts";
import { quoteName, quoteText } from "@/lib/sql/quote.ts";
import { roundAmount } from "@/lib/steps/amount.ts";
import { coveredEvents } from "@/lib/steps/events/named.ts";
import { periodsBetween } from "@/lib/steps/periods.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import type { Input, RunContext } from "@/lib/steps/step.ts";
import type { CompiledKpi } from "./compile.ts";
import type { DimensionFacts, KpiFacts, MeasureFacts } from "./facts.ts";
import { EARLIER_PERIODS, type PeriodRows, whyIncomplete } from "./incomplete.ts";
import { natureOf } from "./nature.ts";
import type { KpiParameters } from "./parameters.ts";
import {
  BASES,
  comparedSql,
  DETAIL,
  dimensionLevel,
  grandLevel,
  periodLevel,
} from "./statement.ts";

/** More values of a dimension than this are counted, not listed. */
const LISTED_VALUES = 50;

interface CollectOptions {
  readonly kpi: CompiledKpi;
  readonly input: Input;
  readonly parameters: KpiParameters;
  readonly context: RunContext;
  readonly grand: Grand;
  /** The table of all levels. */
  readonly levels: string;
}

/** What is known over all rows. */
export interface Grand {
  /** One row, with a column a measure. */
  readonly totals: Frame;
  /** How many rows the result has. */
  readonly rows: number;
  /** The day of the last row with a time; `null` where there is none, or only periods are known. */
  readonly last: string | null;
}

/** Reads the total over everything. */
export async function readGrand(
  session: Session,
  { kpi, levels, signal }: {
    readonly kpi: CompiledKpi;
    readonly levels: string;
    readonly signal: AbortSignal;
  },
): Promise<Grand> {
  const totals = await session.columns(
    `select *, (select count(*) from ${levels} where _level = ${DETAIL}), ` +
      `(_last at time zone ${quoteText(zoneOf(kpi))})::date from ${levels} ` +
      `where _level = ${grandLevel(kpi.plan.dimensions.length)}`,
    [],
    { role: "results", signal },
  );
  // By place: a measure may have any name.
  const [rows, last] = totals.columns.slice(-2).map((column) => valueAt(column, 0));
  return { totals, rows: Number(rows), last: last === null ? null : String(last) };
}

/** Reads everything else that a kpi tells. */
export async function collectFacts(session: Session, options: CollectOptions): Promise<KpiFacts> {
  const { kpi, parameters } = options;
  const { totals: grand, rows, last } = options.grand;
  const { calendar, plan } = kpi;
  const count = plan.dimensions.length;
  const ask = (sql: string): Promise<ResultColumns> =>
    session.columns(sql, [], { role: "results", signal: options.context.signal });

  const totals: Frame = await ask(
    `select * from (${comparedSql(plan, options.levels)}) c ` +
      `where _level = ${periodLevel(count)} order by period`,
  );
  const dimensions: DimensionFacts[] = [];
  for (const [i, { name }] of plan.dimensions.entries()) {
    const top = parameters.top?.dimension === name ? parameters.top : null;
    const isRest = top === null
      ? ""
      : `${quoteName(name)}::text is not distinct from ${quoteText(top.rest)}, `;
    const limit = top === null ? LISTED_VALUES : Math.max(LISTED_VALUES, top.n + 1);
    const values: Frame = await ask(
      `select ${quoteName(name)}::text as value, count(*) over () as _count, _rows, ${
        plan.measures.map((measure) => quoteName(measure.name)).join(", ")
      } from ${options.levels} where _level = ${dimensionLevel(count, i)} ` +
        // By position: a measure may have the name of a column before it.
        `order by ${isRest}4 desc nulls last, ${quoteName(name)}::text collate "C" ` +
        `limit ${limit}`,
    );
    dimensions.push({ name, rest: top?.rest ?? null, ...listValues(values) });
  }
  const starts = texts(totals, "period");
  const outside = starts.find((start) => !/^\d{4}-/.test(start) || start.endsWith("BC"));
  if (outside !== undefined) throw refusePeriod(outside, kpi.time.name);
  const first = starts.at(0);
  const final = starts.at(-1);
  const periods = first === undefined || final === undefined
    ? []
    : periodsBetween(first, final, calendar) ?? starts;
  const earlier = final === undefined || isShort(calendar)
    ? []
    : await readEarlier(session, options, final);
  return {
    ...calendar,
    periods,
    rowsIn: rowsOf(totals, { starts, periods }),
    measures: measureFacts(kpi, { totals, grand, starts, periods }),
    dimensions,
    incomplete: final === undefined ? null : whyIncomplete(final, {
      grain: calendar.grain,
      asOf: options.context.asOf,
      last,
      earlier,
    }),
    events: await coveredEvents(session, { ...options.context, periods, ...calendar }),
    untimed: await countUntimed(session, options, amounts(grand, "_rows")[0] ?? 0),
    rows,
  };
}

function refusePeriod(start: string, time: string): AppError {
  return refuseKey(
    "WRONG_TYPE",
    "time",
    `Cannot put times into periods outside of the years 1 to 9999: current value is "${start}"`,
    `Take these rows out in a clean cell: filter: ${time} between '1900-01-01' and '2100-01-01'`,
  );
}

/** A date has no zone of its own: it is what it is in UTC. */
function zoneOf({ time, calendar }: CompiledKpi): string {
  return time.type === "date" ? "UTC" : calendar.zone;
}

function measureFacts(
  { plan, measures }: CompiledKpi,
  { totals, grand, starts, periods }: {
    readonly totals: Frame;
    readonly grand: Frame;
    readonly starts: readonly string[];
    readonly periods: readonly string[];
  },
): MeasureFacts[] {
  const positions = new Map(starts.map((start, i) => [start, i]));
  // Zero is what the author says a period without rows means; else it stays a gap.
  const spread = (found: readonly Amount[], gap: Amount) =>
    periods.map((period) => {
      const at = positions.get(period);
      return at === undefined ? gap : found[at];
    });
  return measures.map(({ name, body, compiled }) => ({
    name,
    type: compiled.type,
    unit: body.unit ?? compiled.unit,
    additivity: compiled.additivity ?? "non_additive",
    nature: natureOf(body.value, compiled.additivity),
    gaps: body.gaps,
    better: body.better ?? null,
    target: body.target ?? null,
    total: amounts(grand, name)[0] ?? null,
    values: spread(amounts(totals, name), body.gaps === "zero" ? 0 : null),
    compared: Object.fromEntries(
      plan.bases.map((base) => [base, spread(amounts(totals, `${name}_${BASES[base]}`), null)]),
    ),
  }));
}

/** Where rows end tells of periods that are longer than a day. */
function isShort({ grain }: CompiledKpi["calendar"]): boolean {
  return grain === "hour" || grain === "day";
}

/** Reads where the rows of the periods before the last one end. */
async function readEarlier(
  session: Session,
  { kpi, levels, context }: CollectOptions,
  final: string,
): Promise<readonly PeriodRows[]> {
  const { columns: [starts, ends], length } = await session.columns(
    `select period, (_last at time zone ${quoteText(zoneOf(kpi))})::date from ${levels} ` +
      `where _level = ${periodLevel(kpi.plan.dimensions.length)} and period < $1::date ` +
      `and _last is not null order by period desc limit ${EARLIER_PERIODS}`,
    [final],
    { role: "results", signal: context.signal },
  );
  return Array.from({ length }, (_, row) => ({
    start: String(valueAt(starts, row)),
    last: String(valueAt(ends, row)),
  }));
}

async function countUntimed(
  session: Session,
  { kpi, input, parameters, context }: CollectOptions,
  timed: number,
): Promise<number> {
  if (parameters.where === undefined) return Math.max(0, input.rows - timed);
  const { columns } = await session.columns(
    `select count(*) as untimed from ${input.relation} ` +
      `where ${quoteName(kpi.time.name)} is null`,
    [],
    { role: "results", signal: context.signal },
  );
  return Number(columns[0].values[0]);
}

/** Periods between those with rows have none. */
function rowsOf(
  totals: Frame,
  { starts, periods }: {
    readonly starts: readonly string[];
    readonly periods: readonly string[];
  },
): readonly number[] {
  const rows = amounts(totals, "_rows");
  const counts = new Map(starts.map((start, i) => [start, rows[i] ?? 0]));
  return periods.map((period) => counts.get(period) ?? 0);
}

function listValues(frame: Frame): Pick<DimensionFacts, "count" | "values"> {
  const [value, count, rows, ...measures] = frame.columns;
  return {
    count: frame.length === 0 ? 0 : Number(valueAt(count, 0)),
    values: Array.from({ length: frame.length }, (_, row) => {
      const name = valueAt(value, row);
      return {
        value: name === null ? null : String(name),
        rows: Number(valueAt(rows, row)),
        amounts: measures.map((measure) => amountAt(measure, row)),
      };
    }),
  };
}

function amounts(frame: Frame, name: string): Amount[] {
  const found = findColumn(frame, name);
  if (found === null) return [];
  return Array.from({ length: frame.length }, (_, row) => amountAt(found, row));
}

/** Whole numbers and decimals are exact as they are. */
function amountAt(column: Column, row: number): Amount {
  const value = valueAt(column, row);
  if (typeof value !== "number") return null;
  return column.type === "float" ? roundAmount(value) : value;
}

function texts(frame: Frame, name: string): string[] {
  const found = findColumn(frame, name);
  if (found === null) return [];
  return Array.from({ length: frame.length }, (_, row) => String(valueAt(found, row)));
}
