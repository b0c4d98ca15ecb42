import { createDefine, type RouteConfig } from "@daybook/web";
import type { RouteAccess } from "@/lib/auth/access.ts";
import { about } from "@/lib/seen/about.ts";
import { Figures } from "@/lib/seen/figures.ts";
import type { Services } from "@/lib/seen/services.ts";
import { requestIdOf } from "@/lib/web/request_id.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import type { Who } from "@/lib/workspace/access/contract.ts";
import type { RequestLimits } from "@/lib/workspace/access/request_limits.ts";
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
  /** The path of the API's operation that answers, as its description has it; `null` where none does. */
  operation: string | null;
  readonly seen: Seen;
  /** The settings' policy of pages that may not be embedded; `null` where it is our own. */
  readonly contentPolicy: string | null;
  /** Whether the interface for programs is described to whoever asks. */
  readonly tellsApi: boolean;
  /** Counts requests; `null` where nobody does. */
  readonly limits: RequestLimits | null;
}

/** What operators see of the web process. */
export interface Seen {
  readonly services: Services;
  readonly figures: Figures;
}

/** What every file of `routes/` that answers says of itself; lib/auth/access.ts tells how. */
export interface PageConfig extends RouteConfig {
  readonly access: RouteAccess;
  /** Known to take long until its answer begins. */
  readonly slow?: true;
}

/** Gives types to the parts of our routes. */
export const define = createDefine<State>();

/** Returns the state of a request that just arrived. */
export function createState(
  workspace: Workspace,
  request: Request,
  {
    seen = { services: {}, figures: new Figures() },
    contentPolicy = null,
    tellsApi = true,
    limits = null,
  }: Partial<
    Pick<State, "seen" | "contentPolicy" | "tellsApi" | "limits">
  > = {},
): State {
  const requestId = about().request ?? requestIdOf(request);
  return {
    workspace,
    requestId,
    session: null,
    who: null,
    operation: null,
    seen,
    contentPolicy,
    tellsApi,
    limits,
  };
}
