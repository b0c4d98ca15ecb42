/**
 * Puts together what pages ask of accounts, admins and sharing.
 *
 * @module
 */
import type { Auth } from "@/lib/auth/auth.ts";
import { createOpenId } from "@/lib/auth/oidc/open_id.ts";
import type { Config } from "@/lib/config.ts";
import type { Database } from "@/lib/db/database.ts";
import { createMailer } from "@/lib/deliver/mail/create_mailer.ts";
import type { Room } from "@/lib/ingest/room.ts";
import type { Log } from "@/lib/log.ts";
import { createOwnAccounts } from "@/lib/workspace/accounts/accounts.ts";
import { createAdmin } from "@/lib/workspace/admin/admin.ts";
import type { ServiceState } from "@/lib/workspace/admin/contract.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { createSharing } from "@/lib/workspace/sharing/sharing.ts";

/** What it is put together of. */
export interface PeopleParts {
  readonly config: Config;
  readonly database: Database;
  readonly auth: Auth;
  readonly room: Room;
  readonly log: Log;
}

/** Puts it together; nothing outside is asked before somebody needs it. */
export function createPeople(
  { config, database, auth, room, log }: PeopleParts,
): Pick<Workspace, "accounts" | "admin" | "sharing"> {
  const { people: { signUps, openId }, publicUrl, limits } = config;
  const services = {
    auth,
    database,
    log,
    mailer: createMailer(config.mail, { timeLimitMilliseconds: limits.deliveryMilliseconds }),
    openId: openId === null
      ? null
      : createOpenId(openId, { timeLimitMilliseconds: limits.outsideMilliseconds }),
    signUps,
    publicUrl,
    now: () => new Date(),
  };
  return {
    accounts: createOwnAccounts(services),
    admin: createAdmin(services, { states: serviceStates(config), room }),
    sharing: createSharing({ database, log }),
  };
}

const SIGN_UP_WORDS = {
  open: "Anybody can make an account",
  by_invitation: "Who is invited can make an account",
  closed: "Nobody can make an account by themselves",
} as const;

/** Tells what is set up, and never with what. */
function serviceStates(config: Config): readonly ServiceState[] {
  const { people: { openId, signUps }, mail, models, chromium, publicUrl, database } = config;
  const state = (
    name: string,
    configured: boolean,
    { yes, no, settings }: {
      readonly yes: string;
      readonly no: string;
      readonly settings: readonly string[];
    },
  ): ServiceState => ({ name, configured, effect: configured ? yes : no, settings });
  return [
    state("Mail", mail.type !== "none", {
      yes: "Invitations, resets and summaries go by mail",
      no: "Invitations and resets are handed over by an admin",
      settings: ["SMTP_URL", "RESEND_API_KEY", "EMAIL_FROM"],
    }),
    state("OpenID Connect", openId !== null, {
      yes: "People can sign in at another place",
      no: "People sign in with a password",
      settings: ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"],
    }),
    state("Sign-up", signUps !== "closed", {
      yes: SIGN_UP_WORDS[signUps],
      no: SIGN_UP_WORDS.closed,
      settings: ["SIGN_UP"],
    }),
    state("Language models", models.models.length > 0, {
      yes: "Summaries can be written by a model",
      no: "Summaries are written from a template",
      settings: ["GEMINI_API_KEY", "OPENAI_API_KEY"],
    }),
    state("PDF", chromium !== null, {
      yes: "Notebooks can be saved as PDF",
      no: "Notebooks can be saved as a page, not as PDF",
      settings: ["CHROMIUM"],
    }),
    state("Public address", publicUrl !== null, {
      yes: "Links in mail lead there",
      no: "Links in mail lead to where Daybook listens",
      settings: ["PUBLIC_URL"],
    }),
    state("Database server", database.type === "server", {
      yes: "Everything is kept on a server",
      no: "Everything is kept in the embedded database",
      settings: ["DATABASE_URL"],
    }),
  ];
}
