/**
 * Daily housekeeping: one part after the other; what goes wrong with one keeps no other from being done.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { LogFields } from "@/lib/log.ts";
import type { Worked } from "@/lib/jobs/scheduler.ts";
import type { WorkServices } from "./work_services.ts";

/** Does it. @throws AppError of the first part that failed, once all were done */
export async function keepHouse(
  { housekeeping, log }: Pick<WorkServices, "housekeeping" | "log">,
  signal: AbortSignal,
): Promise<Worked> {
  const told: Record<string, unknown> = {};
  const failures: unknown[] = [];
  for (const { name, keep } of housekeeping) {
    signal.throwIfAborted();
    try {
      for (const [count, value] of Object.entries(await keep(signal) satisfies LogFields)) {
        told[`${name}_${count}`] = value;
      }
    } catch (error) {
      signal.throwIfAborted();
      log.error("housekeeping.failed", { part: name, error });
      failures.push(error);
    }
  }
  if (failures.length === 0) return { told, run: null };
  const [first] = failures;
  throw first instanceof AppError ? first : new AppError(
    "INTERNAL_ERROR",
    "Internal server error",
    { cause: first },
  );
}
