/**
 * Puts the engine together: what the pages may ask, over one database.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import type { Log } from "@/lib/log.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { createTables } from "@/lib/workspace/tables/tables.ts";
import { createOwner, type OwnerDesk } from "@/lib/workspace/owner/owner.ts";

/** What the engine stands on. */
export interface EngineServices {
  readonly database: Database;
  readonly log: Log;
}

/** The engine, and what only its own process may ask. */
export interface Engine {
  readonly workspace: Workspace;
  readonly issueSignInLink: OwnerDesk["issueSignInLink"];
}

/** Puts the engine together. */
export function createEngine(services: EngineServices): Engine {
  const owner = createOwner(services);
  return {
    workspace: {
      owner,
      notebooks: missing(),
      editing: missing(),
      files: missing(),
      tables: createTables(services),
      links: missing(),
    },
    issueSignInLink: owner.issueSignInLink,
  };
}

function missing<Part extends object>(): Part {
  return new Proxy({} as Part, {
    get: () => () =>
      Promise.reject(new AppError("INTERNAL_ERROR", "Cannot answer as this part is not built yet")),
  });
}
