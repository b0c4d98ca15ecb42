import { createDefine } from "@daybook/web";
import type { Workspace } from "@/lib/workspace/contract.ts";
import type { SessionView } from "@/lib/workspace/owner/contract.ts";

/** What every route of Daybook is given. */
export interface State {
  readonly workspace: Workspace;
  /** Told in the log, and to who is refused. */
  readonly requestId: string;
  /** Who is signed in; `null` on pages that need nobody. */
  session: SessionView | null;
}

/** Gives types to the parts of our routes. */
export const define = createDefine<State>();

/** Returns the state of a request that just arrived. */
export function createState(workspace: Workspace): State {
  return { workspace, requestId: crypto.randomUUID(), session: null };
}
