/**
 * Warns of what somebody said of the periods ahead that no forecast can heed: an event that never was in the
 * history, and values of a regressor that explains nothing.
 *
 * @module
 */
import type { Problem } from "@/lib/errors.ts";
import type { ForecastFact } from "./facts.ts";
import type { ForecastBody } from "./parameters.ts";
import { isSet } from "./regressors.ts";

/** What is told of a series that could not be explained by something. */
type Told = Pick<ForecastFact, "explainedBy" | "unexplained" | "explanation">;

/** Gathers what no series of a cell heeds. */
export class Unheeded {
  readonly #body: Pick<ForecastBody, "events" | "regressors">;
  readonly #heeded = new Set<string>();
  readonly #reasons = new Map<string, string>();

  constructor(body: Pick<ForecastBody, "events" | "regressors">) {
    this.#body = body;
  }

  /** Looks at what one series could be explained by. */
  add({ explainedBy, unexplained, explanation }: Told): void {
    for (const { name, reason } of unexplained) this.#reasons.set(name, reason);
    for (const name of explainedBy) {
      if (explanation === null) this.#reasons.set(name, "could be tried with no model");
      else this.#heeded.add(name);
    }
  }

  /** Returns a warning for each thing that was said in vain. */
  problems(): readonly Problem[] {
    return [...this.#reasons].filter(([name]) => !this.#heeded.has(name)).flatMap(
      ([name, reason]) => {
        if (isSet(this.#body.regressors[name]?.future)) return [warnOfRegressor(name, reason)];
        const { events } = this.#body;
        const isNew = events !== undefined && reason === NEVER;
        return isNew ? [warnOfEvent(name, events)] : [];
      },
    );
  }
}

/** Why an event explains nothing, as the end of "Sale is left out as it …". */
export const NEVER = "was never in the history";

function warnOfEvent(name: string, events: string): Problem {
  return {
    severity: "warning",
    code: "BAD_PARAMETER",
    message:
      `Cannot tell what "${name}" will do to the values as it ${NEVER}: the forecast is the ` +
      "same as without it",
    place: { key: "events" },
    remedy: `Add days in the history when it was too to "${events}", or give it the name of an ` +
      "event of the past that it will be like",
  };
}

function warnOfRegressor(name: string, reason: string): Problem {
  return {
    severity: "warning",
    code: "BAD_PARAMETER",
    message:
      `Cannot tell what "${name}" will do to the values as it ${reason}: the forecast is the ` +
      "same whatever you set",
    place: { key: `regressors.${name}` },
    remedy: `Take "${name}" out of regressors, or begin the history where it was not yet so`,
  };
}
