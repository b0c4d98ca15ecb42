/**
 * Takes events in: seals what comes, has it judged to its end, stores it.
 *
 * What is sealed and came to no good end can be replayed. What had begun to be stored when the program
 * ended is stored at its next start, so that strict mode is all or nothing; whoever sends it
 * again meanwhile is told of duplicates.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { AppError, type ErrorCode } from "@/lib/errors.ts";
import type { Log } from "@/lib/log.ts";
import { Turns } from "@/lib/turns.ts";
import { type BatchAsked, checkAsked } from "./batch_asked.ts";
import { type BatchEnd, Batches, type KeptBatch } from "./batches.ts";
import type { EventPiece } from "./event_piece.ts";
import { EventStore } from "./event_store.ts";
import { forgetBatches, type Forgotten, removeForgotten } from "./forget_old.ts";
import { type Ingested, Tally } from "./ingested.ts";
import { Judges } from "./judges.ts";
import { Keeping } from "./keeping.ts";
import type { FileTold } from "./judge_file.ts";
import { ZonesChanged } from "./lock_sources.ts";
import type { SealedFiles } from "./sealed_files.ts";
import { type FollowedBytes, SmallBytes } from "./small_bytes.ts";
import { SourceZones } from "./source_zones.ts";
import type { AskedZones } from "./sources.ts";

/** So many requests at most are between sealed and stored; the others wait on the disk. */
const MOST_AT_WORK = 64;
/** A source's zone may change while its events are judged; not for ever. */
const MOST_ATTEMPTS = 3;
/** Of what was judged good and is stored in part: limits are of requests to come. */
const NO_LIMITS = { maxBytes: Number.MAX_SAFE_INTEGER, maxRows: null };
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/** What is wrong with what was sent: sending it again changes nothing. */
const REFUSALS: readonly ErrorCode[] = [
  "BAD_EVENTS",
  "BAD_FILE",
  "BAD_PARAMETER",
  "DECODE_ERROR",
  "EMPTY_BODY",
  "FILE_TOO_LARGE",
  "MISSING_COLUMNS",
  "TOO_MANY_ROWS",
  "UNSUPPORTED_FORMAT",
];

/** What ingestion works with. */
export interface IngestionServices {
  readonly database: Database;
  readonly files: SealedFiles;
  /** Of what is sent, and of what comes out of it where it is compressed. */
  readonly maxBytes: number;
  /** `null` where rows have no limit. */
  readonly maxRows: number | null;
  /** So long what was received is kept. */
  readonly keptDays: number;
  readonly log: Log;
  readonly now: () => Date;
}

/** Takes events in. */
export class Ingestion implements AsyncDisposable {
  readonly batches: Batches;
  readonly #services: IngestionServices;
  readonly #store: EventStore;
  readonly #judges = new Judges();
  readonly #zones: SourceZones;
  readonly #smallBytes = new SmallBytes();
  readonly #turns = new Turns(MOST_AT_WORK);
  readonly #keeping = new Keeping();
  readonly #underWay = new Map<string, Promise<Ingested>>();
  readonly #stop = new AbortController();

  constructor(services: IngestionServices) {
    this.#services = services;
    this.batches = new Batches(services.database, services.now);
    this.#store = new EventStore(services.database);
    this.#zones = new SourceZones(services.database);
  }

