/**
 * The audit log as admins read it: narrowed, with addresses beside ids, on pages or as CSV.
 *
 * @module
 */
import type { Audit, AuditEntry, AuditFilter } from "@/lib/auth/audit.ts";
import { addToDay, parseDay } from "@/lib/day.ts";
import type { Database, Session } from "@/lib/db/database.ts";
import { csvField, csvHeader } from "@/lib/frame/csv.ts";
import type { AuditAsked, AuditLine } from "./contract.ts";

const MOST_LINES = 200;
const PAGE = 500;
const COLUMNS = ["at", "event", "account", "email", "address", "details"]
  .map((name) => ({ name }));

/** What lines are read from. */
interface Services {
  readonly database: Database;
  readonly audit: Audit;
}

/** Returns a page of lines, the latest first. @throws AppError BAD_PARAMETER */
export async function listAudit(
  { database, audit }: Services,
  { before, size, ...asked }: AuditAsked & {
    readonly before: string | null;
    readonly size: number;
  },
): Promise<readonly AuditLine[]> {
  const filter = await filterOf(database, asked);
  if (filter === null) return [];
  const entries = await audit.list({ ...filter, before, size: Math.min(size, MOST_LINES) });
  return await withEmails(database, entries);
}

/** Yields the file a page of lines at a time. @throws AppError BAD_PARAMETER */
export async function* exportAudit(
  { database, audit }: Services,
  asked: AuditAsked,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(csvHeader(COLUMNS));
  const filter = await filterOf(database, asked);
  let before: string | null = null;
  while (filter !== null) {
    const entries: readonly AuditEntry[] = await audit.list({ ...filter, before, size: PAGE });
    const lines = await withEmails(database, entries);
    yield encoder.encode(lines.map(lineOf).join(""));
    before = entries.at(-1)?.id ?? null;
    if (entries.length < PAGE) return;
  }
}

function lineOf({ at, event, account, email, address, details }: AuditLine): string {
  const told = Object.entries(details).map(([name, value]) => `${name}=${value}`).join("; ");
  return `${[at, event, account, email, address, told].map(csvField).join(",")}\r\n`;
}

/** Returns what the log is asked by; `null` where nobody has such an account. */
async function filterOf(
  { kysely }: Pick<Session, "kysely">,
  { event, account, from, to }: AuditAsked,
): Promise<AuditFilter | null> {
  const since = from === null ? null : `${parseDay(from)}T00:00:00.000Z`;
  const until = to === null ? null : `${addToDay(parseDay(to), 1, "day")}T00:00:00.000Z`;
  if (account === null) return { event, since, until };
  const named = account.trim().toLowerCase();
  const found = await kysely.selectFrom("accounts").select("id")
    .where((row) => row.or([row("id", "=", named), row("email", "=", named)])).executeTakeFirst();
  return found === undefined ? null : { event, since, until, account: found.id };
}

async function withEmails(
  { kysely }: Pick<Session, "kysely">,
  entries: readonly AuditEntry[],
): Promise<readonly AuditLine[]> {
  const named = entries.flatMap(({ account, details }) => [account, details.by ?? null]);
  const ids = [...new Set(named.filter((id) => typeof id === "string"))];
  const rows = ids.length === 0
    ? []
    : await kysely.selectFrom("accounts").select(["id", "email"]).where("id", "in", ids).execute();
  const emails = new Map(rows.map(({ id, email }) => [id, email]));
  return entries.map(({ account, details, ...entry }) => {
    const by = emails.get(String(details.by));
    return {
      ...entry,
      account,
      email: account === null ? null : emails.get(account) ?? null,
      // An id says nothing to people.
      details: by === undefined ? details : { ...details, by },
    };
  });
}
