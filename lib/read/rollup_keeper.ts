/**
 * Keeps a rollup while a file is read: the figures that SQL over its rows would give.
 *
 * Sums are exact. Minima and maxima are the nearest doubles of values beyond 15 digits.
 *
 * Cost: O(rows), memory by the groups.
 *
 * @module
 */
import type { ColumnSchema, Grain } from "@/lib/frame/schema.ts";
import { isNumeric } from "@/lib/frame/schema.ts";
import type { ColumnBatch, RowBatch } from "./columns/batch.ts";
import type { Rollup, RollupColumn, RollupRequest } from "./rollup.ts";
import { Distinct, GroupAggregates } from "./rollup_groups.ts";
import { DAY_MICROSECONDS, daysOf, dayText, timestampText } from "./values/calendar.ts";

const HOUR_MICROSECONDS = 3_600_000_000;

/** Keeps one rollup over the batches of one pass. */
export class RollupKeeper {
  readonly #request: RollupRequest;
  readonly #time: number;
  readonly #by: readonly number[];
  readonly #notNull: readonly number[];
  readonly #measured: readonly { readonly name: string; readonly index: number }[];
  readonly #distinct: readonly Distinct[];
  readonly #combinations = new Map<number, number>();
  readonly #combinationIds: number[][] = [];
  readonly #periods = new Map<number, number[]>();
  readonly #aggregates: readonly GroupAggregates[];
  /** The period and the combination of each group, and its rows. */
  readonly #groupPeriods: number[] = [];
  readonly #groupCombinations: number[] = [];
  readonly #rows: number[] = [];
  #untimed = 0;
  #lastPeriod = NaN;
  #lastGroups: number[] = [];
  #lastDay = NaN;
  #lastDayPeriod = NaN;

  /** `null` where the table lacks a column, has no times, or numbers are asked of text. */
  static over(columns: readonly ColumnSchema[], request: RollupRequest): RollupKeeper | null {
    const named = [request.time, ...request.by, ...request.where.notNull];
    const find = (name: string) => columns.find((column) => column.name === name);
    if (named.some((name) => find(name) === undefined)) return null;
    const time = find(request.time)?.type;
    if (time !== "date" && time !== "timestamp") return null;
    if (time === "date" && request.grain === "hour") return null;
    const sound = request.measures.every(({ column, function: aggregate }) => {
      if (column === null) return aggregate === "count_rows";
      const type = find(column)?.type;
      return type !== undefined && (aggregate === "count" || isNumeric(type));
    });
    return sound ? new RollupKeeper(columns, request) : null;
  }

  private constructor(columns: readonly ColumnSchema[], request: RollupRequest) {
    const indexOf = (name: string) => columns.findIndex((column) => column.name === name);
    this.#request = request;
    this.#time = indexOf(request.time);
    this.#by = request.by.map(indexOf);
    this.#notNull = request.where.notNull.map(indexOf);
    const names = request.measures.flatMap(({ column }) => column === null ? [] : [column]);
    this.#measured = [...new Set(names)].map((name) => ({ name, index: indexOf(name) }));
    this.#distinct = request.by.map(() => new Distinct());
    this.#aggregates = this.#measured.map(() => new GroupAggregates());
  }

