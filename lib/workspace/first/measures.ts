/**
 * The measures of a first kpi: columns added up or averaged, ratios of them, and rows.
 *
 * @module
 */
import type { FileFacts } from "@/lib/read/facts.ts";
import type { ColumnProfile } from "@/lib/workspace/files/profile.ts";
import { cut, reference } from "./names.ts";
import type { Periods } from "./periods.ts";
import { type Ratio, ratioName } from "./ratios.ts";
import type { MeasuredColumn, Roles } from "./roles.ts";
import { currencyOf } from "./words.ts";

/** Where as many of the periods have the same number of rows, that number tells nothing. */
const EVEN_SHARE = 0.9;
/** Days next to one another are as far apart. */
const NEXT_DAYS = 1.5;

/** What the measures are made of. */
export interface MeasuresAsked {
  readonly roles: Roles;
  readonly periods: Periods;
  readonly facts: FileFacts;
  readonly nameOf: (column: ColumnProfile) => string;
}

/** Returns the measures by name, the one that matters most first. */
export function measuresOf(
  { roles, periods, facts, nameOf }: MeasuresAsked,
): Readonly<Record<string, unknown>> {
  const { measures, ratios, counted, time } = roles;
  const rowsEach = facts.rows / Math.max(1, periods.count);
  // A day without one of many sales had none; a day without its one reading is not known.
  const gaps = rowsEach >= 2 ? { gaps: "zero" } : {};
  const told = measures.map(({ profile, total }: MeasuredColumn) => {
    const column = nameOf(profile);
    const currency = profile.unit === null ? currencyOf(profile.name) : null;
    const short = column.slice(0, -"_eur".length);
    const isShort = currency !== null && short !== "" && !facts.names.includes(short) &&
      column.toUpperCase() === `${short.toUpperCase()}_${currency}`;
    const body = {
      value: `${total}(${reference(column)})`,
      ...(currency === null ? {} : { unit: currency }),
      ...(total === "sum" ? gaps : {}),
    };
    return [isShort ? short : column, plain(body)] as const;
  });
  const rows = plain({ value: "count(*)", ...gaps });
  const distinct = counted === null ? [] : [
    [
      distinctName(nameOf(counted)),
      `count(distinct ${reference(nameOf(counted))})`,
    ] as const,
  ];
  return Object.fromEntries([
    ...told,
    ...ratios.map((ratio) => [ratioName(ratio), ratioBody(ratio, nameOf)] as const),
    ...(measures.length > 0 && comesEvenly(time, periods) ? [] : [["records", rows] as const]),
    ...distinct,
  ]);
}

/** Names of plain letters are as long as they may be, with room for this. */
function distinctName(name: string): string {
  const whole = `distinct_${name}`;
  return new TextEncoder().encode(whole).length <= 50 ? whole : cut(whole);
}

function ratioBody({ of, per, type }: Ratio, nameOf: MeasuresAsked["nameOf"]): unknown {
  const value = `sum(${reference(nameOf(of))}) / nullif(sum(${reference(nameOf(per))}), 0)`;
  const unit = type === "share" ? "%" : of.unit ?? currencyOf(of.name);
  return plain(unit === null ? { value } : { value, unit });
}

/** A body with nothing but a value is written as the value. */
function plain(body: { readonly value: string; readonly unit?: string }): unknown {
  return Object.keys(body).length === 1 ? body.value : body;
}

/** Whether every period has the same number of rows, which then is no figure. */
function comesEvenly(time: ColumnProfile | null, { grain, count }: Periods): boolean {
  if (time === null) return false;
  const share = grain === "hour" ? time.evenHours : time.evenDays;
  if ((share ?? 0) < EVEN_SHARE) return false;
  // Single days here and there are events, and more of them in one month than in another.
  const isClose = (time.medianGapDays ?? Infinity) <= NEXT_DAYS;
  return isClose || (time.distinct ?? Infinity) * EVEN_SHARE <= count;
}
