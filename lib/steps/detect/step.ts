import { requireMeasure } from "@/lib/steps/series.ts";
import { defineStep, type Figures } from "@/lib/steps/step.ts";
import { detectColumns } from "./columns.ts";
import { tellSegments } from "./explain_words.ts";
import { detectParameters } from "./parameters.ts";
import { MOST_FORESTS, openForests } from "./forest_file.ts";
import { renderDetection } from "./render.ts";
import { usedRate } from "./render_replay.ts";
import { type DetectFacts, KEPT_FORESTS } from "./facts.ts";
import { judgeEach } from "./judge.ts";
import { runDetect } from "./run.ts";

/** Flags the periods of a series that its own past does not explain. */
export const detect = defineStep({
  kind: "detect",
  version: 11,
  title: "Detect",
  takes: "series",
  gives: "scored",
  parameters: detectParameters,
  events: ({ events }) => events ?? null,
  discover: async ({ model }, { sources }) => {
    const digests = model === undefined ? [] : [(await openForests(model, sources)).digest];
    return { digests, schema: null };
  },
  columns: ({ schema }, parameters) => detectColumns(schema, parameters),
  checkOutline: ({ measures }, parameters) => requireMeasure(measures, parameters),
  prepare: async (body, foresee, context) => {
    // Events are read from their cell, which may still have to run; stored forests from their file.
    const isOwn = body.events === undefined && body.model === undefined;
    const foreseen = isOwn ? foresee(body) : null;
    if (foreseen !== null) await judgeEach(foreseen, body, context);
  },
  run: runDetect,

  summarize: (
    { periods, flagged, worst, unit, replay, trained }: DetectFacts,
    { measure },
  ): Figures => ({
    periods: { title: "Periods", value: periods, unit: null },
    flagged: { title: "Odd periods", value: flagged.length, unit: null },
    ...(trained === undefined ? {} : {
      "trained.until": { title: "Trained until", value: trained.until, unit: null },
      "trained.periods": { title: "Periods trained on", value: trained.trained, unit: null },
      "trained.new": { title: "New periods", value: trained.fresh, unit: null },
      ...(trained.recipe === undefined || trained.forests > MOST_FORESTS ? {} : {
        [KEPT_FORESTS]: { title: "Forests to keep", value: trained.forests, unit: null },
      }),
    }),
    ...(replay === null ? {} : {
      alerts: { title: `Alerts a ${replay.per}`, value: usedRate(replay), unit: null },
    }),
    ...(worst === null ? {} : {
      "worst.period": { title: "Oddest period", value: worst.period, unit: null },
      "worst.value": { title: `${measure} then`, value: worst.value, unit },
      "worst.expected": { title: `${measure} expected`, value: worst.expected, unit },
      "worst.score": { title: "Its score", value: worst.score, unit: null },
      "worst.reason": { title: "What was odd", value: worst.reason, unit: null },
      ...(worst.explained === undefined ? {} : {
        "worst.segments": {
          title: "Which segments",
          value: tellSegments(worst).causes?.[0] ?? null,
          unit: null,
        },
      }),
    }),
  }),

  render: renderDetection,
});
