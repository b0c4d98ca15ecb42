/**
 * Sign-ins at another place that have begun: each is used once, within ten minutes.
 *
 * @module
 */
import { hashSecret } from "@/lib/crypto/secret.ts";
import type { Session } from "@/lib/db/database.ts";
import type { OpenIdSecrets } from "./open_id.ts";

const LIFE_MILLISECONDS = 10 * 60_000;

/** What is kept of one, and where it leads. */
export interface Attempt {
  readonly secrets: OpenIdSecrets;
  readonly next: string;
}

/** Keeps one that has begun, and forgets those whose time is over. */
export async function keepAttempt(
  { kysely }: Pick<Session, "kysely">,
  { secrets, next }: Attempt,
  now: Date,
): Promise<void> {
  await kysely.deleteFrom("openid_attempts").where("expires_at", "<=", now.toISOString()).execute();
  await kysely.insertInto("openid_attempts").values({
    hash: hashSecret(secrets.state),
    nonce: secrets.nonce,
    verifier: secrets.verifier,
    next,
    expires_at: new Date(now.getTime() + LIFE_MILLISECONDS).toISOString(),
  }).execute();
}

/** Uses one up by its state; `null` where it is unknown, used or old. Of two at once one gets it. */
export async function useAttempt(
  { kysely }: Pick<Session, "kysely">,
  state: string,
  now: Date,
): Promise<Attempt | null> {
  const row = await kysely.deleteFrom("openid_attempts").where("hash", "=", hashSecret(state))
    .where("expires_at", ">", now.toISOString()).returningAll().executeTakeFirst();
  if (row === undefined) return null;
  return { secrets: { state, nonce: row.nonce, verifier: row.verifier }, next: row.next };
}
