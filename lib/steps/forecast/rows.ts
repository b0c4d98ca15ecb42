/**
 * The rows that a forecast cell gives.
 *
 * @module
 */
import type { Amount } from "@/lib/chart/block.ts";
import { type Column, columnOf, type Frame } from "@/lib/frame/frame.ts";
import { boundName } from "./columns.ts";
import type { ForecastFact } from "./facts.ts";
import type { ForecastBody } from "./parameters.ts";

/** What a part is called whose dimension is empty. */
const NAMELESS = "nothing";

/** Gathers rows, a series after the other. */
export class Rows {
  readonly #body: ForecastBody;
  readonly #periods: string[] = [];
  readonly #models: string[] = [];
  readonly #segments: (string | null)[][];
  readonly #yhat: Amount[] = [];
  /** Lower and upper of each level in turn. */
  readonly #bounds: Amount[][];

  constructor(body: ForecastBody) {
    this.#body = body;
    this.#segments = body.each.map(() => []);
    this.#bounds = body.levels.flatMap(() => [[], []]);
  }

  add({ segment, periods, yhat, intervals, model, addsUp }: ForecastFact): void {
    // Beside a total, which has no segment, a part without a name needs one.
    const named = addsUp?.role === "part" ? segment.map((value) => value ?? NAMELESS) : segment;
    this.#periods.push(...periods);
    this.#yhat.push(...yhat);
    for (const _ of periods) {
      this.#models.push(model);
      named.forEach((value, i) => this.#segments[i].push(value));
    }
    this.#body.levels.forEach((level, i) => {
      const interval = intervals.find((one) => one.level === level);
      const none = periods.map(() => null);
      this.#bounds[2 * i].push(...interval?.lower ?? none);
      this.#bounds[2 * i + 1].push(...interval?.upper ?? none);
    });
  }

  frame(): Frame {
    const isHour = this.#periods[0]?.includes("T") ?? false;
    const columns: Column[] = [
      columnOf("period", isHour ? "timestamp" : "date", this.#periods),
      ...this.#body.each.map((name, i) => columnOf(name, "text", this.#segments[i])),
      columnOf("yhat", "float", this.#yhat),
      ...this.#body.levels.flatMap((level, i) => [
        columnOf(boundName("lower", level), "float", this.#bounds[2 * i]),
        columnOf(boundName("upper", level), "float", this.#bounds[2 * i + 1]),
      ]),
      columnOf("model", "text", this.#models),
    ];
    return { length: this.#periods.length, columns };
  }
}
