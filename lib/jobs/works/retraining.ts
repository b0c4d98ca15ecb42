/**
 * Weekly retraining: every metric of every source is forecast by the models that do best on its history
 * of now, and entered in the ledger.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Worked } from "@/lib/jobs/scheduler.ts";
import { forEachSource } from "./sources.ts";
import type { WorkServices } from "./work_services.ts";

/** Of what is forecast: the sum of each day, a month ahead. */
const FORECAST = { field: "sum", horizon: 30, level: 95, to: null } as const;

/** Does it; a metric that cannot be forecast is counted, and keeps no other from it. */
export async function retrain(services: WorkServices, signal: AbortSignal): Promise<Worked> {
  const { metrics } = services;
  let forecasts = 0;
  let unscored = 0;
  let failed = 0;
  await forEachSource(services, signal, async (source) => {
    if (source.events === 0) return;
    for (const { name: metric } of await metrics.names({ source: source.name })) {
      signal.throwIfAborted();
      try {
        const asked = { ...FORECAST, source: source.name, metric };
        const { forecast } = await metrics.runForecast(asked, { signal });
        if (forecast.reliability.score === null) unscored++;
        forecasts++;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof AppError)) throw error;
        services.log.warn("retraining.failed", { source: source.id, error });
        failed++;
      }
    }
  });
  return { told: { forecasts, without_score: unscored, failed }, run: null };
}
