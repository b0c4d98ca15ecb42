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

/** An id that a client may give its request. */
const REQUEST_ID = /^[\w-]{1,64}$/;

/** Returns the state of a request that just arrived; its own id stays where it may be one. */
export function createState(workspace: Workspace, request: Request): State {
  const sent = request.headers.get("X-Request-Id") ?? "";
  const requestId = REQUEST_ID.test(sent) ? sent : crypto.randomUUID();
  return { workspace, requestId, session: null };
}
