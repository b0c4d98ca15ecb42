import { createDefine, type RouteConfig } from "@daybook/web";
import type { RouteAccess } from "@/lib/auth/access.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import type { Who } from "@/lib/workspace/access/contract.ts";
import type { SessionView } from "@/lib/workspace/owner/contract.ts";

/** What every route of Daybook is given. */
export interface State {
  readonly workspace: Workspace;
  /** Told in the log, and to who is refused. */
  readonly requestId: string;
  /** Who is signed in in this browser; `null` on pages that need nobody, and for programs. */
  session: SessionView | null;
  /** Who asks, in a browser or as a program; `null` where nobody is known. */
  who: Who | null;
}

/** What every file of `routes/` that answers says of itself; lib/auth/access.ts tells how. */
export interface PageConfig extends RouteConfig {
  readonly access: RouteAccess;
}

/** Gives types to the parts of our routes. */
export const define = createDefine<State>();

/** An id that a client may give its request. */
const REQUEST_ID = /^[\w-]{1,64}$/;

/** Returns the state of a request that just arrived; its own id stays where it may be one. */
export function createState(workspace: Workspace, request: Request): State {
  const sent = request.headers.get("X-Request-Id") ?? "";
  const requestId = REQUEST_ID.test(sent) ? sent : crypto.randomUUID();
  return { workspace, requestId, session: null, who: null };
}
