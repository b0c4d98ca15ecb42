/**
 * Keeps the forests of a cell in a file: they are trained once more, on the rows that the cell left, with
 * the same seed, and so are the same.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { valueAt } from "@/lib/frame/frame.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import type { Statistics } from "@/lib/stats/compute.ts";
import { clockOf } from "@/lib/steps/clock.ts";
import type { DetectFacts, ForestRecipe } from "./facts.ts";
import { countKnown } from "./training.ts";
import { layByClock } from "./by_clock.ts";
import { MOST_FORESTS, type StoredForest, writeForests } from "./forest_file.ts";

/** What the forests of a cell are trained with again. */
export interface KeepContext {
  readonly database: Database;
  readonly compute: Pick<Statistics, "train">;
  readonly signal?: AbortSignal;
}

/** Returns how to train the forests of a result again; `null` where it has none of its own. */
export function recipeOf(kind: string, facts: unknown): ForestRecipe | null {
  if (kind !== "detect") return null;
  // Only a detect cell has this kind, and its run wrote these facts.
  return (facts as DetectFacts).trained?.recipe ?? null;
}

/**
 * Returns the file with the forests of a relation; `null` where there are more than a file may have.
 *
 * @throws AppError CANCELLED, TIME_LIMIT, PROCESS_ENDED
 */
export async function keepForests(
  relation: string,
  recipe: ForestRecipe,
  context: KeepContext,
): Promise<string | null> {
  const { measure, each, grain, window, limit } = recipe;
  const series = await learntSeries(relation, recipe, context);
  if (series.length > MOST_FORESTS) return null;
  const forests = await Promise.all(
    series.map(async ({ segment, periods, values }): Promise<StoredForest> => {
      const clock = clockOf(periods, recipe);
      const laid = clock === null ? values : layByClock(values, clock);
      const start = clock?.start ?? periods[0];
      const model = await context.compute.train(laid, {
        method: "isolation_forest",
        window,
        threshold: 3,
        lag: recipe.lag,
        contamination: recipe.contamination,
        seed: recipe.seed,
        calendar: { grain, start },
      }, { signal: context.signal });
      const until = periods[periods.length - 1];
      return { segment, until, trained: countKnown(values), model };
    }),
  );
  return writeForests({
    daybook: "forests",
    version: 1,
    measure,
    grain,
    window,
    each,
    limit,
    forests,
  });
}

interface LearntSeries {
  readonly segment: readonly (string | null)[];
  readonly periods: readonly string[];
  readonly values: Float64Array;
}

/** Reads of each series what its forest learnt from: nothing of muted periods. */
async function learntSeries(
  relation: string,
  { measure, time, each, until, least, muted }: ForestRecipe,
  { database, signal }: KeepContext,
): Promise<readonly LearntSeries[]> {
  const names = each.map(quoteName);
  const keys = [...names.map((name) => `${name} collate "C"`), quoteName(time)];
  const rows = await database.columns(
    `select ${[...names, quoteName(time), quoteName(measure)].join(", ")} from ${relation} ` +
      `order by ${keys.join(", ")}`,
    [],
    { role: "results", signal },
  );
  const hushed = new Set(muted.map(([segment, period]) => JSON.stringify([segment, period])));
  const found = new Map<
    string,
    { segment: (string | null)[]; periods: string[]; values: number[] }
  >();
  for (let row = 0; row < rows.length; row++) {
    const cells = rows.columns.map((column) => valueAt(column, row));
    const segment = cells.slice(0, each.length).map((cell) => cell === null ? null : String(cell));
    const [period, value] = cells.slice(each.length);
    if (String(period) > until) continue;
    const id = JSON.stringify(segment);
    const one = found.get(id) ?? { segment, periods: [], values: [] };
    found.set(id, one);
    one.periods.push(String(period));
    const isHushed = hushed.has(JSON.stringify([segment, String(period)]));
    one.values.push(value === null || isHushed ? NaN : Number(value));
  }
  return [...found.values()]
    .map(({ values, ...rest }) => ({ ...rest, values: Float64Array.from(values) }))
    .filter(({ values }) => countKnown(values) >= least);
}
