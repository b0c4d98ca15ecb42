/**
 * Ingestion into a test's database, with a folder of its own for what is sealed.
 *
 * @module
 */
import { createSealer, sealingKey } from "@/lib/crypto/sealing.ts";
import type { Database } from "@/lib/db/database.ts";
import type { BatchAsked } from "@/lib/ingest/events/batch_asked.ts";
import type { Ingested } from "@/lib/ingest/events/ingested.ts";
import { Ingestion, type IngestionServices } from "@/lib/ingest/events/ingestion.ts";
import type { FileAsked } from "@/lib/ingest/events/file_asked.ts";
import { SealedFiles } from "@/lib/ingest/events/sealed_files.ts";
import { createLog } from "@/lib/log.ts";

/** What a request asks that says nothing. */
export const ASKED: BatchAsked = {
  source: "shop",
  mode: "strict",
  dateOrder: null,
  zone: null,
  format: "csv",
  name: "events",
  corrects: null,
};

/** The same as its file is judged. */
export const FILE_ASKED: FileAsked = {
  batch: "b",
  name: "events",
  format: "csv",
  source: "shop",
  mode: "strict",
  dateOrder: null,
  zone: "UTC",
  zones: [],
  maxBytes: 100_000_000,
  maxRows: null,
};

/** Ingestion, and what it works on. */
export interface Ingesting {
  readonly ingestion: Ingestion;
  readonly files: SealedFiles;
  readonly folder: string;
  send(text: string, asked?: Partial<BatchAsked>): Promise<Ingested>;
}

/** Makes ingestion over a folder that is there. */
export function ingestionOver(
  database: Database,
  folder: string,
  services: Partial<IngestionServices> = {},
): Ingesting {
  const files = new SealedFiles(folder, createSealer([sealingKey(new Uint8Array(32).fill(7))]));
  const ingestion = new Ingestion({
    database,
    files,
    maxBytes: 100_000_000,
    maxRows: null,
    keptDays: 90,
    log: createLog({ level: "error", write: () => {} }),
    now: () => new Date(),
    ...services,
  });
  return {
    ingestion,
    files,
    folder,
    send: (text, asked = {}) => ingestion.ingest({ ...ASKED, ...asked }, bytesOf(text)),
  };
}

/** Runs `use` with ingestion, which is ended afterwards. */
export async function withIngestion(
  database: Database,
  use: (ingesting: Ingesting) => Promise<void>,
  services?: Partial<IngestionServices>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const ingesting = ingestionOver(database, folder, services);
    await using _ingestion = ingesting.ingestion;
    await use(ingesting);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A text in pieces, as a connection brings them. */
export async function* bytesOf(
  text: string,
  size = 50_000,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) {
    yield await Promise.resolve(bytes.slice(at, at + size));
  }
}

/** So many events of value 1, a second apart, named by `name`. */
export function eventsText(count: number, name = "e"): string {
  const start = Date.UTC(2026, 0, 1);
  const lines = Array.from(
    { length: count },
    (_, i) => `${new Date(start + 1000 * i).toISOString()},1,${name}${i}`,
  );
  return `time,value,event_id\n${lines.join("\n")}\n`;
}
