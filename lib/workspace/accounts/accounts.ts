/**
 * What people do with their own accounts, over one database.
 *
 * @module
 */
import { parseName } from "@/lib/auth/accounts/account_fields.ts";
import type { SignedIn } from "@/lib/auth/accounts/accounts.ts";
import { endAccess } from "@/lib/auth/accounts/end_access.ts";
import { findInvitation } from "@/lib/auth/accounts/invitations.ts";
import { endOwnSession, listSessions } from "@/lib/auth/sessions/own_sessions.ts";
import { parseScope, roleCovers, SCOPES } from "@/lib/auth/roles.ts";
import { AppError } from "@/lib/errors.ts";
import type { Accounts, Comer, Entered } from "./contract.ts";
import { sendLetter } from "./letters.ts";
import { beginOpenId, endOpenId } from "./open_id.ts";
import { accountOf, type PeopleServices } from "./services.ts";
import { signUpByMail } from "./sign_up.ts";

const DAY_MILLISECONDS = 24 * 60 * 60_000;

/** Makes what people ask about their own accounts. */
export function createOwnAccounts(services: PeopleServices): Accounts {
  const { auth, database, mailer, now } = services;
  const { audit, accounts, resets, keys, sessions } = auth;

  /** Begins a session where somebody proved who they are. */
  async function enter(signedIn: SignedIn, { userAgent }: Comer): Promise<Entered> {
    if (signedIn.type !== "signed_in") return signedIn;
    return { type: "signed_in", begun: await sessions.start(userAgent, signedIn.proven) };
  }

  async function find(account: string) {
    const row = await database.kysely.selectFrom("accounts as account")
      .leftJoin("credentials as credential", "credential.account", "account.id")
      .selectAll("account").select("credential.password_hash")
      .where("account.id", "=", account).executeTakeFirst();
    if (row !== undefined) return row;
    throw new AppError("NOT_FOUND", "Cannot show an account as there is none of this id");
  }

  return {
    async ways() {
      const account = await database.kysely.selectFrom("accounts").select("id").limit(1)
        .executeTakeFirst();
      return {
        signUps: services.signUps,
        openId: services.openId?.title ?? null,
        mail: mailer.from !== null,
        accounts: account !== undefined,
      };
    },

    async signIn({ email, password, ...comer }) {
      const { address } = comer;
      return await enter(await accounts.signIn({ email, password, address }), comer);
    },

    async signUp({ userAgent, ...typed }) {
      const signedUp = await signUpByMail(services, typed);
      if (signedUp.type !== "created") return { begun: null };
      // Anybody can type an address: only who was invited at it need not show more.
      if (typed.invitation === null) return { begun: null };
      const { account } = signedUp;
      return { begun: await sessions.start(userAgent, { account, passwordOf: null }) };
    },

    async invitation({ token }) {
      const found = await findInvitation(database, { token, now: now() });
      return found === null ? null : { email: found.email };
    },

    async requestReset({ email, address, origin }) {
      if (mailer.from === null) return;
      const made = await resets.request({ email, address });
      if (made === null) return;
      // Nobody waits for the mail: the time it takes would tell that there is an account.
      sendLetter(services, {
        to: made.email,
        subject: "Set another password",
        words: [
          "Somebody, perhaps you, asked to set another password for your Daybook account. This link " +
          "does it, once, within 30 minutes:",
          "If it was not you, there is nothing to do: your password is as it was.",
        ],
        link: `${services.publicUrl ?? origin}/reset-password?token=${made.token}`,
      });
    },

    reset: (typed) => resets.reset(typed),

    beginOpenId: (asked) => beginOpenId(services, asked),
    endOpenId: (asked) => endOpenId(services, asked),

    async view({ by, session }) {
      const account = accountOf(by);
      const row = await find(account);
      return {
        profile: {
          email: row.email,
          name: row.name,
          role: row.role,
          hasPassword: row.password_hash !== null,
          createdAt: new Date(row.created_at).toISOString(),
        },
        sessions: await listSessions(database, { account, session, now: now() }),
        keys: await keys.list(account),
        scopes: SCOPES.filter((scope) => roleCovers(row.role, scope)),
      };
    },

    async rename({ by, name }) {
      const account = accountOf(by);
      await database.kysely.updateTable("accounts").set({ name: parseName(name) })
        .where("id", "=", account).execute();
      sessions.forget();
    },

    async changePassword({ by, current, password, ...comer }) {
      const account = accountOf(by);
      const { address } = comer;
      const changed = await accounts.changePassword({ account, current, password, address });
      return await enter(changed, comer);
    },

    async endSession({ by, id }) {
      const account = accountOf(by);
      if (!await endOwnSession(database, { account, id })) return;
      sessions.forget();
      await audit.note({ event: "signed_out", account, address: null });
    },

    async signOutEverywhere({ by, address }) {
      const account = accountOf(by);
      await database.transaction(async (session) => {
        await session.kysely.selectFrom("accounts").select("id").where("id", "=", account)
          .forUpdate().execute();
        await endAccess(session, { account, by: "sign_out", now: now() });
      });
      sessions.forget();
      await audit.note({ event: "signed_out", account, address });
    },

    async createKey({ by, name, scopes, days }) {
      const account = accountOf(by);
      const { key } = await keys.create({
        account,
        name,
        scopes: scopes.map(knownScope),
        expiresAt: days === null ? null : new Date(now().getTime() + days * DAY_MILLISECONDS),
      });
      return { key };
    },

    async revokeKey({ by, id }) {
      await keys.revoke({ id, account: accountOf(by) });
    },
  };
}

/** Returns a scope. @throws AppError BAD_PARAMETER */
function knownScope(text: string) {
  const scope = parseScope(text);
  if (scope !== null) return scope;
  throw new AppError(
    "BAD_PARAMETER",
    `Cannot make a key as its scopes must be ${SCOPES.join(", ")}: current value is ${
      JSON.stringify(text.slice(0, 40))
    }`,
  );
}
