/**
 * The sources of a workspace, of which each is worked on.
 *
 * @module
 */
import type { SourceView } from "@/lib/workspace/metrics/contract.ts";
import type { WorkServices } from "./work_services.ts";

/** So many are asked for at a time. */
const PAGE = 100;

/** Yields all sources. */
export async function* sourcesOf(
  { metrics }: Pick<WorkServices, "metrics">,
  signal: AbortSignal,
): AsyncGenerator<SourceView> {
  let after: string | null = null;
  do {
    signal.throwIfAborted();
    const page: Awaited<ReturnType<typeof metrics.sources>> = await metrics.sources({
      after,
      limit: PAGE,
    });
    yield* page.items;
    after = page.next;
  } while (after !== null);
}
