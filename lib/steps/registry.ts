/**
 * Every kind of cell there is, in the order in which people meet them.
 *
 * @module
 */
import { chart } from "./chart/step.ts";
import { check } from "./check/step.ts";
import { clean } from "./clean/step.ts";
import { detect } from "./detect/step.ts";
import { events } from "./events/step.ts";
import { explain } from "./explain/step.ts";
import { forecast } from "./forecast/step.ts";
import { kpi } from "./kpi/step.ts";
import { load } from "./load/step.ts";
import type { AnyStep } from "./step.ts";
import { sql } from "./sql/step.ts";
import { summary } from "./summary/step.ts";

const STEPS: readonly AnyStep[] = [
  load,
  clean,
  check,
  sql,
  events,
  kpi,
  chart,
  detect,
  explain,
  forecast,
  summary,
];

const BY_KIND: ReadonlyMap<string, AnyStep> = new Map(STEPS.map((step) => [step.kind, step]));

/** The names of all kinds. */
export const KINDS: readonly string[] = STEPS.map(({ kind }) => kind);

/** Returns the step of a kind, or `null` where there is none of this name. */
export function stepOfKind(kind: string): AnyStep | null {
  return BY_KIND.get(kind) ?? null;
}
