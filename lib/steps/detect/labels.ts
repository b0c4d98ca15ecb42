/**
 * Takes people at their word: what they labelled "real" or "not" moves what is flagged.
 *
 * - A point labelled "not" is not flagged, nor is any of the same kind with no greater score.
 * - A point labelled "real" is flagged, and so is any of the same kind with no lower score, as far as it
 *   is half as odd as the threshold asks for.
 * - Where the two disagree, "not" holds, but for the points that are labelled themselves.
 *
 * So one more "not" never flags more points, and one more "real" never fewer. All series of a cell share
 * what is said of a kind.
 *
 * @module
 */
import { codeOfJudgement, ODDITIES, type Oddity } from "@/lib/stats/detect/oddity.ts";
import type { Detection } from "@/lib/stats/detect/detection.ts";
import type { MeasureSeries } from "@/lib/steps/measure_series.ts";
import type { DetectBody } from "./parameters.ts";

/** What somebody said of a point. */
export type Label = DetectBody["labels"][number]["label"];

/** What is told of the points of a series once labels are taken in. */
export interface Labelled {
  /** 1 where flagged, else 0. */
  readonly flagged: Uint8Array;
  /** Of every point what it is, were it flagged. */
  readonly kinds: readonly Oddity[];
  /** By the place of a point. */
  readonly labels: ReadonlyMap<number, Label>;
}

/** A series with what was found in it. */
export interface Judged {
  readonly series: MeasureSeries;
  readonly detection: Detection;
}

/** What holds for a kind besides the threshold. */
interface Bounds {
  /** No greater score is flagged. */
  not: number;
  /** From this score on it is flagged. */
  real: number;
}

const MUTED = codeOfJudgement("muted");

/** Moves flags by what was said; `least` is the score below which "real" reaches no other point. */
export function applyLabels(
  judged: readonly Judged[],
  labels: DetectBody["labels"],
  least: number,
): readonly Labelled[] {
  const kinds = judged.map(kindsOf);
  const said = judged.map(({ series }) => labelsOf(series, labels));
  const bounds = boundsOf(judged, { kinds, said, least });
  return judged.map(({ detection: { flagged, score, judged: by } }, i) => ({
    kinds: kinds[i],
    labels: said[i],
    flagged: flagged.map((flag, place) => {
      const label = said[i].get(place);
      if (label !== undefined) return Number(label === "real");
      const { not, real } = bounds.get(kinds[i][place]) ?? { not: -1, real: Infinity };
      if (score[place] <= not) return 0;
      return Number(flag === 1 || (score[place] >= real && by[place] !== MUTED));
    }),
  }));
}

/** Where nothing is told of a point, its side tells what it would be. */
function kindsOf({ series, detection }: Judged): readonly Oddity[] {
  return Array.from(detection.kind, (code, place) => {
    const kind = ODDITIES[code];
    if (kind !== "none") return kind;
    return series.values[place] < detection.expected[place] ? "drop" : "spike";
  });
}

/** Of several labels of one point the last holds. */
function labelsOf(
  { segment, periods }: MeasureSeries,
  labels: DetectBody["labels"],
): ReadonlyMap<number, Label> {
  if (labels.length === 0) return new Map();
  const places = new Map(periods.map((period, place) => [period, place]));
  const id = JSON.stringify(segment);
  return new Map(labels.flatMap((one) => {
    const place = places.get(one.period);
    const isHere = place !== undefined && JSON.stringify(one.segment) === id;
    return isHere ? [[place, one.label] as const] : [];
  }));
}

function boundsOf(
  judged: readonly Judged[],
  { kinds, said, least }: {
    readonly kinds: readonly (readonly Oddity[])[];
    readonly said: readonly ReadonlyMap<number, Label>[];
    readonly least: number;
  },
): ReadonlyMap<Oddity, Bounds> {
  const bounds = new Map<Oddity, Bounds>();
  for (const [i, { detection: { score } }] of judged.entries()) {
    for (const [place, label] of said[i]) {
      const kind = kinds[i][place];
      const known = bounds.get(kind) ?? { not: -1, real: Infinity };
      bounds.set(kind, known);
      // What was not scored speaks for itself alone.
      if (Number.isNaN(score[place])) continue;
      if (label === "not") known.not = Math.max(known.not, score[place]);
      else known.real = Math.min(known.real, Math.max(least, score[place]));
    }
  }
  return bounds;
}
