/**
 * Finds or makes the account of somebody whose address another place has shown to be theirs.
 *
 * Nothing but that address matches. An account whose own address nobody has shown may be somebody
 * else's who typed it first: what they set and handed out ends before it is given to its owner.
 *
 * @module
 */
import type { AccountRole } from "@/lib/db/account_tables.ts";
import type { Database, Session } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { parseEmail, parseName } from "@/lib/auth/accounts/account_fields.ts";
import type { SignUpPolicy } from "@/lib/auth/accounts/sign_up.ts";
import { takeOver } from "@/lib/auth/accounts/take_over.ts";
import type { OpenIdPerson } from "./open_id.ts";

/** By what somebody is let in. */
export interface MatchOptions {
  readonly domains: readonly string[];
  readonly signUps: SignUpPolicy;
  readonly now: Date;
}

/** Which account it is, and whether it was made now. */
export interface Matched {
  readonly account: string;
  readonly isNew: boolean;
}

/** Returns the account. @throws AppError NOT_GRANTED where there is none for them */
export async function matchAccount(
  database: Database,
  person: OpenIdPerson,
  options: MatchOptions,
): Promise<Matched> {
  const email = parseEmail(person.email);
  if (!isSpelled(person.email, email)) throw refused("the address is spelled with unusual signs");
  const { domains } = options;
  if (domains.length > 0 && !domains.includes(email.slice(email.lastIndexOf("@") + 1))) {
    throw refused(`"${email}" is of no domain that is allowed`);
  }
  return await database.transaction(async (session) => {
    const row = await session.kysely.selectFrom("accounts")
      .select(["id", "disabled_at", "email_verified_at"])
      .where("email", "=", email).forUpdate().executeTakeFirst();
    if (row === undefined) {
      return { account: await make(session, { ...person, email }, options), isNew: true };
    }
    if (row.disabled_at !== null) throw refused("the account is disabled");
    if (row.email_verified_at === null) {
      await takeOver(session, { account: row.id, now: options.now });
    }
    return { account: row.id, isNew: false };
  });
}

/**
 * Whether an address is spelled as it is stored, case aside. Two that look alike are one account to
 * us, but may be of two people where they were shown to be theirs.
 */
function isSpelled(told: string, email: string): boolean {
  const name = (address: string) => address.slice(0, address.lastIndexOf("@")).trim();
  const isPlain = (text: string) => /^[\x20-\x7e]*$/.test(text);
  const [theirs, ours] = [name(told), name(email)];
  return isPlain(theirs) === isPlain(ours) && theirs.normalize("NFC").toLowerCase() === ours;
}

async function make(
  session: Session,
  { email, name }: OpenIdPerson,
  { domains, signUps, now }: MatchOptions,
): Promise<string> {
  const role = await invitedAs(session, { email, now }) ??
    (signUps === "open" || (signUps === "by_invitation" && domains.length > 0) ? "viewer" : null);
  if (role === null) throw refused("there is no account and no invitation for the address");
  const id = crypto.randomUUID();
  await session.kysely.insertInto("accounts").values({
    id,
    email,
    name: shownName(name) ?? email.slice(0, email.lastIndexOf("@")),
    role,
    created_at: now.toISOString(),
    disabled_at: null,
    email_verified_at: now.toISOString(),
  }).execute();
  return id;
}

/** Uses up the invitation that waits for an address; `null` where none does. */
async function invitedAs(
  { kysely }: Session,
  { email, now }: { readonly email: string; readonly now: Date },
): Promise<AccountRole | null> {
  const used = await kysely.updateTable("invitations").set({ used_at: now.toISOString() })
    .where("email", "=", email).where("used_at", "is", null)
    .where("expires_at", ">", now.toISOString()).returning("role").executeTakeFirst();
  return used?.role ?? null;
}

/** A name that we would not show is none. */
function shownName(name: string | null): string | null {
  try {
    return name === null ? null : parseName(name);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function refused(reason: string): AppError {
  return new AppError("NOT_GRANTED", `Cannot sign in as there must be an account: ${reason}`);
}
