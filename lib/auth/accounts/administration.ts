/**
 * What admins do with accounts. There is always one admin left who can.
 *
 * @module
 */
import type { AccountRole } from "@/lib/db/account_tables.ts";
import type { Database, Session } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { hashArgon2id } from "@/lib/crypto/argon2id.ts";
import { parseEmail, parseName, parseNewPassword } from "./account_fields.ts";
import type { Audit } from "@/lib/auth/audit.ts";
import { endAccess } from "./end_access.ts";
import { setPassword } from "./set_password.ts";

/** An account as admins see it. Moments are ISO 8601 in UTC. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: AccountRole;
  readonly createdAt: string;
  /** `null` while it may sign in. */
  readonly disabledAt: string | null;
}

/** An account that nobody signed up for. */
export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly role: AccountRole;
  /** `null` where a reset by mail will set it, or somebody else proves who it is. */
  readonly password: string | null;
  /** The id of the admin; `null` where it is the program, as for the first admin. */
  readonly by: string | null;
}

/** Which account is changed, and by which admin's. */
export interface AccountChange {
  readonly account: string;
  readonly by: string;
}

/** Makes, lists and changes accounts. */
export interface Administration {
  /** Whether somebody could administer: an admin that is not disabled. */
  hasAdmin(): Promise<boolean>;
  /**
   * Makes an account.
   *
   * @throws AppError BAD_PARAMETER, also where the address has an account.
   */
  create(wanted: NewAccount): Promise<Account>;
  /** Returns all accounts by their addresses. */
  list(): Promise<readonly Account[]>;
  /**
   * Gives another role, which holds at once.
   *
   * @throws AppError NOT_FOUND, NOT_GRANTED where no admin would be left.
   */
  setRole(change: AccountChange & { readonly role: AccountRole }): Promise<void>;
  /**
   * Ends all that an account has, at once; or lets it sign in again.
   *
   * @throws AppError NOT_FOUND, NOT_GRANTED where no admin would be left.
   */
  setDisabled(change: AccountChange & { readonly disabled: boolean }): Promise<void>;
  /**
   * Ends all that an account is signed in with; what it may do stays.
   *
   * @throws AppError NOT_FOUND
   */
  endSessions(change: AccountChange): Promise<void>;
}

/** Makes the administration of a database. */
export function createAdministration({ database, audit, now }: {
  readonly database: Database;
  readonly audit: Audit;
  readonly now: () => Date;
}): Administration {
  /** Changes an account while all admins are held, so that two cannot remove each other. */
  async function change(
    account: string,
    work: (session: Session) => Promise<void>,
  ): Promise<void> {
    await database.transaction(async (session) => {
      await session.kysely.selectFrom("accounts").select("id")
        .where((row) => row.or([row("role", "=", "admin"), row("id", "=", account)]))
        .orderBy("id").forUpdate().execute();
      const found = await session.kysely.selectFrom("accounts").select("id")
        .where("id", "=", account).executeTakeFirst();
      if (found === undefined) {
        throw new AppError("NOT_FOUND", "Cannot change an account as it must be one that exists");
      }
      const could = await isAdministered(session);
      await work(session);
      if (!could || await isAdministered(session)) return;
      throw new AppError("NOT_GRANTED", "Cannot change an account as an admin must be left");
    });
  }

  return {
    hasAdmin: () => isAdministered(database),

    async create({ role, by, ...wanted }) {
      const email = parseEmail(wanted.email);
      const name = parseName(wanted.name);
      const password = wanted.password === null ? null : parseNewPassword(wanted.password, email);
      const hash = password === null ? null : await hashArgon2id(password);
      const at = now();
      const id = crypto.randomUUID();
      await database.transaction(async (session) => {
        const made = await session.kysely.insertInto("accounts")
          .values({
            id,
            email,
            name,
            role,
            created_at: at.toISOString(),
            disabled_at: null,
            email_verified_at: at.toISOString(),
          })
          .onConflict((conflict) => conflict.column("email").doNothing())
          .returning("id").executeTakeFirst();
        if (made === undefined) {
          throw new AppError(
            "BAD_PARAMETER",
            `Cannot make an account as its address must have none: current value is "${email}"`,
          );
        }
        if (hash !== null) await setPassword(session, { account: id, hash, now: at });
      });
      const details = by === null ? { role } : { role, by };
      await audit.note({ event: "account_created", account: id, address: null, details });
      return { id, email, name, role, createdAt: at.toISOString(), disabledAt: null };
    },

    async list() {
      const rows = await database.kysely.selectFrom("accounts").selectAll().orderBy("email")
        .execute();
      return rows.map(({ id, email, name, role, created_at, disabled_at }) => ({
        id,
        email,
        name,
        role,
        createdAt: new Date(created_at).toISOString(),
        disabledAt: disabled_at === null ? null : new Date(disabled_at).toISOString(),
      }));
    },

    async setRole({ account, by, role }) {
      await change(account, async (session) => {
        await session.kysely.updateTable("accounts").set({ role }).where("id", "=", account)
          .execute();
        if (role !== "admin") await endHandedBy(session, account);
      });
      await audit.note({ event: "role_changed", account, address: null, details: { role, by } });
    },

    async setDisabled({ account, by, disabled }) {
      const at = now();
      await change(account, async (session) => {
        await session.kysely.updateTable("accounts")
          .set({ disabled_at: disabled ? at.toISOString() : null })
          .where("id", "=", account).execute();
        if (!disabled) return;
        await endAccess(session, { account, by: "disabled", now: at });
        await endHandedBy(session, account);
      });
      const event = disabled ? "account_disabled" : "account_enabled";
      await audit.note({ event, account, address: null, details: { by } });
    },

    async endSessions({ account, by }) {
      const at = now();
      await change(account, (session) => endAccess(session, { account, by: "sign_out", now: at }));
      await audit.note({ event: "signed_out", account, address: null, details: { by } });
    },
  };
}

/** Ends what somebody who is no admin any more could come back with: invitations and resets. */
async function endHandedBy({ kysely }: Session, account: string): Promise<void> {
  await kysely.deleteFrom("password_resets").where("issued_by", "=", account).execute();
  await kysely.deleteFrom("invitations").where("invited_by", "=", account)
    .where("used_at", "is", null).execute();
}

async function isAdministered({ kysely }: Pick<Session, "kysely">): Promise<boolean> {
  const admin = await kysely.selectFrom("accounts").select("id")
    .where("role", "=", "admin").where("disabled_at", "is", null).limit(1).executeTakeFirst();
  return admin !== undefined;
}
