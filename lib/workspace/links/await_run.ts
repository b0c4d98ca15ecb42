/**
 * Runs what is stale for a link's reader, and waits a little for it.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Notebooks } from "@/lib/workspace/notebooks/contract.ts";
import type { GivenParameters } from "@/lib/workspace/notebooks/notebook_view.ts";

/** What is run, and for how long a page waits for it. */
export interface AwaitedRun {
  readonly id: string;
  readonly parameters: GivenParameters;
  /** The last event that the view knew of. */
  readonly eventId: string;
  readonly waitMilliseconds: number;
}

/**
 * Resolves when the run has ended, or when it takes too long; then it goes on by itself. What may
 * not run does not: the page shows what is there.
 */
export async function awaitRun(
  notebooks: Pick<Notebooks, "run" | "follow">,
  { id, parameters, eventId, waitMilliseconds }: AwaitedRun,
): Promise<void> {
  try {
    await notebooks.run({ id, what: { type: "stale" }, parameters, audience: "reader" });
  } catch (error) {
    if (error instanceof AppError) return;
    throw error;
  }
  const events = notebooks.follow({ id, after: eventId })[Symbol.asyncIterator]();
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), waitMilliseconds);
  try {
    while (true) {
      const following = events.next();
      following.catch(() => {}); // Where nobody waits for it any more.
      const next = await Promise.race([following, late]);
      if (next === null || next.done) return;
      const { event } = next.value;
      if (event.type === "reset" || event.type === "deleted") return;
      if (event.type !== "run" || event.state === "started") continue;
      if (isSameRecord(event.parameters, parameters)) return;
    }
  } finally {
    clearTimeout(timer);
    // Whoever waits for the next event ends with it; the page does not wait for that.
    events.return?.()?.catch(() => {});
  }
}

function isSameRecord(one: GivenParameters, other: GivenParameters): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && one[name] === other[name]);
}
