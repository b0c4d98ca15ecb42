/**
 * Uploads on their way: their bytes in any number of pieces, then one reading.
 *
 * What has arrived outlives the program: an upload goes on where it was.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { PartialFile, receivedBytes, removeKept, removePartial } from "@/lib/ingest/kept_file.ts";
import type { Room } from "@/lib/ingest/room.ts";
import type { Log } from "@/lib/log.ts";
import type { UploadState } from "./contract.ts";
import { cleanFileName } from "./file_name.ts";
import type { ReadingProgress, Readings } from "./readings.ts";
import { refusal, remedyOf } from "./remedies.ts";
import type { Shelf } from "./shelf.ts";

const STALE_MILLISECONDS = 24 * 60 * 60 * 1000;
const SWEEP_MILLISECONDS = 60 * 60 * 1000;
const UPLOAD_ID = /^[0-9a-f-]{36}$/;

/** What nobody knows yet of an upload. */
const UNTOLD = { digest: null, message: null, remedy: null };

/** What arrivals work with. */
export interface ArrivalServices {
  readonly folder: string;
  readonly shelf: Shelf;
  readonly readings: Readings;
  readonly room: Room;
  readonly maxBytes: number;
  /** `null` where rows have no limit. */
  readonly maxRows: number | null;
  readonly now: () => Date;
  readonly log: Log;
}

/** Bytes that are being added to an upload. */
interface Adding {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** An upload that is being read. */
interface BeingRead {
  readonly stop: AbortController;
  progress: ReadingProgress | null;
  ended: Promise<void>;
}

/** Takes uploads in. */
export class Arrivals implements AsyncDisposable {
  readonly #services: ArrivalServices;
  readonly #partials = new Map<string, PartialFile>();
  readonly #adding = new Map<string, Adding>();
  readonly #read = new Map<string, BeingRead>();
  #sweptAt = -Infinity;

  constructor(services: ArrivalServices) {
    this.#services = services;
  }

  /** @throws AppError FILE_TOO_LARGE, EMPTY_FILE, NO_ROOM */
  async begin(
    { name: told, bytes, account = null }: {
      readonly name: string;
      readonly bytes: number;
      readonly account?: string | null;
    },
  ): Promise<UploadState> {
    const { shelf, maxBytes, room } = this.#services;
    const name = cleanFileName(told);
    if (!Number.isSafeInteger(bytes) || bytes < 1) throw refuseEmpty(name, bytes);
    if (bytes > maxBytes) {
      throw refusal(
        "FILE_TOO_LARGE",
        `Cannot take "${name}" in as a file may have ${megabytes(maxBytes)} MB: ` +
          `current value is ${megabytes(bytes)} MB`,
      );
    }
    await this.sweep();
    const id = crypto.randomUUID();
    await shelf.addUpload({ id, name, bytes, state: "receiving", ...UNTOLD, account }, room);
    return { id, name, bytes, received: 0, state: { type: "receiving" } };
  }

