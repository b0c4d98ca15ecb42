/**
 * Judges each series of a detect cell in another process: what is found, what a budget makes of it, and
 * what people said.
 *
 * @module
 */
import type { Grain } from "@/lib/frame/schema.ts";
import type { DetectParameters } from "@/lib/stats/detect/detect.ts";
import type { Detection } from "@/lib/stats/detect/detection.ts";
import { ORDINARY_SCORE } from "@/lib/stats/detect/forest/forest.ts";
import type { Sides } from "@/lib/stats/detect/window/robust_z.ts";
import { scoreOfZ } from "@/lib/stats/detect/score.ts";
import { seasonOf } from "@/lib/stats/forecast/series/situation.ts";
import { boundsOf, keepBand } from "@/lib/steps/floor.ts";
import type { MeasureSeries, SeriesResult } from "@/lib/steps/measure_series.ts";
import type { ComputeContext } from "@/lib/steps/step.ts";
import type { Clocked } from "@/lib/steps/periods.ts";
import { detectByClock } from "./by_clock.ts";
import { muteDetection, NO_EVENTS, ordinaryValues, type SeriesEvents } from "./events.ts";
import type { ReplayFacts } from "./facts.ts";
import { easeAfter } from "./aftermath.ts";
import { detectByPast, tellForest, unjudged } from "./forest.ts";
import { atModel, type ForestFile } from "./forest_file.ts";
import { applyLabels, type Judged, type Labelled } from "./labels.ts";
import type { DetectBody } from "./parameters.ts";
import { startLabels } from "./label_periods.ts";
import { limitOf, replayFacts, replayPast } from "./replay.ts";
import { storedTraining } from "./stored_forests.ts";
import { learntFrom, leastTrained, type Training, trainingOf } from "./training.ts";

/** What is known of all series of a cell, in their order. */
export interface Judgement {
  readonly judged: readonly (Judged & Labelled)[];
  /** `null` where nothing could be judged. */
  readonly replay: ReplayFacts | null;
  /** `null` where no forest is trained until some time. */
  readonly training: Training | null;
  /** Above it points are flagged, of a budget; `null` where the method has a limit of its own. */
  readonly limit: number | null;
}

/** The series of a choice, with what is known of their periods, in their order. */
export interface JudgedSeries extends Pick<SeriesResult, "grain" | "series"> {
  /** By whose clocks hours are judged; left out where clocks do not matter. */
  readonly zone?: string;
  /** "%" of a ratio, which is never expected above all where it never was. */
  readonly unit?: string | null;
  /** Left out where no cell was named. */
  readonly events?: readonly SeriesEvents[];
  /** Left out where no file was named. */
  readonly forests?: ForestFile;
}

/**
 * Judges the series; nothing below 0 is expected of what was never below it, nor above 1 of such a ratio.
 *
 * @throws AppError BAD_PARAMETER where no forest has enough to learn from, MODEL_FAILED where a stored one
 * can't be applied
 */
export async function judgeEach(
  { grain, zone = "UTC", unit = null, series, events = series.map(() => NO_EVENTS), forests }:
    JudgedSeries,
  body: DetectBody,
  context: ComputeContext,
): Promise<Judgement> {
  const training = trainingFor({ grain, series, events, forests }, body);
  const known = { series, events, training, unit };
  const detect = (sides: Sides, threshold: number) =>
    detectEach(known, { sides, body: { ...body, threshold }, grain, zone }, context);
  const isForest = body.method === "isolation_forest";
  const sides = sidesOf(body);
  // Many forests are trained to judge each point by its past: only where somebody asks for that.
  const isOne = training !== null || (isForest && body.budget === undefined);
  const replayed = isOne ? sides : "past";
  const first = await detect(replayed, body.threshold);
  // What is new to a forest says nothing of where its limit is.
  const past = training === null ? first : learntFrom(first, training);
  const replay = replayPast(past, body);
  const stored = training?.stored ?? null;
  const limit = stored === null ? limitOf(replay, body, grain) : stored.limit;
  const threshold = limit === null || isForest ? body.threshold : limit;
  const isSame = sides === replayed && threshold === body.threshold;
  const found = isSame ? first : await detect(sides, threshold);
  const judged = series.map((one, i): Judged => ({
    series: one,
    detection: isForest ? tellForest(found[i], limit) : found[i],
  }));
  const least = isForest ? ORDINARY_SCORE : scoreOfZ(threshold / 2);
  const labelled = applyLabels(judged, startLabels(body.labels, grain), least);
  return {
    judged: judged.map((one, i) => ({ ...one, ...labelled[i] })),
    // What a stored forest would have raised at other settings, its trainer was told.
    replay: stored !== null ? null : replayFacts(replay, past, {
      body,
      grain,
      limit,
      sides: training === null ? replayed : "trained",
    }),
    training,
    limit,
  };
}

