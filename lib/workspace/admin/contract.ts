/**
 * What admins do: accounts, invitations, and what happened. Whoever else asks is refused here too.
 *
 * @module
 */
import type { Account } from "@/lib/auth/accounts/administration.ts";
import type { AuditEntry, SecurityEventName } from "@/lib/auth/audit.ts";
import type { AccountRole } from "@/lib/db/account_tables.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";

/** An admin who asks. Every method throws AppError NOT_GRANTED where it is none. */
export interface AdminAsked {
  readonly by: Asker;
}

/** An account in the list of them. */
export interface AccountEntry extends Account {
  /** In how many browsers it is signed in. */
  readonly sessions: number;
  /** When it was last seen in one; `null` where it is in none. */
  readonly seenAt: string | null;
  /** What its files take. */
  readonly fileBytes: number;
}

/** An invitation that waits. Moments are ISO 8601 in UTC. */
export interface InvitationEntry {
  readonly id: string;
  readonly email: string;
  readonly role: AccountRole;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** A path to hand to somebody, and whether it went to them by mail; it is told once. */
export interface HandedLink {
  readonly path: string;
  readonly expiresAt: string;
  readonly mailed: boolean;
}

/** Something outside that a setting names: whether it is set, never how. */
export interface ServiceState {
  readonly name: string;
  readonly configured: boolean;
  /** What it does where it is, or what is missing where it is not. */
  readonly effect: string;
  /** The variables that set it. */
  readonly settings: readonly string[];
}

/** What an audit list is narrowed to; `null` does not matter. */
export interface AuditAsked {
  readonly event: SecurityEventName | null;
  /** An id, or part of an address. */
  readonly account: string | null;
  /** Days in UTC, as YYYY-MM-DD; both are in. */
  readonly from: string | null;
  readonly to: string | null;
}

/** An entry, with the address of the account that it names. */
export interface AuditLine extends AuditEntry {
  readonly email: string | null;
}

/** What admins ask. */
export interface Admin {
  accounts(asked: AdminAsked): Promise<readonly AccountEntry[]>;
  /** Makes an account, as the owner does for the first admin. @throws AppError BAD_PARAMETER */
  createAccount(
    asked: AdminAsked & {
      readonly email: string;
      readonly name: string;
      readonly role: AccountRole;
      readonly password: string;
    },
  ): Promise<void>;
  /** @throws AppError NOT_FOUND; NOT_GRANTED where no admin would be left */
  setRole(
    asked: AdminAsked & { readonly account: string; readonly role: AccountRole },
  ): Promise<void>;
  /** @throws AppError NOT_FOUND; NOT_GRANTED where no admin would be left */
  setDisabled(
    asked: AdminAsked & { readonly account: string; readonly disabled: boolean },
  ): Promise<void>;
  /** Ends all that an account is signed in with; keys of programs stay. */
  endSessions(asked: AdminAsked & { readonly account: string }): Promise<void>;
  /** Makes a link with which an account sets another password. @throws AppError NOT_FOUND */
  resetLink(asked: AdminAsked & { readonly account: string }): Promise<HandedLink>;
  /** Those that wait, the newest first. */
  invitations(asked: AdminAsked): Promise<readonly InvitationEntry[]>;
  /** Invites an address, by mail where there is mail. @throws AppError BAD_PARAMETER */
  invite(
    asked: AdminAsked & {
      readonly email: string;
      readonly role: AccountRole;
      /** Where the workspace is, for the link in the mail. */
      readonly origin: string;
    },
  ): Promise<HandedLink>;
  /** Ends an invitation; one that is gone has ended. */
  revokeInvitation(asked: AdminAsked & { readonly id: string }): Promise<void>;
  /** Returns so many entries, the latest first; those before one where it is named. */
  audit(
    asked: AdminAsked & AuditAsked & { readonly before: string | null; readonly size: number },
  ): Promise<readonly AuditLine[]>;
  /** All of them as CSV that a spreadsheet takes for text. */
  exportAudit(asked: AdminAsked & AuditAsked): AsyncIterable<Uint8Array>;
  /** What is set up, for the page of settings. */
  services(asked: AdminAsked): Promise<readonly ServiceState[]>;
}
