/**
 * All that accounts are made of, put together once for a process.
 *
 * Whatever ends access also makes the sessions forget what they know, so that it ends at once.
 *
 * @module
 */
import { createHash, randomBytes } from "node:crypto";
import { createTokenSigner, type SigningKey } from "@/lib/crypto/signed_token.ts";
import { hashSecret } from "@/lib/crypto/secret.ts";
import type { Database } from "@/lib/db/database.ts";
import type { Log } from "@/lib/log.ts";
import { type Accounts, createAccounts } from "./accounts/accounts.ts";
import type { SignUpPolicy } from "./accounts/sign_up.ts";
import { type Administration, createAdministration } from "./accounts/administration.ts";
import { type ApiKeys, createApiKeys } from "./api_keys.ts";
import { type Audit, createAudit } from "./audit.ts";
import { type Bearer, createBearer } from "./sessions/bearer.ts";
import { createLockout, type Lockout } from "./limits/lockout.ts";
import { createPasswordResets, type PasswordResets } from "./accounts/password_resets.ts";
import { createRateLimits, type RateLimits } from "./limits/rate_limit.ts";
import { createSessions, type Sessions } from "./sessions/sessions.ts";

/** What accounts do in this process. */
export interface Auth {
  readonly audit: Audit;
  readonly limits: RateLimits;
  readonly lockout: Lockout;
  readonly sessions: Sessions;
  readonly bearer: Bearer;
  readonly keys: ApiKeys;
  readonly accounts: Accounts;
  readonly administration: Administration;
  readonly resets: PasswordResets;
  /** Forgets what is over: limits that are full again, old tries, ended families of tokens. */
  tidy(): Promise<void>;
}

/** What they are made with. */
export interface AuthOptions {
  readonly database: Database;
  readonly log: Log;
  readonly signUps: SignUpPolicy;
  /** `null`: access tokens end with this process, and refresh tokens give new ones. */
  readonly signingKey: SigningKey | null;
  readonly now?: () => Date;
}

/** Puts them together. */
export function createAuth(
  { database, log, signUps, signingKey, now = () => new Date() }: AuthOptions,
): Auth {
  const audit = createAudit({ database, log, now });
  const limits = createRateLimits({ database, now });
  const lockout = createLockout({ database, now });
  const sessions = createSessions({ database, now });
  const key = signingKey ?? { id: crypto.randomUUID().slice(0, 8), bytes: randomBytes(32) };
  const signer = createTokenSigner([key], "daybook access");
  const bearer = createBearer({ database, signer, audit, now });
  const keys = createApiKeys({ database, audit, now });
  const accounts = createAccounts({ database, audit, lockout, limits, signUps, now });
  const administration = createAdministration({ database, audit, now });
  const resets = createPasswordResets({ database, audit, lockout, limits, now });
  /** Does what ends or changes somebody's access; however it ends, sessions are asked for anew. */
  async function changing<Result>(work: Promise<Result>): Promise<Result> {
    try {
      return await work;
    } finally {
      sessions.forget();
    }
  }

  return {
    audit,
    limits,
    lockout,
    sessions,
    bearer,
    keys,
    accounts: {
      ...accounts,
      changePassword: (typed) => changing(accounts.changePassword(typed)),
    },
    administration: {
      ...administration,
      setRole: (change) => changing(administration.setRole(change)),
      setDisabled: (change) => changing(administration.setDisabled(change)),
      endSessions: (change) => changing(administration.endSessions(change)),
    },
    resets: { ...resets, reset: (typed) => changing(resets.reset(typed)) },
    async tidy() {
      await limits.tidy();
      await lockout.tidy();
      await bearer.tidy();
    },
  };
}

/** Returns the key of a secret of the settings; `null` where none is set. */
export function signingKeyOf(
  { jwtSecret }: { readonly jwtSecret: string | null },
): SigningKey | null {
  if (jwtSecret === null) return null;
  const bytes = createHash("sha256").update(`daybook access tokens ${jwtSecret}`).digest();
  // Two secrets have other names, so that a token of the one before is told from a forged one.
  const id = hashSecret(`daybook name of a key ${jwtSecret}`).slice(0, 8);
  return { id, bytes: new Uint8Array(bytes) };
}
