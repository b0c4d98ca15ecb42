/**
 * Fetches rows from another Postgres and keeps them as CSV while a load reads them.
 *
 * What a notebook asks for runs there as it stands, but only as the query of a
 * cursor in a read-only transaction, and as one prepared statement: a second
 * statement after it is refused by the server.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { openConnection } from "@/lib/db/open.ts";
import { valueAt } from "@/lib/frame/frame.ts";
import type { ColumnType } from "@/lib/frame/schema.ts";
import { quoteName } from "@/lib/steps/quote.ts";
import type { Source } from "@/lib/steps/step.ts";

const ROWS_A_FETCH = 5000;

export interface FetchOptions {
  readonly table?: string;
  readonly query?: string;
  readonly signal: AbortSignal;
  /** The folder for the rows. */
  readonly temporary: string;
}

/** @throws AppError DATABASE_ERROR when the server refuses the query */
export async function fetchRows(url: string, options: FetchOptions): Promise<Source> {
  const { table, query, signal, temporary } = options;
  const select = query ?? `select * from ${tableName(table ?? "")}`;
  await Deno.mkdir(temporary, { recursive: true });
  const path = join(temporary, `${crypto.randomUUID()}.csv`);
  const database = openConnection({ url });
  const hash = createHash("sha256");
  const types: Record<string, ColumnType> = Object.create(null);
  const encoder = new TextEncoder();
  let bytes = 0;
  using file = await Deno.open(path, { createNew: true, write: true });
  const write = async (text: string) => {
    const chunk = encoder.encode(text);
    hash.update(chunk);
    bytes += chunk.length;
    for (let at = 0; at < chunk.length;) at += await file.write(chunk.subarray(at));
  };
  await database.transaction(async (session) => {
    await session.query("set transaction read only");
    await session.query(`declare rows no scroll cursor for ${select}`);
    for (let first = true;; first = false) {
      const frame = await session.columns(`fetch forward ${ROWS_A_FETCH} from rows`);
      if (first) {
        for (const { name, type } of frame.columns) types[name] = type;
        await write(frame.columns.map(({ name }) => quoted(name)).join(",") + "\n");
      }
      let text = "";
      for (let row = 0; row < frame.length; row++) {
        const fields = frame.columns.map((column) => {
          const value = valueAt(column, row);
          return value === null ? "" : typeof value === "string" ? quoted(value) : String(value);
        });
        text += fields.join(",") + "\n";
      }
      await write(text);
      if (frame.length < ROWS_A_FETCH) return;
    }
  }, { signal });
  return {
    name: table ?? "query",
    bytes,
    digest: hash.digest("hex"),
    types,
    // The rows are read once, by the load; what is left over goes with the folder.
    open: () =>
      new ReadableStream({
        async start(controller) {
          using rows = await Deno.open(path);
          for await (const chunk of rows.readable) controller.enqueue(chunk);
          controller.close();
        },
      }),
  };
}

/** A table may be named with its schema; each part is quoted. */
function tableName(text: string): string {
  return text.split(".").map(quoteName).join(".");
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
