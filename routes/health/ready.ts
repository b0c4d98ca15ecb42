import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import type { Readiness } from "@/lib/workspace/seen/contract.ts";

export const config: PageConfig = { access: "everyone" };

/** An engine that tells nothing by then does not answer. */
const LIMIT_MILLISECONDS = 5000;

/** Whether work could be done now, and by what it is held up. */
export const handler = define.handlers({
  async GET({ state }) {
    const ready = await within(state.workspace.seen.ready({}));
    const parts = { engine: ready !== null, ...ready };
    const failed = Object.entries(parts).flatMap(([name, isReady]) => isReady ? [] : [name]);
    const status = failed.length === 0 ? "ready" : "not_ready";
    return Response.json({ status, ...parts, failed }, { status: failed.length === 0 ? 200 : 503 });
  },
});

/** Returns what the engine tells; `null` where it does not. */
async function within(told: Promise<Readiness>): Promise<Readiness | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), LIMIT_MILLISECONDS);
  try {
    return await Promise.race([told.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}