  /**
   * Takes the events of a request: once it resolves they are stored.
   *
   * @throws AppError as `checkAsked`, `SealedFiles.keep` and `judgeFile`
   */
  async ingest(asked: BatchAsked, bytes: AsyncIterable<Uint8Array>): Promise<Ingested> {
    const checked = checkAsked(asked);
    await this.#requireCorrected(checked.corrects);
    const { files, maxBytes } = this.#services;
    const followed = this.#smallBytes.follow(bytes);
    try {
      const arrived = await files.arrive(followed, maxBytes);
      const id = crypto.randomUUID();
      const { file, isKnown } = await this.#keeping.keep(async () => {
        const file = await arrived.keep();
        return { file, isKnown: await this.batches.register({ id, asked: checked, file }) };
      });
      return await this.#begin({ id, asked: checked, file, isKnown, followed });
    } finally {
      followed.release();
    }
  }

  /** Judges and stores once more what was received before. @throws AppError NOT_FOUND; as `ingest` */
  async replay(id: string): Promise<Ingested> {
    const running = this.#underWay.get(id);
    if (running !== undefined) return await running;
    const batch = await this.require(id);
    if (!await this.#services.files.has(batch.file.digest)) throw refuseGone(id);
    const again = batch.state === "stored" ? { ...batch, isKnown: true } : batch;
    return await (this.#underWay.get(id) ?? this.#begin(again, { isAgain: true }));
  }

  /** Whether a batch is being judged or stored. */
  isUnderWay(id: string): boolean {
    return this.#underWay.has(id);
  }

  /** @throws AppError NOT_FOUND */
  async require(id: string): Promise<KeptBatch> {
    const batch = await this.batches.find(id);
    if (batch !== null) return batch;
    throw new AppError(
      "NOT_FOUND",
      `Cannot find what was received as there is none of this id: current value is "${
        id.slice(0, 40)
      }"`,
    );
  }

  /** Goes on with what had begun to be stored when the program ended; returns when all is stored. */
  async resume(): Promise<void> {
    const { files, log } = this.#services;
    await files.removePartial();
    for (const batch of await this.batches.unfinished()) {
      // What another machine received is that one's.
      if (!await files.has(batch.file.digest)) continue;
      log.info("ingest.resumed", { batch: batch.id });
      await this.#begin(batch, { isAgain: true }).catch(() => {}); // It is in the log.
    }
  }

  /** Forgets what was received so long ago that it need not be kept. @throws AppError CANCELLED */
  async forgetOld(signal: AbortSignal): Promise<Forgotten> {
    const { database, files, keptDays, now } = this.#services;
    const before = new Date(now().getTime() - keptDays * DAY_MILLISECONDS);
    const batches = await forgetBatches(database, { before, signal });
    let removed = 0;
    await this.#keeping.remove(async () => {
      removed = await removeForgotten(database, { files, before, signal });
    });
    return { batches, files: removed };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#judges[Symbol.asyncDispose]();
    await Promise.allSettled(this.#underWay.values());
  }

  #begin(batch: BatchBytes, { isAgain = false } = {}): Promise<Ingested> {
    const done = this.#process(batch, isAgain).finally(() => this.#underWay.delete(batch.id));
    this.#underWay.set(batch.id, done);
    return done;
  }

  async #process(batch: BatchBytes, isAgain: boolean): Promise<Ingested> {
    const start = performance.now();
    try {
      return await this.#turns.take(this.#stop.signal, async () => {
        if (isAgain) await this.batches.restart(batch.id);
        for (let attempt = 1;; attempt++) {
          try {
            return this.#told(await this.#attempt(batch), performance.now() - start);
          } catch (error) {
            if (!(error instanceof ZonesChanged) || attempt === MOST_ATTEMPTS) throw error;
            await this.batches.restart(batch.id);
          }
        }
      });
    } catch (error) {
      await this.#end(batch.id, error);
      throw error;
    }
  }

  async #attempt(batch: BatchBytes): Promise<Ingested> {
    const { id, asked } = batch;
    const zones = await this.#zones.ask(asked);
    const tally = new Tally(id, asked.source);
    const { last, told } = await this.#judge(batch, zones, tally);
    const isKnown = batch.isKnown ?? await this.batches.isKnown(batch);
    // The child is free by now, so that many small requests are stored together.
    const end: BatchEnd = { type: "stored", told, isKnown };
    tally.add(await this.#store.store({ ...last, end }));
    return tally.ingested(told, isKnown);
  }

  /** Tells the log what became of a batch, in numbers. */
  #told(ingested: Ingested, milliseconds: number): Ingested {
    const { batch, rows, inserted, duplicates, conflicts, skipped: rejected } = ingested;
    this.#services.log.info("events.stored", {
      batch,
      rows,
      inserted,
      duplicates,
      conflicts,
      rejected,
      milliseconds: Math.round(milliseconds),
    });
    return ingested;
  }

  /** Stores all pieces but the last. */
  async #judge(
    { id, asked, file, followed, hasBegun = false }: BatchBytes,
    { zone, zones }: AskedZones,
    tally: Tally,
  ): Promise<{ readonly last: EventPiece; readonly told: FileTold }> {
    const { files } = this.#services;
    const { maxBytes, maxRows } = hasBegun ? NO_LIMITS : this.#services;
    const { signal } = this.#stop;
    const { zone: _asked, corrects: _corrects, ...reading } = asked;
    const judging = { ...reading, batch: id, zone, zones, maxBytes, maxRows };
    const judged = {
      length: file.bytes,
      bytes: followed?.copy() ?? null,
      open: () => files.open(file.digest),
    };
    return await this.#judges.judge(judged, { asked: judging, signal }, async (events) => {
      let last: EventPiece | null = null;
      for await (const event of events) {
        if (event.type === "piece") {
          if (last !== null) tally.add(await this.#store.store(last));
          last = event.piece;
        } else if (last !== null) return { last, told: event.told };
      }
      throw new TypeError("A file that was judged has a piece");
    });
  }

  /** Keeps how a batch ended; what the program itself stopped is left as it is. */
  async #end(id: string, error: unknown): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const { log } = this.#services;
    const refusal = error instanceof AppError && REFUSALS.includes(error.code) ? error : null;
    if (refusal === null) log.error("ingest.failed", { batch: id, error });
    const state = refusal === null ? "failed" : "refused";
    await this.batches.end(id, state, refusal)
      .catch((error) => log.error("ingest.failed", { batch: id, error }));
  }

  async #requireCorrected(corrects: string | null): Promise<void> {
    if (corrects !== null) await this.require(corrects);
  }
}

/** What is needed to judge a batch. */
interface BatchBytes
  extends Pick<KeptBatch, "id" | "asked" | "file">, Partial<Pick<KeptBatch, "hasBegun">> {
  /** Whether the same bytes were stored for its source before; to be found out where it is left out. */
  readonly isKnown?: boolean;
  /** The bytes, where they may still be in memory. */
  readonly followed?: FollowedBytes;
}

function refuseGone(id: string): AppError {
  return new AppError(
    "FILE_NOT_FOUND",
    `Cannot replay what was received as its bytes must be here: current value is "${id}"`,
  );
}
