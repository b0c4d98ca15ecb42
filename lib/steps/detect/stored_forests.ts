/**
 * Which stored forest judges which series, and what is new to it.
 *
 * @module
 */
import type { Problem } from "@/lib/errors.ts";
import type { MeasureSeries } from "@/lib/steps/measure_series.ts";
import type { SeriesTraining } from "./facts.ts";
import { type ForestFile, refusal, type StoredForest } from "./forest_file.ts";
import { countKnown, type Training } from "./training.ts";

/** Names of series that a message lists. */
const LISTED = 3;

/**
 * Finds the forest of each series, by its segment.
 *
 * @throws AppError MODEL_FAILED at the key where no series has one
 */
export function storedTraining(
  series: readonly MeasureSeries[],
  values: readonly Float64Array[],
  { forests, limit }: ForestFile,
): Training {
  const known = new Map(forests.map((one) => [JSON.stringify(one.segment), one]));
  const found = series.map(({ segment }) => known.get(JSON.stringify(segment)) ?? null);
  const lacking = series.filter((_, i) => found[i] === null).map(({ segment }) => namesOf(segment));
  if (series.length > 0 && lacking.length === series.length) {
    throw refusal(
      "the file has no forest for any of these series",
      listed(lacking),
      `It has forests for ${listed(forests.map(({ segment }) => namesOf(segment)))}`,
    );
  }
  const problems: Problem[] = lacking.length === 0 ? [] : [{
    severity: "warning",
    code: "MODEL_FAILED",
    message: `Cannot judge ${lacking.length} of ${series.length} series as no forest of them was ` +
      `stored: current value is ${listed(lacking)}`,
    place: { key: "model" },
    remedy: "Train them anew with trained_until",
  }];
  return {
    series: series.map((one, i) => trainedBefore(one, values[i], found[i])),
    problems,
    stored: { models: found.map((one) => one?.model ?? null), limit },
  };
}

function trainedBefore(
  { periods }: MeasureSeries,
  values: Float64Array,
  forest: StoredForest | null,
): SeriesTraining {
  const until = forest?.until ?? null;
  const later = until === null ? 0 : periods.findIndex((period) => period > until);
  const places = later < 0 ? periods.length : later;
  return {
    until,
    places,
    trained: forest?.trained ?? 0,
    fresh: countKnown(values.subarray(places)),
    isEnough: forest !== null,
    isStored: true,
  };
}

function namesOf(segment: readonly (string | null)[]): string {
  return segment.length === 0 ? "the total" : segment.map((one) => one ?? "nothing").join(", ");
}

function listed(names: readonly string[]): string {
  const rest = names.length - LISTED;
  return names.slice(0, LISTED).map((name) => `"${name}"`).join(", ") +
    (rest > 0 ? ` and ${rest.toLocaleString("en")} more` : "");
}
