/**
 * Fetches rows from another Postgres and keeps them as CSV while a load reads them.
 *
 * What a notebook asks for runs there as it stands, but only as the query of a cursor in a
 * read-only transaction, and as one statement of the extended protocol: a second statement
 * after it is refused by the server. Numbers but floating ones travel as text, since doubles
 * would lose their last digits.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { ResultColumns, Session } from "@/lib/db/database.ts";
import { openConnection } from "@/lib/db/open.ts";
import { AppError } from "@/lib/errors.ts";
import { type Value, valueAt } from "@/lib/frame/frame.ts";
import type { ColumnType } from "@/lib/frame/schema.ts";
import { refuseFolder } from "@/lib/refuse_folder.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import type { Source } from "@/lib/steps/sources.ts";

const ROWS_A_FETCH = 5000;

/** Looks names up where they are for anybody else who connects as this user. */
const OWN_SEARCH_PATH = `select set_config('search_path', coalesce((
  select substr(one, length('search_path=') + 1)
  from pg_db_role_setting, unnest(setconfig) as one
  where one like 'search_path=%' and setrole in (0, to_regrole(quote_ident(current_user))::oid)
    and setdatabase in (0, (select oid from pg_database where datname = current_database()))
  order by setrole <> 0 desc, setdatabase <> 0 desc limit 1
), '"$user", public'), true)`;

export interface FetchOptions {
  readonly table?: string;
  readonly query?: string;
  readonly signal: AbortSignal;
  /** The folder for the rows. */
  readonly temporary: string;
  /** So many rows at most; `null` for all. */
  readonly rowLimit: number | null;
  /** What a statement may take; absent for any time. */
  readonly statementLimitMilliseconds?: number;
}

/** @throws AppError DATABASE_ERROR when the server can't be reached or refuses the query */
export async function fetchRows(url: string, options: FetchOptions): Promise<Source> {
  const { table, query, signal, temporary } = options;
  const path = join(temporary, `${crypto.randomUUID()}.csv`);
  const database = openConnection({ url }, options);
  try {
    await Deno.mkdir(temporary, { recursive: true, mode: 0o700 });
    using file = await Deno.open(path, { createNew: true, write: true, mode: 0o600 });
    const written = await database.transaction(async (session) => {
      await session.query("set transaction read only");
      await session.query(OWN_SEARCH_PATH);
      const select = query ?? `select * from ${tableName(table ?? "")}`;
      return await copyRows(session, { select, file, rowLimit: options.rowLimit });
    }, { signal });
    // The rows are read by the load alone; what is left over goes with the folder.
    return { name: table ?? "query", ...written, open: () => streamOf(path) };
  } catch (error) {
    throw refuse(error, { folder: temporary, key: query === undefined ? "table" : "query" });
  } finally {
    await database.close();
  }
}

interface Written {
  readonly bytes: number;
  readonly digest: string;
  readonly types: Readonly<Record<string, ColumnType>>;
}

async function copyRows(
  session: Session,
  { select, file, rowLimit }: {
    readonly select: string;
    readonly file: Deno.FsFile;
    readonly rowLimit: number | null;
  },
): Promise<Written> {
  const { columns } = await firstOf(session, select);
  const encoder = new TextEncoder();
  const hash = createHash("sha256");
  let bytes = 0;
  const write = async (text: string) => {
    const chunk = encoder.encode(text);
    hash.update(chunk);
    bytes += chunk.length;
    for (let at = 0; at < chunk.length;) at += await file.write(chunk.subarray(at));
  };
  const values = columns.map(({ type }, i) =>
    type === "integer" || type === "decimal" ? `c${i}::text` : `c${i}`
  );
  const names = columns.map((_, i) => `c${i}`);
  await session.query(
    `declare rows no scroll cursor for select ${values.join(", ")} ` +
      `from (${select.replace(/[;\s]+$/, "")}\n) as query (${names.join(", ")})`,
  );
  await write(columns.map(({ name }) => quoted(name)).join(",") + "\n");
  const large = new Set<number>();
  for (let left = rowLimit ?? Infinity; left > 0; left -= ROWS_A_FETCH) {
    const rows = Math.min(left, ROWS_A_FETCH);
    const page = await session.columns(`fetch forward ${rows} from rows`);
    await write(linesOf(page));
    columns.forEach(({ type }, i) => {
      if (type === "integer" && page.columns[i].values.some(isLarge)) large.add(i);
    });
    if (page.length < rows) break;
  }
  return {
    bytes,
    digest: hash.digest("hex"),
    types: Object.fromEntries(
      columns.map(({ name, type }, i) => [name, large.has(i) ? "decimal" : type]),
    ),
  };
}

/** Whether a whole number is beyond what integers are here: decimals keep all its digits. */
function isLarge(text: Value): boolean {
  return text !== null && !Number.isSafeInteger(Number(text));
}

/** Returns the columns, without a row; only a query that stands by itself gets so far. */
async function firstOf(session: Session, select: string): Promise<ResultColumns> {
  await session.query(`declare columns no scroll cursor for ${select}`);
  const none = await session.columns("fetch forward 0 from columns");
  await session.query("close columns");
  return none;
}

function linesOf({ length, columns }: ResultColumns): string {
  let text = "";
  for (let row = 0; row < length; row++) {
    const fields = columns.map((column) => {
      const value = valueAt(column, row);
      return value === null ? "" : typeof value === "string" ? quoted(value) : String(value);
    });
    text += `${fields.join(",")}\n`;
  }
  return text;
}

function streamOf(path: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async start(controller) {
      using rows = await Deno.open(path);
      for await (const chunk of rows.readable) controller.enqueue(chunk);
      controller.close();
    },
  });
}

/** A table may be named with its schema; each part is quoted. */
function tableName(text: string): string {
  return text.split(".").map(quoteName).join(".");
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function refuse(
  error: unknown,
  { folder, key }: { readonly folder: string; readonly key: string },
): unknown {
  if (!(error instanceof AppError)) return refuseFolder(error, "keep fetched rows", folder);
  if (error.code === "CANCELLED") return error;
  const { code, message } = error;
  if (error.problems.length > 0) {
    const problems = error.problems.map((one) => ({ ...one, place: { key, ...one.place } }));
    return new AppError(code, message, { cause: error, problems });
  }
  return new AppError(code, message, {
    cause: error,
    problems: [{
      severity: "error",
      code,
      message,
      place: { key },
      remedy: "A load reads with one SELECT that changes nothing",
    }],
  });
}
