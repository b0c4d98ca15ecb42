/**
 * All notebooks that somebody may see, by one statement.
 *
 * @module
 */
import type { AccountRole } from "@/lib/db/account_tables.ts";
import type { Session } from "@/lib/db/database.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import type { HeldNotebook } from "./contract.ts";
import { rightOf } from "./rights.ts";

type HeldRow = {
  readonly id: string;
  readonly owner: string | null;
  readonly owner_name: string | null;
  readonly verb: "view" | "edit" | null;
  readonly role: AccountRole;
};

/** Returns them, with how each is come by. */
export async function heldNotebooks(
  database: Pick<Session, "query">,
  by: Asker,
): Promise<readonly HeldNotebook[]> {
  if (by.type === "owner") {
    const rows = await database.query<Pick<HeldRow, "id" | "owner" | "owner_name">>(
      "select n.id, n.owner, o.name as owner_name from daybook.notebooks n " +
        "left join daybook.accounts o on o.id = n.owner where n.deleted_at is null",
    );
    return rows.map(({ id, owner, owner_name }) => ({
      notebook: id,
      by: owner === null ? "owning" : "administering",
      right: "own",
      owner: owner_name,
    }));
  }
  const rows = await database.query<HeldRow>(
    "select n.id, n.owner, o.name as owner_name, p.verb, a.role from daybook.accounts a " +
      "cross join daybook.notebooks n left join daybook.accounts o on o.id = n.owner " +
      "left join daybook.notebook_people p on p.notebook = n.id and p.account = a.id " +
      "where a.id = $1 and a.disabled_at is null and n.deleted_at is null " +
      "and (a.role = 'admin' or n.owner = a.id or p.verb is not null)",
    [by.id],
  );
  return rows.flatMap(({ id, owner, owner_name, verb, role }) => {
    const right = rightOf({ account: by.id, role, owner, verb });
    if (right === "none") return [];
    const how = owner === by.id ? "owning" : verb !== null ? "sharing" : "administering";
    return [{ notebook: id, by: how, right, owner: owner_name } as const];
  });
}
