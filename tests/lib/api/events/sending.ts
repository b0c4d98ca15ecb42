/**
 * A program that sends events into a database in a test.
 *
 * @module
 */
import { gzipSync } from "node:zlib";
import type { Database } from "@/lib/db/database.ts";
import { createLog } from "@/lib/log.ts";
import { createEvents } from "@/lib/workspace/events/events.ts";
import type { SessionView } from "@/lib/workspace/owner/contract.ts";
import { openProgram } from "@/tests/helpers/program.ts";
import type { FetchPage } from "@/tests/helpers/site.ts";

export const CSV = { "Content-Type": "text/csv" };
export const JSON_TYPE = { "Content-Type": "application/json" };

/** Runs `use` with a program that sends events into a database, as the owner or as somebody else. */
export async function withProgram(
  database: Database,
  use: (ask: FetchPage, askAs: (session: SessionView) => Promise<FetchPage>) => Promise<void>,
  { maxFileBytes = null }: { readonly maxFileBytes?: number | null } = {},
): Promise<void> {
  const dataDirectory = await Deno.makeTempDir();
  try {
    await using events = await createEvents({
      database,
      config: {
        dataDirectory,
        keys: { current: null, previous: [] },
        maxFileBytes,
        maxRows: null,
        receivedMaxDays: 90,
      },
      log: createLog({ level: "error", write: () => {} }),
    });
    await use(await openProgram({ events }), (session) => openProgram({ events }, session));
  } finally {
    await Deno.remove(dataDirectory, { recursive: true });
  }
}

/** Sends events to an address below that of ingestion; returns what is told of them. */
export async function send(
  ask: FetchPage,
  query: string,
  body: BodyInit,
  headers: Readonly<Record<string, string>> = {},
) {
  const answer = await ask(`/api/ingest${query}`, {
    method: "POST",
    body,
    headers: { ...headers, "Sec-Fetch-Site": "same-origin" },
  });
  // deno-lint-ignore no-explicit-any -- the document says what it is, and is held against it
  const told: any = await answer.json();
  return { status: answer.status, type: answer.headers.get("Content-Type"), told };
}

/** Compresses a text. */
export function gzip(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(gzipSync(text));
}
