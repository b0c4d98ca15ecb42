/**
 * Computes the same only once, so that who knows what will be asked for can ask before.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Statistics } from "./compute.ts";

/** Remembers what is asked and answered, which nobody may change; what failed is computed again. */
export function remember(statistics: Statistics): Statistics {
  const detections = new Memory<ReturnType<Statistics["detect"]>>();
  const forecasts = new Memory<ReturnType<Statistics["forecast"]>>();
  return {
    detect: (values, parameters, call) =>
      detections.take([values, parameters], () => statistics.detect(values, parameters, call)),
    train: (values, parameters, call) => statistics.train(values, parameters, call),
    forecast: (values, parameters, call) =>
      forecasts.take([values, parameters], () => statistics.forecast(values, parameters, call)),
    holidays: (request, call) => statistics.holidays(request, call),
  };
}

class Memory<Answer extends Promise<unknown>> {
  readonly #answers = new Map<string, Answer>();

  take(asked: readonly [Float64Array, object], ask: () => Answer): Answer {
    const id = idOf(asked);
    const known = this.#answers.get(id);
    if (known !== undefined) return known;
    const answer = ask();
    this.#answers.set(id, answer);
    answer.catch(() => this.#answers.delete(id));
    return answer;
  }
}

/** Equal texts are of equal numbers, to the last bit. */
function idOf([values, parameters]: readonly [Float64Array, object]): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return `${JSON.stringify(parameters)} ${createHash("sha256").update(bytes).digest("base64")}`;
}
