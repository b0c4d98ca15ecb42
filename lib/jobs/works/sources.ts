/**
 * The sources of a workspace, each of which is worked on.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Page, SourceView } from "@/lib/workspace/metrics/contract.ts";
import type { WorkServices } from "./work_services.ts";

/** So many are asked for at a time. */
const PAGE = 100;

/** Works on each source, one after the other; tells how many these were. */
export async function forEachSource(
  { metrics }: Pick<WorkServices, "metrics">,
  signal: AbortSignal,
  work: (source: SourceView) => Promise<void>,
): Promise<number> {
  let count = 0;
  let after: string | null = null;
  do {
    const { items, next }: Page<SourceView> = await metrics.sources({ after, limit: PAGE });
    for (const source of items) {
      signal.throwIfAborted();
      try {
        await work(source);
        count++;
      } catch (error) {
        // It was removed meanwhile.
        if (!(error instanceof AppError) || error.code !== "NOT_FOUND") throw error;
      }
    }
    after = next;
  } while (after !== null);
  return count;
}
