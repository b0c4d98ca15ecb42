/**
 * Looks at the user as whom a database is open: it should read and write rows, and do no more.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Database } from "./database.ts";

/** What a user may do that reads and writes rows and no more. */
type Rights = {
  readonly name: string;
  readonly is_superuser: boolean;
  readonly makes_tables: boolean;
  readonly rewrites_audit: boolean;
};

/** How strictly a user is looked at. */
export interface CheckUserOptions {
  /** The name that it must have; `null` where it may be any. */
  readonly role: string | null;
  /** Whether it must be able to do no more than it has to. */
  readonly strict: boolean;
}

/**
 * Refuses a user of another name, and one that may change tables or what the audit log says.
 *
 * @throws AppError BAD_SETTING
 */
export async function checkUser(
  database: Pick<Database, "query" | "kind">,
  { role, strict }: CheckUserOptions,
): Promise<void> {
  if (database.kind === "embedded" || (role === null && !strict)) return;
  const [{ name, is_superuser, makes_tables, rewrites_audit }] = await database.query<Rights>(
    `select current_user::text as name, rolsuper as is_superuser,
       has_schema_privilege('daybook', 'create') as makes_tables,
       has_table_privilege('daybook.audit_log', 'update, delete, truncate') as rewrites_audit
     from pg_roles where rolname = current_user`,
  );
  if (role !== null && name !== role) {
    throw refuse(
      `Cannot start as DB_APP_ROLE must be the user of DATABASE_URL: ` +
        `current value is "${role}", and the user is "${name}"`,
    );
  }
  const may = [
    ...(is_superuser ? ["everything"] : []),
    ...(makes_tables ? ["change tables"] : []),
    ...(rewrites_audit ? ["rewrite the audit log"] : []),
  ];
  if (may.length === 0) return;
  throw refuse(
    `Cannot start as the user of DATABASE_URL must read and write rows and do no more: ` +
      `"${name}" may ${may[0]}`,
  );
}

function refuse(message: string): AppError {
  const remedy = "Make a user with: create role NAME login password '…'; " +
    "grant daybook_application, daybook_results to NAME; and let MIGRATION_DATABASE_URL be the owner's";
  return new AppError("BAD_SETTING", message, {
    problems: [{
      severity: "error",
      code: "BAD_SETTING",
      message,
      place: { key: "DB_APP_ROLE" },
      remedy,
    }],
  });
}
