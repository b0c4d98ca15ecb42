/**
 * Whose notebooks are, and with whom they are shared, over one database.
 *
 * @module
 */
import { createAudit } from "@/lib/auth/audit.ts";
import { parseEmail } from "@/lib/auth/accounts/account_fields.ts";
import type { Database, Session } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import type { Log } from "@/lib/log.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import { nameOf } from "@/lib/workspace/accounts/services.ts";
import type { NotebookRight, Person, Sharing } from "./contract.ts";
import { heldNotebooks } from "./held.ts";
import { atLeast, notebookRight } from "./rights.ts";

/** What sharing stands on. */
export interface SharingServices {
  readonly database: Database;
  readonly log: Log;
  readonly now?: () => Date;
}

/** Makes what pages ask about who has a notebook. */
export function createSharing(
  { database, log, now = () => new Date() }: SharingServices,
): Sharing {
  const audit = createAudit({ database, log, now });
  /** Notes what became of somebody's right to a notebook. */
  const note = (
    event: "notebook_shared" | "notebook_unshared" | "notebook_given",
    { notebook, account, by }: {
      readonly notebook: string;
      readonly account: string;
      readonly by: Asker;
    },
  ) => audit.note({ event, account, address: null, details: { notebook, by: nameOf(by) } });

  async function needs(
    { notebook, by }: { readonly notebook: string; readonly by: Asker },
    needed: NotebookRight,
  ): Promise<void> {
    const right = await notebookRight(database, { notebook, by });
    if (right === "none") throw noNotebook(notebook);
    if (atLeast(right, needed)) return;
    throw new AppError(
      "NOT_GRANTED",
      `Cannot share the notebook as that takes its owner: you may ${right} it`,
    );
  }

  return {
    right: (asked) => notebookRight(database, asked),
    held: ({ by }) => heldNotebooks(database, by),

    async people(asked) {
      await needs(asked, "view");
      const { kysely } = database;
      const owner = await kysely.selectFrom("notebooks as notebook")
        .innerJoin("accounts as account", "account.id", "notebook.owner")
        .select(["account.id", "account.name", "account.email"])
        .where("notebook.id", "=", asked.notebook).executeTakeFirst();
      const people = await kysely.selectFrom("notebook_people as person")
        .innerJoin("accounts as account", "account.id", "person.account")
        .select(["account.id", "account.name", "account.email", "person.verb"])
        .where("person.notebook", "=", asked.notebook).where("account.disabled_at", "is", null)
        .orderBy("account.email").execute();
      return {
        owner: owner === undefined ? null : personOf(owner),
        people: people.map((row) => ({ ...personOf(row), verb: row.verb })),
      };
    },

    async share({ notebook, email, verb, by }) {
      await needs({ notebook, by }, "own");
      const account = await findPerson(database, email);
      const owner = await ownerOf(database, notebook);
      if (account === owner) {
        throw new AppError(
          "BAD_PARAMETER",
          "Cannot share a notebook with its owner as it is theirs",
        );
      }
      await database.kysely.insertInto("notebook_people")
        .values({ notebook, account, verb, shared_at: now().toISOString() })
        .onConflict((conflict) => conflict.columns(["notebook", "account"]).doUpdateSet({ verb }))
        .execute();
      await note("notebook_shared", { notebook, account, by });
    },

    async unshare({ notebook, account, by }) {
      const leaves = by.type === "account" && by.id === account;
      if (!leaves) await needs({ notebook, by }, "own");
      const ended = await database.kysely.deleteFrom("notebook_people")
        .where("notebook", "=", notebook).where("account", "=", account)
        .returning("account").executeTakeFirst();
      // Anybody could tell the log of notebooks that nobody shared with them.
      if (ended !== undefined) await note("notebook_unshared", { notebook, account, by });
    },

    async give({ notebook, email, by }) {
      await needs({ notebook, by }, "own");
      const account = await findPerson(database, email);
      await database.transaction(async ({ kysely }) => {
        await kysely.deleteFrom("notebook_people")
          .where("notebook", "=", notebook).where("account", "=", account).execute();
        await kysely.updateTable("notebooks").set({ owner: account }).where("id", "=", notebook)
          .execute();
      });
      await note("notebook_given", { notebook, account, by });
    },
  };
}

function personOf(
  { id, name, email }: { readonly id: string; readonly name: string; readonly email: string },
): Person {
  return { account: id, name, email };
}

/**
 * Returns the account of an address. One whose address nobody has shown may be anybody's.
 *
 * @throws AppError BAD_PARAMETER
 */
async function findPerson({ kysely }: Pick<Session, "kysely">, typed: string): Promise<string> {
  const email = parseEmail(typed);
  const row = await kysely.selectFrom("accounts").select("id").where("email", "=", email)
    .where("disabled_at", "is", null).where("email_verified_at", "is not", null)
    .executeTakeFirst();
  if (row !== undefined) return row.id;
  throw new AppError(
    "BAD_PARAMETER",
    "Cannot share a notebook with somebody as they must have an account with an address that is " +
      `shown to be theirs (an admin can invite them): current value is "${email}"`,
  );
}

async function ownerOf(
  { kysely }: Pick<Session, "kysely">,
  notebook: string,
): Promise<string | null> {
  const row = await kysely.selectFrom("notebooks").select("owner").where("id", "=", notebook)
    .executeTakeFirst();
  return row?.owner ?? null;
}

function noNotebook(id: string): AppError {
  return new AppError(
    "NOT_FOUND",
    `Cannot find the notebook as there is none of this id: current value is ${JSON.stringify(id)}`,
  );
}
