/**
 * Answers what programs ask of events and their days.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import type { Statistics } from "@/lib/stats/compute.ts";
import { detect } from "@/lib/steps/detect/step.ts";
import { forecast } from "@/lib/steps/forecast/step.ts";
import type { Metrics } from "./contract.ts";
import { createDays } from "./days.ts";
import { forecastDays } from "./forecast_days.ts";
import { judgeDays } from "./judge_days.ts";
import { dayIn, readDays, withoutToday } from "./series.ts";
import { createLedger, enterForecast } from "./ledger.ts";
import { createSources, requireSource } from "./sources.ts";

/** What the answers stand on. */
export interface MetricsServices {
  readonly database: Database;
  readonly compute: Statistics;
  readonly now?: () => Date;
}

/** Makes what answers. */
export function createMetrics(
  { database, compute, now = () => new Date() }: MetricsServices,
): Metrics {
  const forecastOf: Metrics["forecast"] = async (
    asked,
    { signal = new AbortController().signal } = {},
  ) => {
    const { zone } = await requireSource(database, asked.source);
    const all = await readDays(database, asked, { signal });
    const series = withoutToday(all, dayIn(zone, now()));
    const found = await forecastDays(series, asked, { compute, signal });
    if (found.days.length === asked.horizon) return found;
    throw new AppError(
      "BAD_PARAMETER",
      `Cannot forecast ${asked.horizon} days as the year 9999 is the last: ` +
        `current value is ${found.lastDay}`,
    );
  };

  return {
    ...createSources(database),
    ...createDays(database),
    ...createLedger(database),

    async version({ source }) {
      const { id, changes, zone } = await requireSource(database, source);
      return [id, changes, dayIn(zone, now()), detect.version, forecast.version].join(" ");
    },

    async judge(asked, { signal = new AbortController().signal } = {}) {
      await requireSource(database, asked.source);
      const series = await readDays(database, asked, { signal });
      return await judgeDays(series, asked, { compute, signal });
    },

    forecast: forecastOf,
    runForecast: async (asked, options) =>
      await enterForecast(database, asked, await forecastOf(asked, options)),
  };
}
