/**
 * Reads files under options: each reading goes on once, however many wait for it, and what it
 * found is kept.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { AppError } from "@/lib/errors.ts";
import { openKept } from "@/lib/ingest/kept_file.ts";
import { canonicalJson } from "@/lib/notebook/run/keys.ts";
import type { Child } from "@/lib/process/child.ts";
import { isGzip } from "@/lib/read/formats/gzip.ts";
import { takeHead } from "@/lib/read/head.ts";
import type { ReadOptions } from "@/lib/read/options.ts";
import { load } from "@/lib/steps/load/step.ts";
import { findIn, type Findings } from "./findings.ts";
import type { Shelf } from "./shelf.ts";
import { Turns } from "@/lib/turns.ts";

/** Raised when findings are made otherwise; how files are read is the load step's version. */
const VERSION = 3;
/** So many files are read at once. */
const READERS = 2;

/** How far a reading is. */
export interface ReadingProgress {
  readonly bytes: number;
  readonly rows: number;
}

/** What to read, and how. */
export interface ReadingAsked {
  readonly digest: string;
  /** The file's name, which may tell its format. */
  readonly name: string;
  readonly options: ReadOptions;
}

/** Who waits for a reading. */
export interface Waiter {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReadingProgress) => void;
}

/** What readings work with. */
export interface ReadingServices {
  readonly folder: string;
  readonly shelf: Shelf;
  readonly startReader: () => Child;
}

interface Flight {
  readonly found: Promise<Findings>;
  readonly stop: AbortController;
  readonly waiters: Set<Waiter>;
}

/** Readings that go on, and those that are kept. */
export class Readings implements AsyncDisposable {
  readonly #services: ReadingServices;
  readonly #turns = new Turns(READERS);
  /** A look at a beginning is short, and waits for no whole file. */
  readonly #looks = new Turns(READERS);
  readonly #flights = new Map<string, Flight>();

  constructor(services: ReadingServices) {
    this.#services = services;
  }

  /** Returns what is found under these options. @throws AppError as `findIn`; CANCELLED */
  async find(asked: ReadingAsked, waiter: Waiter = {}): Promise<Findings> {
    const key = keyOf(asked);
    const kept = await this.#services.shelf.findFindings(asked.digest, key);
    if (kept !== null) return kept;
    const id = `${asked.digest} ${key}`;
    const flight = this.#flights.get(id) ?? this.#start(id, asked, key);
    flight.waiters.add(waiter);
    const { promise: left, reject } = Promise.withResolvers<never>();
    // Whoever leaves is let go at once; the last one to leave ends the reading.
    const leave = () => {
      flight.waiters.delete(waiter);
      if (flight.waiters.size === 0) flight.stop.abort();
      reject(new AppError("CANCELLED", "Cannot go on reading as it was cancelled"));
    };
    if (waiter.signal?.aborted) leave();
    waiter.signal?.addEventListener("abort", leave);
    try {
      return await Promise.race([flight.found, left]);
    } finally {
      waiter.signal?.removeEventListener("abort", leave);
    }
  }

  /** Whether all is known that `find` would return. */
  async isKept(asked: ReadingAsked): Promise<boolean> {
    return await this.#services.shelf.findFindings(asked.digest, keyOf(asked)) !== null;
  }

  /**
   * Returns what is found in the beginning of a file of lines, `null` of any other, and keeps
   * nothing of it. @throws AppError as `find`
   */
  async findInBeginning(
    { digest, name, options }: ReadingAsked,
    signal: AbortSignal,
  ): Promise<Findings | null> {
    const head = await takeHead(await openUnpacked(this.#services.folder, digest));
    if (head === null) return null;
    return await this.#looks.take(signal, async () => {
      await using child = this.#services.startReader();
      return await findIn(async () => await new Blob([head]).stream(), { ...options, name }, {
        child,
        signal,
        onProgress: () => {},
      });
    });
  }

  /** Gives the work a reader of its own, when one is free. */
  async withReader<T>(signal: AbortSignal, work: (child: Child) => Promise<T>): Promise<T> {
    return await this.#turns.take(signal, async () => {
      await using child = this.#services.startReader();
      return await work(child);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const flights = [...this.#flights.values()];
    for (const { stop } of flights) stop.abort();
    await Promise.allSettled(flights.map(({ found }) => found));
  }

  #start(id: string, asked: ReadingAsked, key: string): Flight {
    const stop = new AbortController();
    const waiters = new Set<Waiter>();
    const found = this.#read(asked, { key, stop: stop.signal, waiters })
      .finally(() => this.#flights.delete(id));
    // Whoever still waits is told.
    found.catch(() => {});
    const flight = { found, stop, waiters };
    this.#flights.set(id, flight);
    return flight;
  }

  async #read(
    { digest, name, options }: ReadingAsked,
    { key, stop, waiters }: {
      readonly key: string;
      readonly stop: AbortSignal;
      readonly waiters: ReadonlySet<Waiter>;
    },
  ): Promise<Findings> {
    const { folder, shelf } = this.#services;
    const findings = await this.withReader(
      stop,
      (child) =>
        findIn(() => openKept(folder, digest), { ...options, name }, {
          child,
          signal: stop,
          onProgress: (progress) => {
            for (const waiter of waiters) waiter.onProgress?.(progress);
          },
        }),
    );
    await shelf.keepFindings(digest, key, findings);
    return findings;
  }
}

/** Opens a file that was kept, inflated where it is gzip. */
async function openUnpacked(folder: string, digest: string): Promise<ReadableStream<Uint8Array>> {
  const [seen, stream] = (await openKept(folder, digest)).tee();
  const reader = seen.getReader();
  const { value } = await reader.read();
  reader.cancel().catch(() => {}); // Only what begins the file was wanted.
  if (value === undefined || !isGzip(value)) return stream;
  // Chunks of a file are never in shared memory, which types can't say.
  const plain = stream as ReadableStream<Uint8Array<ArrayBuffer>>;
  return plain.pipeThrough(new DecompressionStream("gzip"));
}

/** Names what is found: the same under the same options, whatever their order. */
function keyOf({ options, name }: ReadingAsked): string {
  const { name: _name, ...rest } = options;
  const plain: unknown = JSON.parse(JSON.stringify(rest));
  const text = canonicalJson({ version: [VERSION, load.version], name, options: plain });
  return createHash("sha256").update(text).digest("hex");
}
