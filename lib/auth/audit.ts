/**
 * What happened that matters for security: who, what, from where, and never a secret.
 *
 * Each event is a row that is never changed, and a line of the log as `security.…`.
 *
 * @module
 */
import { newSecret } from "@/lib/crypto/secret.ts";
import type { Database } from "@/lib/db/database.ts";
import type { Log } from "@/lib/log.ts";

/** What can happen, the harmless first. */
export const HARMLESS_EVENTS = [
  "signed_up",
  "signed_in",
  "signed_out",
  "account_created",
  "account_enabled",
  "invited",
  "invitation_revoked",
  "key_created",
  "key_revoked",
  "reset_requested",
  "notebook_shared",
  "notebook_unshared",
  "notebook_given",
  "link_made",
  "link_revoked",
  "link_restored",
  "source_restored",
  "schedule_made",
  "schedule_changed",
  "schedule_removed",
  "schedule_restored",
] as const;

/** What somebody should look at. */
export const NOTABLE_EVENTS = [
  "sign_in_failed",
  "sign_in_refused",
  "link_password_wrong",
  "locked_out",
  "rate_limit_hit",
  "token_refused",
  "refresh_reused",
  "key_refused",
  "password_changed",
  "password_reset",
  "role_changed",
  "account_disabled",
  "source_removed",
  "file_refused",
  "formula_found",
  "path_traversal_tried",
  "unhandled_error",
] as const;

/** The name of an event. */
export type SecurityEventName = typeof HARMLESS_EVENTS[number] | typeof NOTABLE_EVENTS[number];

/** What may be told with an event beside who and from where. */
export type AuditDetail =
  | "reason"
  | "role"
  | "key"
  | "by"
  | "path"
  | "limit"
  | "request"
  | "notebook"
  | "link"
  | "source"
  | "schedule"
  | "events";

/** Something that happened. */
export interface SecurityEvent {
  readonly event: SecurityEventName;
  /** The id of the account that did it, or that it was done to; `null` where it is not known. */
  readonly account: string | null;
  /** From which address; `null` where it came from no other machine. */
  readonly address: string | null;
  readonly details?: Readonly<Partial<Record<AuditDetail, string | number>>>;
}

/** An event as it was kept. */
export interface AuditEntry {
  /** Begins with the moment, so that later ones come later; it is the cursor of the list. */
  readonly id: string;
  readonly at: string;
  readonly event: string;
  readonly account: string | null;
  readonly address: string | null;
  readonly details: Readonly<Record<string, string | number>>;
}

/** Which entries are wanted; what is left out or `null` does not matter. */
export interface AuditFilter {
  readonly account?: string | null;
  readonly event?: SecurityEventName | null;
  /** From this moment on, ISO 8601 in UTC. */
  readonly since?: string | null;
  /** Before this moment. */
  readonly until?: string | null;
}

/** Keeps events and tells them. */
export interface Audit {
  note(event: SecurityEvent): Promise<void>;
  /** Returns at most so many entries, the latest first; those before an entry where it is named. */
  list(
    filter: AuditFilter & { readonly size: number; readonly before?: string | null },
  ): Promise<readonly AuditEntry[]>;
  /** Yields all entries, the latest first, a page at a time. */
  export(filter?: AuditFilter): AsyncIterable<AuditEntry>;
}

const MOST_CHARACTERS = 200;
const ADDRESS_CHARACTERS = 64;
const PAGE = 500;

/** What our tokens and keys look like, and what else is too long and mixed to be a word. */
const SECRET = /dbk_[\w-]+|\bey[\w-]{8,}\.[\w-]*\.?[\w-]*|[\w-]{40,}/g;

/** Control characters, which would write lines of their own into what is exported. */
const CONTROL = /\p{Cc}/gu;

/** Makes an audit log on a database. */
export function createAudit(
  { database, log, now }: {
    readonly database: Database;
    readonly log: Log;
    readonly now: () => Date;
  },
): Audit {
  async function list(
    { account = null, event = null, since = null, until = null, before = null, size }: Parameters<
      Audit["list"]
    >[0],
  ): Promise<readonly AuditEntry[]> {
    let query = database.kysely.selectFrom("audit_log").selectAll().orderBy("id", "desc")
      .limit(size);
    if (account !== null) query = query.where("account", "=", account);
    if (event !== null) query = query.where("event", "=", event);
    // Ids begin with their moment: all is found by the one index.
    if (since !== null) query = query.where("id", ">=", since);
    for (const end of [until, before]) if (end !== null) query = query.where("id", "<", end);
    const rows = await query.execute();
    return rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
  }

  return {
    async note({ event, account, address, details = {} }) {
      const at = now().toISOString();
      const told = Object.fromEntries(
        Object.entries(details).map(([name, value]) => [name, plain(value)]),
      );
      const from = address === null ? null : cut(address.replace(CONTROL, ""), ADDRESS_CHARACTERS);
      const harmless = HARMLESS_EVENTS.some((name) => name === event);
      log[harmless ? "info" : "warn"](`security.${event}`, { ...told, account, address: from });
      await database.kysely.insertInto("audit_log").values({
        id: `${at}-${newSecret().slice(0, 12)}`,
        at,
        event,
        account,
        address: from,
        details: JSON.stringify(told),
      }).execute();
    },

    list,

    async *export(filter = {}) {
      let before: string | null = null;
      while (true) {
        const page: readonly AuditEntry[] = await list({ ...filter, before, size: PAGE });
        yield* page;
        before = page.at(-1)?.id ?? null;
        if (page.length < PAGE) return;
      }
    },
  };
}

/** Returns a value as it may be kept: short, on one line, without what may be a secret. */
function plain(value: string | number): string | number {
  if (typeof value === "number") return value;
  const line = cut(value, 4 * MOST_CHARACTERS).replace(CONTROL, " ").replace(/[?#].*$/, "");
  return cut(line.replace(SECRET, "[secret]"), MOST_CHARACTERS);
}

/** A half of a pair of surrogates is no text for a database. */
function cut(text: string, characters: number): string {
  return text.slice(0, characters).toWellFormed();
}
