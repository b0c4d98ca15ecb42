/**
 * What somebody may do with a notebook, told by one statement.
 *
 * @module
 */
import type { Session } from "@/lib/db/database.ts";
import type { AccountRole } from "@/lib/db/account_tables.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import type { NotebookRight } from "./contract.ts";

/** The least first. */
const RIGHTS: readonly NotebookRight[] = ["none", "view", "edit", "own"];

/**
 * Returns what somebody may do with a notebook. The workspace's owner and admins have all; a viewer
 * edits nothing, whatever was shared with them. `none` for one that is not there, or was deleted
 * unless it is the asker's own: they can restore it.
 */
export async function notebookRight(
  { kysely }: Pick<Session, "kysely">,
  { notebook, by }: { readonly notebook: string; readonly by: Asker },
): Promise<NotebookRight> {
  if (by.type === "owner") {
    const row = await kysely.selectFrom("notebooks").select("id").where("id", "=", notebook)
      .executeTakeFirst();
    return row === undefined ? "none" : "own";
  }
  const row = await kysely.selectFrom("notebooks as notebook")
    .innerJoin(
      "accounts as account",
      (join) => join.on("account.id", "=", by.id).on("account.disabled_at", "is", null),
    )
    .leftJoin(
      "notebook_people as person",
      (join) =>
        join.onRef("person.notebook", "=", "notebook.id")
          .onRef("person.account", "=", "account.id"),
    )
    .select(["notebook.owner", "notebook.deleted_at", "account.role", "person.verb"])
    .where("notebook.id", "=", notebook).executeTakeFirst();
  if (row === undefined) return "none";
  const right = rightOf({ ...row, account: by.id });
  return row.deleted_at === null || right === "own" ? right : "none";
}

/** What decides what an account may do with a notebook. */
interface Standing {
  readonly account: string;
  readonly role: AccountRole;
  readonly owner: string | null;
  /** What was shared with the account; `null` where nothing was. */
  readonly verb: "view" | "edit" | null;
}

/** Returns what an account may do with a notebook, by its role and by whose the notebook is. */
export function rightOf({ account, role, owner, verb }: Standing): NotebookRight {
  if (role === "admin") return "own";
  const given: NotebookRight = owner === account ? "own" : verb ?? "none";
  return role === "viewer" && atLeast(given, "view") ? "view" : given;
}

/** Whether a right is enough for what needs another. */
export function atLeast(right: NotebookRight, needed: NotebookRight): boolean {
  return RIGHTS.indexOf(right) >= RIGHTS.indexOf(needed);
}
