/**
 * The owner's way in: a link for the terminal, then a session in the browser.
 *
 * @module
 */
import { createAllowance } from "@/lib/auth/limits/allowance.ts";
import { createAudit } from "@/lib/auth/audit.ts";
import { createSessions, type Sessions } from "@/lib/auth/sessions/sessions.ts";
import {
  issueSignInLink,
  type SignInLink,
  useSignInToken,
} from "@/lib/auth/sessions/sign_in_links.ts";
import type { Database } from "@/lib/db/database.ts";
import type { Log } from "@/lib/log.ts";
import type { Owner } from "./contract.ts";

/** What the owner's way in stands on. */
export interface OwnerServices {
  readonly database: Database;
  readonly log: Log;
  readonly now?: () => Date;
  /** Those of the whole engine; its own where this is left out. */
  readonly sessions?: Sessions;
}

/** What the pages may ask, and what only the supervisor may. */
export interface OwnerDesk extends Owner {
  /** Makes a link that signs the owner in once; told where only the owner reads. */
  issueSignInLink(): Promise<SignInLink>;
}

/**
 * So many wrong tokens from one place are told at once, then one every 30 seconds. The right one is
 * taken all the same: nobody can guess 256 bits, but any page can make a browser send wrong ones.
 */
const WRONG_TOKENS = 10;
const TOLD_AGAIN_AFTER_MILLISECONDS = 30_000;

/** Makes the owner's way in. */
export function createOwner(
  { database, log, now = () => new Date(), sessions = createSessions({ database, now }) }:
    OwnerServices,
): OwnerDesk {
  const audit = createAudit({ database, log, now });
  const wrong = createAllowance({
    size: WRONG_TOKENS,
    refillMilliseconds: TOLD_AGAIN_AFTER_MILLISECONDS,
    now: () => now().getTime(),
  });

  return {
    async issueSignInLink() {
      const link = await issueSignInLink(database, now());
      log.info("security.sign_in_link_issued", { expiresAt: link.expiresAt });
      return link;
    },

    async signIn({ token, userAgent, address = null }) {
      if (!await useSignInToken(database, { token, now: now() })) {
        const told = wrong.take(address ?? "anywhere");
        if (told.type === "allowed") {
          await audit.note({ event: "sign_in_refused", account: null, address });
        }
        return null;
      }
      const started = await sessions.start(userAgent);
      const details = { by: "owner" };
      await audit.note({ event: "signed_in", account: null, address, details });
      return started;
    },

    async session({ session }) {
      const found = await sessions.find(session);
      if (found === null) return null;
      const { expiresAt, account } = found;
      return account === null
        ? { name: "Owner", by: { type: "owner" }, role: "admin", expiresAt }
        : {
          name: account.name,
          by: { type: "account", id: account.id },
          role: account.role,
          expiresAt,
        };
    },

    async signOut({ session }) {
      if (!await sessions.end(session)) return;
      await audit.note({ event: "signed_out", account: null, address: null });
    },
  };
}
