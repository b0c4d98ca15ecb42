/**
 * What came in as one request, as rows of the database.
 *
 * @module
 */
import type { Selectable } from "kysely";
import type { Database } from "@/lib/db/database.ts";
import type { EventBatchTable } from "@/lib/db/event_tables.ts";
import type { AppError, Problem } from "@/lib/errors.ts";
import { Gathering } from "@/lib/gathering.ts";
import type { BatchAsked } from "./batch_asked.ts";
import type { FileTold } from "./judge_file.ts";
import type { SealedFile } from "./sealed_files.ts";

/** What is told at the end of a batch. */
export type BatchEnd =
  | { readonly type: "stored"; readonly told: FileTold; readonly isKnown: boolean }
  | {
    readonly type: "refused";
    readonly code: AppError["code"];
    readonly message: string;
    readonly problems: readonly Problem[];
  };

/** A batch as it is kept. */
export interface KeptBatch {
  readonly id: string;
  readonly asked: BatchAsked;
  readonly file: SealedFile;
  readonly state: EventBatchTable["state"];
  /** Whether some of it was stored: it was judged good then, and must be stored to its end. */
  readonly hasBegun: boolean;
  readonly inserted: number;
  readonly duplicates: number;
  readonly conflicts: number;
  /** So many events came of its rejected rows since. */
  readonly corrected: number;
  /** `null` until it came to an end that is told. */
  readonly end: BatchEnd | null;
  readonly receivedAt: string;
  readonly endedAt: string | null;
}

/** What was received, and how it is to be read. */
export type ReceivedBatch = Pick<KeptBatch, "id" | "asked" | "file">;

/** Of a refusal so many problems are kept. */
const MOST_PROBLEMS = 1000;

/** The rows of batches. */
export class Batches {
  readonly #database: Database;
  readonly #now: () => Date;
  readonly #received: Gathering<ReceivedBatch, boolean>;

  constructor(database: Database, now: () => Date) {
    this.#database = database;
    this.#now = now;
    this.#received = new Gathering({
      together: (received) => this.#register(received),
      alone: async (received) => (await this.#register([received]))[0],
      count: ({ length }) => length,
    });
  }

  /** Adds what was received; returns whether the same bytes were stored for its source before. */
  async register(received: ReceivedBatch): Promise<boolean> {
    return await this.#received.ask(received);
  }

  /** Whether the same bytes were stored for the same source as another batch before. */
  async isKnown({ id, asked, file }: ReceivedBatch): Promise<boolean> {
    const row = await this.#database.kysely.selectFrom("event_batches").select("id")
      .where("digest", "=", file.digest).where("source", "is not distinct from", asked.source)
      .where("id", "<>", id).where("state", "=", "stored")
      .executeTakeFirst();
    return row !== undefined;
  }

  async find(id: string): Promise<KeptBatch | null> {
    const row = await this.#database.kysely.selectFrom("event_batches").selectAll()
      .where("id", "=", id).executeTakeFirst();
    return row === undefined ? null : batchOf(row);
  }

  /** The newest first, those before a batch where one is given. */
  async list(before: KeptBatch | null, limit: number): Promise<readonly KeptBatch[]> {
    let query = this.#database.kysely.selectFrom("event_batches").selectAll();
    if (before !== null) {
      const { receivedAt, id } = before;
      query = query.where((is) =>
        is.or([
          is("received_at", "<", receivedAt),
          is.and([is("received_at", "=", receivedAt), is("id", "<", id)]),
        ])
      );
    }
    const rows = await query.orderBy("received_at", "desc").orderBy("id", "desc").limit(limit)
      .execute();
    return rows.map(batchOf);
  }

  /** Those whose storing had begun, also where they were being judged anew since. */
  async unfinished(): Promise<readonly KeptBatch[]> {
    const rows = await this.#database.kysely.selectFrom("event_batches").selectAll()
      .where("state", "in", ["received", "storing"]).where("last_piece", "is not", null)
      .orderBy("received_at").execute();
    return rows.map(batchOf);
  }

  /** Forgets what became of a batch, which is to be judged anew, but that it had begun; its events stay. */
  async restart(id: string): Promise<void> {
    await this.#database.transaction(async ({ kysely }) => {
      await kysely.updateTable("event_batches").set({
        state: "received",
        pieces: 0,
        inserted: 0,
        duplicates: 0,
        conflicts: 0,
        told: null,
        ended_at: null,
      }).where("id", "=", id).execute();
      await kysely.deleteFrom("event_rejected").where("batch", "=", id).execute();
    });
  }

  /** Adds what was received at a time: each commit waits for the disk. */
  async #register(received: readonly ReceivedBatch[]): Promise<readonly boolean[]> {
    const at = this.#now().toISOString();
    const rows = received.map(({ id, asked, file: { bytes, digest } }) => ({
      id,
      source: asked.source,
      asked,
      bytes,
      digest,
      corrects: asked.corrects,
      received_at: at,
    }));
    const known = await this.#database.query<{ id: string; is_known: boolean }>(REGISTER, [
      JSON.stringify(rows),
    ]);
    const isKnown = new Map(known.map((row) => [row.id, row.is_known]));
    return received.map(({ id }) => isKnown.get(id) ?? false);
  }

  /** Keeps why a batch was refused, or that it failed. */
  async end(id: string, state: "refused" | "failed", error: AppError | null): Promise<void> {
    const end: BatchEnd | null = error === null ? null : {
      type: "refused",
      code: error.code,
      message: error.message,
      problems: error.problems.slice(0, MOST_PROBLEMS),
    };
    const told = end === null ? null : JSON.stringify(end);
    await this.#database.kysely.updateTable("event_batches")
      .set({ state, told, ended_at: this.#now().toISOString() }).where("id", "=", id).execute();
  }
}

const REGISTER = `
insert into daybook.event_batches
  (id, source, asked, bytes, digest, state, corrects, received_at)
select id, source, asked, bytes, digest, 'received', corrects, received_at
from jsonb_to_recordset($1::jsonb) as received (
  id text, source text, asked jsonb, bytes int8, digest text, corrects text,
  received_at timestamptz
)
returning id, exists (
  select from daybook.event_batches as known
  where known.digest = event_batches.digest and known.state = 'stored'
    and known.source is not distinct from event_batches.source
) as is_known`;

function batchOf(row: Selectable<EventBatchTable>): KeptBatch {
  const { id, asked, bytes, digest, state, told, inserted, duplicates, conflicts, corrected } = row;
  return {
    id,
    asked: asked as BatchAsked, // Written by `register` alone.
    file: { digest, bytes },
    state,
    hasBegun: row.last_piece !== null,
    inserted,
    duplicates,
    conflicts,
    corrected,
    end: told as BatchEnd | null, // Written by `end` and with the last piece.
    receivedAt: row.received_at,
    endedAt: row.ended_at,
  };
}
