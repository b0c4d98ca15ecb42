/**
 * Which uploaded files a notebook may read: those that its owner sent, or who may edit it.
 *
 * It is asked while a notebook is planned, before any key is made of a file: so who knows a file's
 * digest finds no result of it either.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import type { Sources } from "@/lib/steps/sources.ts";

/** Returns sources that refuse the files of other people. What is the workspace's reads all. */
export function ownFiles(
  sources: Sources,
  { database, notebook }: { readonly database: Pick<Database, "query">; readonly notebook: string },
): Sources {
  return {
    ...sources,
    async upload(digest) {
      if (await mayRead(database, { notebook, digest })) return await sources.upload(digest);
      throw new AppError(
        "FILE_NOT_FOUND",
        `Cannot find a file that the notebook may read: current value is "${digest.slice(0, 12)}…"`,
      );
    },
  };
}

async function mayRead(
  database: Pick<Database, "query">,
  { notebook, digest }: { readonly notebook: string; readonly digest: string },
): Promise<boolean> {
  const rows = await database.query(
    "select 1 from daybook.notebooks n left join daybook.accounts a on a.id = n.owner " +
      "where n.id = $1 and (n.owner is null or a.role = 'admin' or exists (" +
      "select from daybook.dataset_holders h where h.digest = $2 and (h.account = n.owner or " +
      "exists (select from daybook.notebook_people p where p.notebook = n.id " +
      "and p.account = h.account and p.verb = 'edit'))))",
    [notebook, digest],
  );
  return rows.length > 0;
}