  /** @throws AppError NOT_FOUND, BAD_PARAMETER for a wrong offset, DISK_FULL, FILE_TOO_LARGE */
  async append(
    { id, offset }: { readonly id: string; readonly offset: number },
    chunks: AsyncIterable<Uint8Array>,
  ): Promise<UploadState> {
    // Who comes again lost the connection: what is left of the one before is given up.
    await this.#stopAdding(id);
    const upload = await this.#require(id);
    if (upload.state !== "receiving") return await this.state(id);
    const stop = new AbortController();
    const added = this.#add(upload, { offset, chunks, signal: stop.signal });
    const ended = added.then(() => {}, () => {});
    this.#adding.set(id, { stop, ended });
    try {
      await added;
    } catch (error) {
      // There is no going on, and what has arrived takes up the room that others need.
      if (error instanceof AppError && error.code === "DISK_FULL") {
        await removePartial(this.#services.folder, id);
        await this.#services.shelf.removeUpload(id).catch(() => {}); // It goes away in a day.
      }
      throw error;
    } finally {
      if (this.#adding.get(id)?.stop === stop) this.#adding.delete(id);
    }
    return await this.state(id);
  }

  /** Takes a whole file of unknown length. @throws AppError as `begin` and `append` do */
  async take(
    { name: told, account = null }: { readonly name: string; readonly account?: string | null },
    chunks: AsyncIterable<Uint8Array>,
  ): Promise<UploadState> {
    const { folder, shelf, maxBytes: limitBytes, room } = this.#services;
    const name = cleanFileName(told);
    await this.sweep();
    const id = crypto.randomUUID();
    try {
      const partial = await PartialFile.open(folder, id);
      const stop = new AbortController();
      const added = partial.append(chunks, { limitBytes, signal: stop.signal });
      this.#adding.set(id, { stop, ended: added.then(() => {}, () => {}) });
      await added;
      const bytes = partial.received;
      if (bytes === 0) throw refuseEmpty(name, bytes);
      // What came beyond the limit goes again: one file at most for each who sends at a time.
      await shelf.addUpload({ id, name, bytes, state: "receiving", ...UNTOLD, account }, room);
      const digest = await partial.keep(name);
      await shelf.changeUpload(id, { state: "reading", digest });
      return await this.state(id);
    } catch (error) {
      await removePartial(folder, id).catch(() => {}); // What stopped it is told.
      throw error;
    } finally {
      this.#adding.delete(id);
    }
  }

  /** How an upload stands; one that a restart left unread is read. @throws AppError NOT_FOUND */
  async state(id: string): Promise<UploadState> {
    const { name, bytes, state, digest, message, remedy } = await this.#require(id);
    const told = { id, name, bytes, received: bytes };
    switch (state) {
      case "receiving": {
        const received = this.#partials.get(id)?.received ??
          await receivedBytes(this.#services.folder, id);
        return { ...told, received, state: { type: "receiving" } };
      }
      case "reading": {
        const { progress } = this.#read.get(id) ?? this.#startReading(id, { name, bytes, digest });
        const share = progress === null ? null : Math.min(1, progress.bytes / bytes);
        return { ...told, state: { type: "reading", rows: progress?.rows ?? 0, share } };
      }
      case "ready":
        return { ...told, state: { type: "ready", digest: digest ?? "" } };
      case "refused":
        return { ...told, state: { type: "refused", message: message ?? "", remedy } };
    }
  }

  /** Removes what has arrived of an upload; a dataset that is there stays. */
  async cancel(id: string): Promise<void> {
    await this.#stopAdding(id);
    const { shelf, folder } = this.#services;
    const upload = UPLOAD_ID.test(id) ? await shelf.findUpload(id) : null;
    if (upload === null) return;
    const being = this.#read.get(id);
    being?.stop.abort();
    await being?.ended;
    await shelf.removeUpload(id);
    this.#partials.delete(id);
    await removePartial(folder, id);
    await this.#removeUnused(upload.digest, id);
  }

  /** Removes for good uploads that nobody went on with for a day, and files deleted a day ago. */
  async sweep(): Promise<void> {
    const { shelf, folder, now } = this.#services;
    if (now().getTime() - this.#sweptAt < SWEEP_MILLISECONDS) return;
    this.#sweptAt = now().getTime();
    const before = new Date(this.#sweptAt - STALE_MILLISECONDS);
    for (const digest of await shelf.takeDeleted(before)) await removeKept(folder, digest);
    for (const { id, digest } of await shelf.takeStale(before)) {
      await this.#stopAdding(id);
      this.#partials.delete(id);
      await removePartial(folder, id);
      await this.#removeUnused(digest, id);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const id of [...this.#adding.keys()]) await this.#stopAdding(id);
    const being = [...this.#read.values()];
    for (const { stop } of being) stop.abort();
    await Promise.all(being.map(({ ended }) => ended));
  }

  async #add(
    { id, name, bytes }: { readonly id: string; readonly name: string; readonly bytes: number },
    { offset, chunks, signal }: {
      readonly offset: number;
      readonly chunks: AsyncIterable<Uint8Array>;
      readonly signal: AbortSignal;
    },
  ): Promise<void> {
    const { folder, shelf } = this.#services;
    const partial = this.#partials.get(id) ?? await PartialFile.open(folder, id);
    if (offset !== partial.received) {
      throw new AppError(
        "BAD_PARAMETER",
        `Cannot add bytes at another place than after the ${partial.received} that are here: ` +
          `current value is ${offset}`,
      );
    }
    // Until this ends well it is not known what the file holds.
    this.#partials.delete(id);
    await partial.append(chunks, { limitBytes: bytes, signal });
    if (partial.received < bytes) {
      this.#partials.set(id, partial);
      await shelf.changeUpload(id, { state: "receiving" });
      return;
    }
    const digest = await partial.keep(name);
    await shelf.changeUpload(id, { state: "reading", digest });
    this.#startReading(id, { name, bytes, digest });
  }

  #startReading(
    id: string,
    { name, bytes, digest }: {
      readonly name: string;
      readonly bytes: number;
      readonly digest: string | null;
    },
  ): BeingRead {
    const stop = new AbortController();
    const being: BeingRead = { stop, progress: null, ended: Promise.resolve() };
    being.ended = this.#readOnce({ id, name, bytes, digest: digest ?? "" }, being)
      .finally(() => this.#read.delete(id));
    this.#read.set(id, being);
    return being;
  }

  async #readOnce(
    { id, name, bytes, digest }: { id: string; name: string; bytes: number; digest: string },
    being: BeingRead,
  ): Promise<void> {
    const { shelf, readings, log } = this.#services;
    try {
      if (await shelf.findDataset(digest) === null) {
        const { facts } = await readings.find({ digest, name, options: {} }, {
          signal: being.stop.signal,
          onProgress: (progress) => being.progress = progress,
        });
        this.#refuseRows(facts.rows, name);
        await shelf.addDataset({ digest, name, bytes, facts });
      }
      await shelf.hold(digest, id);
      await shelf.changeUpload(id, { state: "ready" });
    } catch (error) {
      // Whoever cancelled cleans up; after a restart the file is read again.
      if (being.stop.signal.aborted) return;
      const refused = error instanceof AppError;
      if (!refused) log.error("upload.failed", { upload: id, error });
      const message = refused ? error.message : "Internal server error";
      const remedy = refused ? remedyOf(error) : null;
      await this.#removeUnused(digest, id).then(() =>
        shelf.changeUpload(id, { state: "refused", message, remedy })
      ).catch((error) => log.error("upload.failed", { upload: id, error }));
    }
  }

  #refuseRows(rows: number, name: string): void {
    const { maxRows } = this.#services;
    if (maxRows === null || rows <= maxRows) return;
    throw refusal(
      "TOO_MANY_ROWS",
      `Cannot take "${name}" in as a file may have ${maxRows} rows: current value is ${rows}`,
    );
  }

  async #require(id: string) {
    const upload = UPLOAD_ID.test(id) ? await this.#services.shelf.findUpload(id) : null;
    if (upload !== null) return upload;
    throw new AppError(
      "NOT_FOUND",
      `Cannot find the upload as there is none of this id: current value is "${id.slice(0, 40)}"`,
    );
  }

  async #stopAdding(id: string): Promise<void> {
    const adding = this.#adding.get(id);
    adding?.stop.abort(
      new AppError(
        "CANCELLED",
        "Cannot go on with these bytes as others were sent, or none are wanted",
      ),
    );
    await adding?.ended;
  }

  /** Removes a file that neither a dataset nor another upload under way is made of. */
  async #removeUnused(digest: string | null, upload: string): Promise<void> {
    const { shelf, folder } = this.#services;
    if (digest === null || await shelf.keepsDataset(digest)) return;
    const others = await shelf.uploadsOf(digest);
    if (others.some(({ id, state }) => id !== upload && state === "reading")) return;
    await removeKept(folder, digest);
  }
}

function refuseEmpty(name: string, bytes: number): AppError {
  return refusal(
    "EMPTY_FILE",
    `Cannot take "${name}" in as a file must hold bytes: current value is ${bytes}`,
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toLocaleString("en-US", { maximumFractionDigits: 1 });
}
