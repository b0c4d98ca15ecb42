/**
 * Times what detection is made of, beside the same in Python where there is such a thing.
 *
 * @module
 */
import { decompose } from "@/lib/stats/decompose/stl.ts";
import { fitIsolationForest, scoreRows } from "@/lib/stats/detect/forest/isolation_forest.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import { rollingZ } from "@/lib/stats/detect/window/rolling_z.ts";

const PYTHON = Deno.env.get("PYTHON") ?? "python3";
const TIMES = 7;
/** What takes milliseconds is compiled anew for the first few of them. */
const MORE_TIMES = 21;

const ROLLED = 1_000_000;
const WINDOW = 30;
const ROWS = 100_000;
const DAYS = 3653;

/** Prints the median milliseconds of each, and what the peer prints. */
export async function measureTimes(): Promise<void> {
  const random = createRandom(1);
  const noise = Float64Array.from({ length: ROLLED }, random);
  const rolled = `rolling z, ${ROLLED} values, window ${WINDOW}`;
  tell(rolled, () => rollingZ(noise, WINDOW), MORE_TIMES);
  const features = [0, 1, 2].map(() => Float64Array.from({ length: ROWS }, random));
  const options = { trees: 100, sample: 256, seed: 0 };
  tell(
    `isolation forest, ${ROWS} x 3`,
    () => scoreRows(fitIsolationForest(features, options), features),
  );
  const days = Float64Array.from({ length: DAYS }, (_, i) => 100 + 10 * (i % 7) + 5 * random());
  tell(`STL, ${DAYS} days`, () => decompose(days, { period: 7, seasonalSpan: 7 }));
  const robust = { period: 7, seasonalSpan: 7, robust: true };
  tell(`STL, robust, ${DAYS} days`, () => decompose(days, robust));
  const peer = new URL("./peers/detect_peer.py", import.meta.url).pathname;
  const { stdout } = await new Deno.Command(PYTHON, {
    args: [peer],
    env: { OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" },
  }).output();
  console.log(new TextDecoder().decode(stdout).trim());
}

function tell(name: string, work: () => unknown, count = TIMES): void {
  const times = Array.from({ length: count }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  console.log(`${name}: ${times[count >> 1].toFixed(1)} ms`);
}