function trainingFor(
  { grain, series, events, forests }:
    & JudgedSeries
    & Required<Pick<JudgedSeries, "events">>,
  body: DetectBody,
): Training | null {
  const least = leastTrained({ window: body.window, lag: seasonOf(grain) });
  const values = series.map(({ values }, i) => ordinaryValues(values, events[i], body));
  return forests === undefined
    ? trainingOf(series, values, { body, grain, least })
    : storedTraining(series, values, forests);
}

/** By what a cell judges: a forest knows all points, unless it is told not to or keeps to a budget. */
export function sidesOf(
  { judge, method, budget, model, trained_until: until }: DetectBody,
): Sides {
  if (until !== undefined || model !== undefined) return "both";
  return judge ?? (method === "isolation_forest" && budget === undefined ? "both" : "past");
}

async function detectEach(
  { series, events, training, unit }: Required<Pick<JudgedSeries, "series" | "events" | "unit">> & {
    readonly training: Training | null;
  },
  { sides, body, grain, zone }: Clocked & {
    readonly sides: Sides;
    readonly body: DetectBody;
  },
  context: ComputeContext,
): Promise<readonly Detection[]> {
  const { compute, signal } = context;
  const parametersFor = parametersOf(sides, body, grain);
  return await Promise.all(
    series.map(async (one, i) => {
      const { periods, values } = one;
      const trained = training?.series[i];
      const model = training?.stored?.models[i] ?? undefined;
      const parameters = parametersFor(one, events[i], { places: trained?.places, model });
      const ordinary = ordinaryValues(values, events[i], parameters);
      const found = await detectByClock(
        { values: ordinary, parameters },
        { periods, grain, zone },
        ({ values, parameters }) => {
          const ask = () => compute.detect(values, parameters, { signal });
          return parameters.method === "isolation_forest" && sides === "past"
            ? detectByPast(values, parameters, context)
            : model === undefined
            ? ask()
            : atModel(ask);
        },
      );
      const told = trained?.isEnough === false ? unjudged(found) : found;
      const muted = muteDetection(told, values, { events: events[i], parameters });
      const { after } = events[i];
      const eased = easeAfter(muted, values, { after, threshold: body.threshold });
      return { ...eased, ...keepBand(boundsOf(values, unit), eased) };
    }),
  );
}

/** How many periods the forest of a series has seen, and itself where it was stored. */
interface ForestOf {
  readonly places: number | undefined;
  readonly model: string | undefined;
}

function parametersOf(
  sides: Sides,
  { method, window, threshold, contamination, seed }: DetectBody,
  grain: Grain,
): (series: MeasureSeries, events: SeriesEvents, forest: ForestOf) => DetectParameters {
  switch (method) {
    case "rolling_z":
    case "robust_z":
      return () => ({ method, window, threshold, sides });
    case "seasonal":
      return ({ periods }, { muted }) => ({
        method,
        sides,
        threshold,
        calendar: { grain, start: periods[0] ?? "1970-01-01" },
        muted: [...muted.keys()],
      });
    case "isolation_forest": {
      const lag = seasonOf(grain);
      return ({ periods }, _events, { places, model }) => ({
        method,
        window,
        threshold,
        lag,
        contamination,
        seed,
        calendar: { grain, start: periods[0] ?? "1970-01-01" },
        trained: places,
        model,
      });
    }
  }
}
