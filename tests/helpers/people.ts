/**
 * Accounts, admins and sharing over a database, with pages that a browser could ask.
 *
 * @module
 */
import { createAuth } from "@/lib/auth/auth.ts";
import type { SignUpPolicy } from "@/lib/auth/accounts/sign_up.ts";
import type { OpenId } from "@/lib/auth/oidc/open_id.ts";
import { setPassword } from "@/lib/auth/accounts/set_password.ts";
import type { Database } from "@/lib/db/database.ts";
import { migrate } from "@/lib/db/migrate.ts";
import type { Letter, Mailer } from "@/lib/deliver/mail/mailer.ts";
import { NO_LIMITS, Room, type RoomLimits } from "@/lib/ingest/room.ts";
import { createLog } from "@/lib/log.ts";
import { createOwnAccounts } from "@/lib/workspace/accounts/accounts.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import { createAdmin } from "@/lib/workspace/admin/admin.ts";
import { createOwner } from "@/lib/workspace/owner/owner.ts";
import { createSharing } from "@/lib/workspace/sharing/sharing.ts";
import { makeClock } from "./clock.ts";
import { PASSWORD } from "./passwords.ts";
import { type FetchPage, openPages } from "./site.ts";

/** The owner, who came by the printed link. */
export const OWNER: Asker = { type: "owner" };

/** How `PASSWORD` is stored here, at a twentieth of the cost, as each test would pay it again and again. */
const PASSWORD_HASH =
  "$argon2id$v=19$m=1024,t=1,p=1$c2FsdCBvZiB0ZXN0cy4uLg$EzFzalflv+kVcjIX3KYckN6DXmCAMImB8HHHayNUG+Q";

/** What differs from test to test. */
export interface PeopleGiven {
  readonly signUps?: SignUpPolicy;
  /** Whether mail is set up; letters come out either way. */
  readonly mail?: boolean;
  readonly openId?: OpenId | null;
  readonly room?: RoomLimits;
}

/** Makes what the engine has of people, and the letters that it sent. */
export async function makePeople(
  database: Database,
  { signUps = "by_invitation", mail = false, openId = null, room = NO_LIMITS }: PeopleGiven = {},
) {
  await migrate(database);
  const clock = makeClock();
  const { now } = clock;
  const lines: string[] = [];
  const log = createLog({ level: "info", now, write: (line) => lines.push(line) });
  const auth = createAuth({ database, log, signUps, signingKey: null, now });
  const letters: Letter[] = [];
  const mailer: Mailer = {
    from: mail ? { name: null, address: "daybook@example.com" } : null,
    send(letter) {
      letters.push(letter);
      return Promise.resolve({ type: "sent" });
    },
  };
  const services = { auth, database, log, mailer, openId, signUps, publicUrl: null, now };
  const owner = createOwner({ database, log, sessions: auth.sessions, now });
  const accounts = createOwnAccounts(services);
  const states = [{ name: "Mail", configured: mail, effect: "Letters", settings: ["SMTP_URL"] }];
  const admin = createAdmin(services, { states, room: new Room(database, room) });
  const sharing = createSharing({ database, log, now });

  /** Makes an account that can sign in, named as its address begins. */
  async function add(name: string, role: "viewer" | "editor" | "admin"): Promise<string> {
    const email = `${name}@example.com`;
    const { id } = await auth.administration.create({
      email,
      name,
      role,
      password: null,
      by: null,
    });
    const password = { account: id, hash: PASSWORD_HASH, now: now() };
    await database.transaction((session) => setPassword(session, password));
    return id;
  }

  /** Signs one in, and returns its session. */
  async function enter(name: string): Promise<string> {
    const comer = { userAgent: "Firefox/1 Linux", address: "127.0.0.1" };
    const email = `${name}@example.com`;
    const entered = await accounts.signIn({ email, password: PASSWORD, ...comer });
    if (entered.type !== "signed_in") throw new Error(`${name} is not let in`);
    return entered.begun.session;
  }

  return { auth, owner, accounts, admin, sharing, letters, lines, clock, add, enter };
}

/** Returns what asks pages as somebody's browser. */
export function asBrowser(fetchPage: FetchPage, session: string): FetchPage {
  return (path, init = {}) =>
    fetchPage(path, {
      ...init,
      headers: { ...init.headers, Cookie: `daybook_session=${session}` },
    });
}

/** Opens pages over these people. */
export async function openPeoplePages(
  people: Awaited<ReturnType<typeof makePeople>>,
  files: readonly string[],
): Promise<FetchPage> {
  const { owner, accounts, admin, sharing } = people;
  return await openPages({ owner, accounts, admin, sharing }, files);
}

/** Returns the session that an answer lets the browser keep. */
export function sessionIn(answer: Response): string | null {
  return /daybook_session=([^;]+)/.exec(answer.headers.get("Set-Cookie") ?? "")?.[1] ?? null;
}
