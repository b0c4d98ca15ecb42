/**
 * Pages with somebody signed in.
 *
 * @module
 */
import type { Log } from "@/lib/log.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import type { SessionView } from "@/lib/workspace/owner/contract.ts";
import { type FetchPage, openPages } from "./site.ts";

/** The session of the workspace's owner. */
export const OWNER_SESSION: SessionView = {
  name: "Owner",
  by: { type: "owner" },
  role: "admin",
  expiresAt: "2099-01-01T00:00:00.000Z",
};

/** Opens some files of `routes/` for a browser that is signed in. */
export async function openSignedPages(
  workspace: Partial<Workspace>,
  files: readonly string[] | null,
  log?: Log,
  session: SessionView = OWNER_SESSION,
): Promise<FetchPage> {
  const fetchPage = await openPages(
    {
      ...workspace,
      owner: {
        signIn: () => Promise.resolve(null),
        session: () => Promise.resolve(session),
        signOut: () => Promise.resolve(),
      },
    },
    files,
    log,
  );
  return (path, init = {}) =>
    fetchPage(path, { ...init, headers: { ...init.headers, Cookie: "daybook_session=x" } });
}
