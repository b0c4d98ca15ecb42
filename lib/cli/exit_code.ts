/**
 * How a command ends, for scripts.
 *
 * @module
 */
import type { Run } from "@/lib/notebook/run/result.ts";
import type { PipelineArguments } from "./arguments.ts";

/** Part of the interface: never renumbered. */
export const EXIT = {
  done: 0,
  failed: 1,
  wrongUse: 2,
  checkFailed: 3,
  anomalies: 4,
  cancelled: 130,
} as const;

/** Returns the code of a run: a failed check is told before the cells that wait for it. */
export function exitCodeOf(run: Run, { failOn }: Pick<PipelineArguments, "failOn">): number {
  if (run.cancelled) return EXIT.cancelled;
  const failed = run.cells.filter(({ outcome }) => outcome.state === "failed");
  if (failed.some((cell) => !isFailedCheck(cell))) return EXIT.failed;
  if (failed.length > 0) return EXIT.checkFailed;
  const odd = run.cells.some(({ kind, figures }) =>
    kind === "detect" && Number(figures.flagged?.value ?? 0) > 0
  );
  return odd && failOn.includes("anomaly") ? EXIT.anomalies : EXIT.done;
}

function isFailedCheck({ outcome }: Run["cells"][number]): boolean {
  return outcome.state === "failed" && outcome.problems.length > 0 &&
    outcome.problems.every(({ code, severity }) =>
      code === "CHECK_FAILED" || severity === "warning"
    );
}
