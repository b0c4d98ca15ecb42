/**
 * How much of the disk uploaded files and received events may take.
 *
 * A file counts whole for each account that has it, and once in all; one on its way counts as it was
 * announced. What was received is the workspace's, as its sources are, and counts in all. Each as they were
 * sent: what the database makes of them comes on top.
 *
 * @module
 */
import type { Database, Session } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";

/** The limits in bytes; Infinity for none. */
export interface RoomLimits {
  readonly accountBytes: number;
  readonly allBytes: number;
}

/** What is taken, in bytes. */
export interface RoomTaken {
  readonly files: number;
  readonly received: number;
}

export const NO_LIMITS: RoomLimits = { accountBytes: Infinity, allBytes: Infinity };

/** Adding up what was received reads a row a request: it is done so often, and counted on between. */
const KNOWN_MILLISECONDS = 60_000;

/** Room on the disk, over one database. */
export class Room {
  readonly limits: RoomLimits;
  readonly #database: Database;
  readonly #now: () => Date;
  #received = { at: -Infinity, bytes: 0 };

  constructor(database: Database, limits: RoomLimits, now: () => Date = () => new Date()) {
    this.#database = database;
    this.limits = limits;
    this.#now = now;
  }

  /** What is taken in all. */
  async taken(): Promise<RoomTaken> {
    const files = await sumOf(this.#database, FILES);
    return { files, received: await this.#receivedBytes(this.#database) };
  }

  /** What each account's files take. */
  async takenByAccounts(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#database.query<{ account: string; bytes: number }>(BY_ACCOUNT);
    return new Map(rows.map(({ account, bytes }) => [account, Number(bytes)]));
  }

  /**
   * Refuses a file that there is no room for, within the transaction that then adds its row: whoever asks
   * for another at the same time, in any process, comes after it.
   *
   * @throws AppError NO_ROOM
   */
  async demand(
    session: Session,
    { bytes, account }: { readonly bytes: number; readonly account: string | null },
  ): Promise<void> {
    const { accountBytes, allBytes } = this.limits;
    if (accountBytes === Infinity && allBytes === Infinity) return;
    await session.query(LOCK);
    if (account !== null && accountBytes < Infinity) {
      const own = await sumOf(session, OF_ACCOUNT, [account]);
      if (own + bytes > accountBytes) throw refuseOwn(own, { bytes, limit: accountBytes });
    }
    if (allBytes === Infinity) return;
    const taken = await sumOf(session, FILES) + await this.#receivedBytes(session);
    if (taken + bytes > allBytes) throw refuseAll(taken, allBytes);
  }

  /**
   * Refuses to receive more where there is no room left. Requests at the same time are not held up for
   * one another: each may go beyond the limit by what it brings, and other processes by a minute's.
   *
   * @throws AppError NO_ROOM
   */
  async demandReceiving(): Promise<void> {
    const { allBytes } = this.limits;
    if (allBytes === Infinity) return;
    const { files, received } = await this.taken();
    if (files + received >= allBytes) throw refuseAll(files + received, allBytes);
  }

  /** Counts what was received since it was added up. */
  count(bytes: number): void {
    this.#received = { ...this.#received, bytes: this.#received.bytes + bytes };
  }

  async #receivedBytes(session: Session): Promise<number> {
    const at = this.#now().getTime();
    if (at - this.#received.at >= KNOWN_MILLISECONDS) {
      this.#received = { at, bytes: await sumOf(session, RECEIVED) };
    }
    return this.#received.bytes;
  }
}

async function sumOf(
  session: Session,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<number> {
  const [{ bytes }] = await session.query<{ bytes: string }>(sql, parameters);
  return Number(bytes);
}

function refuseOwn(
  taken: number,
  { bytes, limit }: { readonly bytes: number; readonly limit: number },
): AppError {
  return noRoom(
    `Cannot keep more as your files may take ${megabytes(limit)} MB: ` +
      `current value is ${megabytes(taken)} MB, and ${megabytes(bytes)} MB would come`,
    "Delete files that you need no more, or let whoever runs this workspace raise ACCOUNT_STORAGE_MAX_MB",
  );
}

function refuseAll(taken: number, limit: number): AppError {
  return noRoom(
    `Cannot keep more as files and received events may take ${megabytes(limit)} MB in all: ` +
      `current value is ${megabytes(taken)} MB`,
    "Delete files that nobody needs, or let whoever runs this workspace raise STORAGE_MAX_MB",
  );
}

function noRoom(message: string, remedy: string): AppError {
  return new AppError("NO_ROOM", message, {
    problems: [{ severity: "error", code: "NO_ROOM", message, place: {}, remedy }],
  });
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toLocaleString("en-US", { maximumFractionDigits: 1 });
}

/** Until the transaction ends nobody else looks whether there is room. */
const LOCK = "select pg_advisory_xact_lock(hashtextextended('daybook.room', 0))";

const UNDER_WAY = "state in ('receiving', 'reading')";

const FILES = `
select coalesce(sum(bytes), 0)::text as bytes from (
  select bytes from daybook.datasets
  union all
  select bytes from daybook.uploads as upload where ${UNDER_WAY} and not exists (
    select from daybook.datasets as dataset where dataset.digest = upload.digest)
) as file`;

const OF_ACCOUNT = `
select coalesce(sum(bytes), 0)::text as bytes from (
  select dataset.bytes from daybook.dataset_holders as held
    join daybook.datasets as dataset on dataset.digest = held.digest
    where held.account = $1 and dataset.deleted_at is null
  union all
  select bytes from daybook.uploads as upload where account = $1 and ${UNDER_WAY} and not exists (
    select from daybook.dataset_holders as held
    where held.digest = upload.digest and held.account = $1)
) as file`;

const BY_ACCOUNT = `
select held.account, sum(dataset.bytes)::text as bytes from daybook.dataset_holders as held
  join daybook.datasets as dataset on dataset.digest = held.digest
  where dataset.deleted_at is null group by held.account`;

/** The same bytes are one file. */
const RECEIVED = `
select coalesce(sum(bytes), 0)::text as bytes from (
  select distinct digest, bytes from daybook.event_batches
) as received`;