  /** Adds the rows of a batch. */
  add(batch: RowBatch): void {
    const drop = this.#request.where.exactRepeats === "drop";
    const notNull = this.#notNull.map((index) => batch.columns[index].nulls);
    const time = batch.columns[this.#time];
    if (time.type !== "date" && time.type !== "timestamp") return;
    const measured = this.#measured.map(({ index }) => batch.columns[index]);
    rows: for (let row = 0; row < batch.rows; row++) {
      if (drop && batch.repeats[row] === 1) continue;
      for (const nulls of notNull) if (nulls[row] === 1) continue rows;
      if (time.nulls[row] === 1) {
        this.#untimed++;
        continue;
      }
      const group = this.#groupOf(this.#periodOf(time, row), this.#combinationOf(batch, row));
      this.#rows[group]++;
      for (let index = 0; index < measured.length; index++) {
        this.#aggregates[index].add(group, measured[index], row);
      }
    }
  }

  /** The rollup of all rows that were added. */
  finish(): Rollup {
    const groups = this.#rows.map((_, group) => group);
    const text = this.#request.grain === "hour" ? timestampText : dayText;
    return {
      length: groups.length,
      periods: this.#groupPeriods.map(text),
      by: this.#distinct.map(({ texts }, level) =>
        groups.map((group) => texts[this.#combinationIds[this.#groupCombinations[group]][level]])
      ),
      rows: Float64Array.from(this.#rows),
      columns: this.#measured.map(({ name }, index) => this.#columnOf(name, index)),
      untimed: this.#untimed,
    };
  }

  #columnOf(name: string, index: number): RollupColumn {
    const aggregates = this.#aggregates[index];
    const groups = this.#rows.map((_, group) => group);
    const ranges = groups.map((group) => aggregates.rangeText(group));
    return {
      column: name,
      sums: groups.map((group) => aggregates.sumText(group)),
      counts: Float64Array.from(groups, (group) => aggregates.counts[group] ?? 0),
      minima: ranges.map(([least]) => least),
      maxima: ranges.map(([, greatest]) => greatest),
    };
  }

  #periodOf(time: Extract<ColumnBatch, { values: Float64Array }>, row: number): number {
    const value = time.values[row];
    if (this.#request.grain === "hour") {
      return Math.floor(value / HOUR_MICROSECONDS) * HOUR_MICROSECONDS;
    }
    const day = time.type === "date" ? value : Math.floor(value / DAY_MICROSECONDS);
    if (day !== this.#lastDay) {
      this.#lastDay = day;
      this.#lastDayPeriod = periodStart(day, this.#request.grain, this.#request.weekStarts);
    }
    return this.#lastDayPeriod;
  }

  /** Numbers the combinations of dimensions from 0. */
  #combinationOf(batch: RowBatch, row: number): number {
    const by = this.#by;
    if (by.length === 1) {
      const id = this.#distinct[0].idOf(batch.columns[by[0]], batch, row);
      if (id === this.#combinationIds.length) this.#combinationIds.push([id]);
      return id;
    }
    let combination = 0;
    const ids: number[] = [];
    for (let level = 0; level < by.length; level++) {
      const id = this.#distinct[level].idOf(batch.columns[by[level]], batch, row);
      ids.push(id);
      combination = this.#pair(combination * 2 ** 26 + id, level);
    }
    const last = by.length === 0 ? 0 : combination;
    if (this.#combinationIds[last] === undefined) this.#combinationIds[last] = ids;
    return last;
  }

  /** Numbers pairs of a combination so far and the next value. */
  #pair(key: number, level: number): number {
    const keyed = key * 16 + level;
    let id = this.#combinations.get(keyed);
    if (id === undefined) {
      id = this.#combinations.size;
      this.#combinations.set(keyed, id);
    }
    return id;
  }

  #groupOf(period: number, combination: number): number {
    if (period !== this.#lastPeriod) {
      let groups = this.#periods.get(period);
      if (groups === undefined) {
        groups = [];
        this.#periods.set(period, groups);
      }
      this.#lastPeriod = period;
      this.#lastGroups = groups;
    }
    const known = this.#lastGroups[combination];
    if (known !== undefined) return known;
    const group = this.#rows.push(0) - 1;
    this.#lastGroups[combination] = group;
    this.#groupPeriods.push(period);
    this.#groupCombinations.push(combination);
    return group;
  }
}

/** The first day of the period that a day is in, as days from 1970. */
function periodStart(day: number, grain: Grain, weekStarts: "monday" | "sunday"): number {
  if (grain === "day" || grain === "hour") return day;
  if (grain === "week") {
    // 1970-01-01 was a Thursday: three days after a Monday.
    const since = day + (weekStarts === "monday" ? 3 : 4);
    return day - (((since % 7) + 7) % 7);
  }
  const date = new Date(day * 86_400_000);
  const month = date.getUTCMonth();
  const first = grain === "month" ? month : grain === "quarter" ? month - (month % 3) : 0;
  return daysOf(date.getUTCFullYear(), first + 1, 1);
}
