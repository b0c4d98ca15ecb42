/**
 * Takes events in, and tells what became of them.
 *
 * @module
 */
import { join } from "node:path";
import type { Config } from "@/lib/config.ts";
import { openSealer } from "@/lib/crypto/open_sealer.ts";
import type { Database } from "@/lib/db/database.ts";
import type { KeptBatch } from "@/lib/ingest/events/batches.ts";
import { Ingestion } from "@/lib/ingest/events/ingestion.ts";
import { deleteRemoved } from "@/lib/ingest/events/removed_sources.ts";
import { SealedFiles } from "@/lib/ingest/events/sealed_files.ts";
import { formatOf, RejectedRows } from "@/lib/ingest/rejected/rejected_rows.ts";
import type { Log, LogFields } from "@/lib/log.ts";
import type { BatchView, Events } from "./contract.ts";

/** The most that one request may bring, where no setting says otherwise. */
const MAX_BYTES = 2_000_000_000;
/** So long at least a source that was removed can come back. */
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/** What events work with. */
export interface EventServices {
  readonly database: Database;
  readonly config: Pick<
    Config,
    "dataDirectory" | "keys" | "maxFileBytes" | "maxRows" | "receivedMaxDays"
  >;
  readonly log: Log;
  readonly now?: () => Date;
}

/** Returns the folder of what was received. */
export function receivedFolder({ dataDirectory }: Pick<Config, "dataDirectory">): string {
  return join(dataDirectory, "received");
}

/** Events that have to be closed. */
export interface EventsEngine extends Events, AsyncDisposable {
  /** Forgets what was received, or removed, long ago; tells how much. */
  forgetOld(signal: AbortSignal): Promise<LogFields>;
}

/** Makes what takes events in; what an earlier run had begun to store is stored beside. */
export async function createEvents(
  { database, config, log, now = () => new Date() }: EventServices,
): Promise<EventsEngine> {
  const sealer = await openSealer(config.keys, config.dataDirectory);
  const files = new SealedFiles(receivedFolder(config), sealer);
  const { maxFileBytes, maxRows, receivedMaxDays } = config;
  const ingestion = new Ingestion({
    database,
    files,
    maxBytes: maxFileBytes ?? MAX_BYTES,
    maxRows,
    keptDays: receivedMaxDays,
    log,
    now,
  });
  const rejectedRows = new RejectedRows({ database, files });
  const resumed = ingestion.resume().catch((error) => log.error("ingest.failed", { error }));

  async function rejectedCounts(
    batches: readonly KeptBatch[],
  ): Promise<ReadonlyMap<string, number>> {
    const rows = await database.query<{ batch: string; count: number }>(
      `select batch, count(*) as count from daybook.event_rejected
       where batch = any ($1::text[]) group by batch`,
      [batches.map(({ id }) => id)],
    );
    return new Map(rows.map(({ batch, count }) => [batch, count]));
  }

  async function viewsOf(batches: readonly KeptBatch[]): Promise<readonly BatchView[]> {
    const rejected = await rejectedCounts(batches);
    return batches.map((batch) => ({
      ...viewOf(batch, ingestion.isUnderWay(batch.id)),
      rejected: rejected.get(batch.id) ?? 0,
    }));
  }

  return {
    ingest: (asked, bytes) => ingestion.ingest(asked, bytes),

    async correct({ batch, ...asked }, bytes) {
      const { asked: first, end } = await ingestion.require(batch);
      // They come in letters of their own, compressed or not.
      const { encoding: _encoding, compression: _compression, ...before } = first;
      // Some rows alone may not tell how all of them are written.
      const told = end?.type === "stored" ? end.told.reading : {};
      const dateOrder = before.dateOrder ?? told.date_order ?? null;
      const decimal = before.decimal ?? told.decimal;
      const all = { ...before, ...asked, dateOrder, decimal, corrects: batch };
      return await ingestion.ingest(all, bytes);
    },

    replay: ({ batch }) => ingestion.replay(batch),

    async batches({ limit, after }) {
      const before = after === null ? null : await ingestion.require(after);
      const found = await ingestion.batches.list(before, limit + 1);
      const shown = found.slice(0, limit);
      const next = found.length > limit ? shown.at(-1)?.id ?? null : null;
      return { items: await viewsOf(shown), next };
    },

    async batch({ batch }) {
      const [view] = await viewsOf([await ingestion.require(batch)]);
      return view;
    },

    async *rejected({ batch }) {
      yield* rejectedRows.file(await ingestion.require(batch));
    },

    async forgetOld(signal) {
      const before = new Date(now().getTime() - DAY_MILLISECONDS);
      const sources = await deleteRemoved(database, { before, signal });
      return { ...await ingestion.forgetOld(signal), sources };
    },

    async [Symbol.asyncDispose]() {
      await rejectedRows[Symbol.asyncDispose]();
      await ingestion[Symbol.asyncDispose]();
      await resumed;
    },
  };
}

function viewOf(batch: KeptBatch, isUnderWay: boolean): Omit<BatchView, "rejected"> {
  const { id, asked, file, state, end, inserted, duplicates, conflicts, corrected } = batch;
  return {
    id,
    source: asked.source,
    mode: asked.mode,
    name: asked.name,
    bytes: file.bytes,
    state: isUnderWay ? "working" : state === "received" || state === "storing" ? "left" : state,
    rows: end?.type === "stored" ? end.told.rows : null,
    inserted,
    duplicates,
    conflicts,
    rejectedRows: end?.type === "stored" ? end.told.rows - end.told.events : null,
    corrected,
    rejectedAs: formatOf(batch),
    warnings: end?.type === "stored" ? end.told.warnings : [],
    refusal: end?.type === "refused" ? { code: end.code, message: end.message } : null,
    corrects: asked.corrects,
    receivedAt: batch.receivedAt,
    endedAt: batch.endedAt,
  };
}
