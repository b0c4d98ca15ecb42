/**
 * Links that sign the owner in: each works once, and not for long.
 *
 * @module
 */
import { hashSecret, isSameText, newSecret } from "@/lib/crypto/secret.ts";
import type { Database } from "@/lib/db/database.ts";

/** So long a link waits for the owner to click on it. */
const LIFE_MILLISECONDS = 15 * 60_000;

/** A new link; the token is told here and nowhere else. */
export interface SignInLink {
  readonly token: string;
  /** Where it leads, from the root of the workspace. */
  readonly path: string;
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
}

/** Makes a link, and forgets those whose time is over. */
export async function issueSignInLink(database: Database, now: Date): Promise<SignInLink> {
  const token = newSecret();
  const expiresAt = new Date(now.getTime() + LIFE_MILLISECONDS).toISOString();
  await database.kysely.deleteFrom("sign_in_links")
    .where("expires_at", "<=", now.toISOString()).execute();
  await database.kysely.insertInto("sign_in_links").values({
    hash: hashSecret(token),
    created_at: now.toISOString(),
    expires_at: expiresAt,
    used_at: null,
  }).execute();
  return { token, path: `/sign-in?token=${token}`, expiresAt };
}

/** Uses a token up; `false` where it was used, is old or wrong. Of two at once one gets it. */
export async function useSignInToken(
  database: Database,
  { token, now }: { readonly token: string; readonly now: Date },
): Promise<boolean> {
  const hash = hashSecret(token);
  const used = await database.kysely.updateTable("sign_in_links")
    .set({ used_at: now.toISOString() })
    .where("hash", "=", hash).where("used_at", "is", null)
    .where("expires_at", ">", now.toISOString())
    .returning("hash").executeTakeFirst();
  return used !== undefined && isSameText(used.hash, hash);
}
