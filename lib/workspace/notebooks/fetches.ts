/**
 * What was fetched from connections last: its digest decides the key of a load until a run
 * fetches anew.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Database } from "@/lib/db/database.ts";
import { canonicalJson } from "@/lib/notebook/run/keys.ts";
import type { Source, Sources } from "@/lib/steps/sources.ts";

/** Returns sources that ask no connection that the settings name: they tell what was fetched last. */
export function rememberingSources(
  sources: Sources,
  { database, connections }: {
    readonly database: Database;
    readonly connections: ReadonlyMap<string, string>;
  },
): Sources {
  return {
    ...sources,
    async rows(connection, asked) {
      // The sources say what is wrong with any other.
      if (!connections.has(connection.toLowerCase())) return await sources.rows(connection, asked);
      const row = await database.kysely.selectFrom("fetches").select("digest")
        .where("source", "=", idOf(connection, asked)).executeTakeFirst();
      return remembered(asked.table ?? "query", row?.digest ?? "never fetched");
    },
  };
}

/** Returns sources that remember what they fetch. */
export function fetchingSources(sources: Sources, database: Database): Sources {
  return {
    ...sources,
    async rows(connection, asked) {
      const source = await sources.rows(connection, asked);
      const entry = { digest: source.digest, fetched_at: new Date().toISOString() };
      await database.kysely.insertInto("fetches")
        .values({ source: idOf(connection, asked), ...entry })
        .onConflict((conflict) => conflict.column("source").doUpdateSet(entry))
        .execute();
      return source;
    },
  };
}

function remembered(name: string, digest: string): Source {
  return {
    name,
    bytes: 0,
    digest,
    open: () => {
      throw new TypeError("Rows that a run did not fetch cannot be read");
    },
  };
}

function idOf(
  connection: string,
  { table, query }: { readonly table?: string; readonly query?: string },
): string {
  const text = canonicalJson([connection.toLowerCase(), table ?? null, query ?? null]);
  return createHash("sha256").update(text).digest("hex");
}
