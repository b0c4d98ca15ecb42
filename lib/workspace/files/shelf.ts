/**
 * Datasets, uploads and findings as rows of the database.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import type { UploadTable } from "@/lib/db/upload_tables.ts";
import type { Room } from "@/lib/ingest/room.ts";
import type { FileFacts } from "@/lib/read/facts.ts";
import type { Findings } from "./findings.ts";

/** A file that was read once. */
export interface KeptDataset {
  readonly digest: string;
  /** As the account that asks named it; where that did not send it, as who sent it first did. */
  readonly name: string;
  readonly bytes: number;
  readonly facts: FileFacts;
  /** When the account that asks sent it, or who sent it first. */
  readonly uploadedAt: string;
  /** Whether the account that asks has sent it. */
  readonly isHeld: boolean;
}

/** So many findings are kept of a file, the newest. */
const FINDINGS_A_FILE = 20;

/** The rows of files. */
export class Shelf {
  readonly #database: Database;
  readonly #now: () => Date;

  constructor(database: Database, now: () => Date) {
    this.#database = database;
    this.#now = now;
  }

  /** Adds an upload where there is room for it. @throws AppError NO_ROOM */
  async addUpload(upload: Omit<UploadTable, "touched_at">, room: Room): Promise<void> {
    await this.#database.transaction(async (session) => {
      await room.demand(session, upload);
      await session.kysely.insertInto("uploads")
        .values({ ...upload, touched_at: this.#now().toISOString() }).execute();
    });
  }

  async findUpload(id: string): Promise<UploadTable | null> {
    return await this.#database.kysely.selectFrom("uploads").selectAll()
      .where("id", "=", id).executeTakeFirst() ?? null;
  }

  async changeUpload(
    id: string,
    change: Partial<Pick<UploadTable, "state" | "digest" | "message" | "remedy">>,
  ): Promise<void> {
    await this.#database.kysely.updateTable("uploads")
      .set({ ...change, touched_at: this.#now().toISOString() }).where("id", "=", id).execute();
  }

  async removeUpload(id: string): Promise<void> {
    await this.#database.kysely.deleteFrom("uploads").where("id", "=", id).execute();
  }

  /** Takes out the uploads that nothing happened to since a moment, and returns them. */
  async takeStale(before: Date): Promise<readonly UploadTable[]> {
    return await this.#database.kysely.deleteFrom("uploads")
      .where("touched_at", "<", before.toISOString()).returningAll().execute();
  }

  /** The uploads under way whose bytes these are. */
  async uploadsOf(digest: string): Promise<readonly UploadTable[]> {
    return await this.#database.kysely.selectFrom("uploads").selectAll()
      .where("digest", "=", digest).execute();
  }

  /** The same bytes are one dataset, under the name that they came with first. */
  async addDataset(
    { digest, name, bytes, facts }: Pick<KeptDataset, "digest" | "name" | "bytes" | "facts">,
  ): Promise<void> {
    await this.#database.kysely.insertInto("datasets").values({
      digest,
      name,
      bytes,
      format: facts.format,
      facts: jsonOf(facts),
      created_at: this.#now().toISOString(),
    }).onConflict((conflict) => conflict.column("digest").doNothing()).execute();
    await this.restoreDataset(digest);
  }

  /** Makes a dataset its uploader's too; without an account it is the workspace's. */
  async hold(digest: string, upload: string): Promise<void> {
    await this.#database.query(
      "insert into daybook.dataset_holders (digest, account, held_at, name) " +
        "select $1, account, $3::timestamptz, name from daybook.uploads " +
        "where id = $2 and account is not null on conflict do nothing",
      [digest, upload, this.#now().toISOString()],
    );
  }

  /** Takes a dataset from an account where others have it too; returns whether they do. */
  async letGo(digest: string, account: string): Promise<boolean> {
    const rows = await this.#database.query(
      "delete from daybook.dataset_holders where digest = $1 and account = $2 and exists (" +
        "select from daybook.dataset_holders where digest = $1 and account <> $2) returning digest",
      [digest, account],
    );
    return rows.length > 0;
  }

  /** Returns a dataset as an account knows it. */
  async findDataset(digest: string, account: string | null = null): Promise<KeptDataset | null> {
    const row = await this.#datasetsFor(account).where("dataset.digest", "=", digest)
      .executeTakeFirst();
    return row === undefined ? null : datasetOf(row);
  }

  /** Whether a dataset is there, or was deleted and can be restored. */
  async keepsDataset(digest: string): Promise<boolean> {
    const row = await this.#database.kysely.selectFrom("datasets").select("digest")
      .where("digest", "=", digest).executeTakeFirst();
    return row !== undefined;
  }

  /** All datasets as an account knows them, those that came first first. */
  async datasets(account: string | null = null): Promise<readonly KeptDataset[]> {
    const rows = await this.#datasetsFor(account)
      .orderBy((row) => row.fn.coalesce("held.held_at", "dataset.created_at"))
      .orderBy("dataset.digest").execute();
    return rows.map(datasetOf);
  }

  #datasetsFor(account: string | null) {
    return this.#database.kysely.selectFrom("datasets as dataset")
      .leftJoin(
        "dataset_holders as held",
        (join) =>
          join.onRef("held.digest", "=", "dataset.digest").on("held.account", "=", account ?? ""),
      )
      .selectAll("dataset").select(["held.name as own_name", "held.held_at"])
      .where("dataset.deleted_at", "is", null);
  }

  /** Deletes a dataset so that it can be restored. */
  async deleteDataset(digest: string): Promise<void> {
    await this.#database.kysely.updateTable("datasets")
      .set({ deleted_at: this.#now().toISOString() })
      .where("digest", "=", digest).where("deleted_at", "is", null).execute();
  }

  /** Brings a deleted dataset back; returns whether there is one. */
  async restoreDataset(digest: string): Promise<boolean> {
    const { numUpdatedRows } = await this.#database.kysely.updateTable("datasets")
      .set({ deleted_at: null }).where("digest", "=", digest).executeTakeFirst();
    return Number(numUpdatedRows) > 0;
  }

  /** Takes out for good what was deleted before a moment; returns the digests. */
  async takeDeleted(before: Date): Promise<readonly string[]> {
    return await this.#database.transaction(async ({ kysely }) => {
      const rows = await kysely.deleteFrom("datasets")
        .where("deleted_at", "<", before.toISOString()).returning("digest").execute();
      const digests = rows.map(({ digest }) => digest);
      if (digests.length === 0) return [];
      await kysely.deleteFrom("previews").where("digest", "in", digests).execute();
      await kysely.deleteFrom("uploads").where("digest", "in", digests).execute();
      return digests;
    });
  }

  async findFindings(digest: string, key: string): Promise<Findings | null> {
    const row = await this.#database.kysely.selectFrom("previews").select("findings")
      .where("digest", "=", digest).where("options_key", "=", key).executeTakeFirst();
    // Written by `keepFindings` under a key of the same version.
    return row === undefined ? null : JSON.parse(row.findings) as Findings;
  }

  async keepFindings(digest: string, key: string, findings: Findings): Promise<void> {
    const text = JSON.stringify(findings);
    const made_at = this.#now().toISOString();
    const { kysely } = this.#database;
    await kysely.insertInto("previews")
      .values({ digest, options_key: key, findings: text, made_at })
      .onConflict((conflict) => conflict.columns(["digest", "options_key"]).doNothing()).execute();
    const newest = kysely.selectFrom("previews").select("options_key")
      .where("digest", "=", digest).orderBy("made_at", "desc").limit(FINDINGS_A_FILE);
    await kysely.deleteFrom("previews").where("digest", "=", digest)
      .where("options_key", "not in", newest).execute();
  }
}

function datasetOf(
  { digest, name, bytes, facts, created_at, own_name, held_at }: {
    readonly digest: string;
    readonly name: string;
    readonly bytes: number;
    readonly facts: object;
    readonly created_at: string;
    readonly own_name: string | null;
    readonly held_at: string | null;
  },
): KeptDataset {
  return {
    digest,
    name: own_name ?? name,
    bytes,
    facts: facts as FileFacts, // written by `addDataset` alone
    uploadedAt: held_at ?? created_at,
    isHeld: own_name !== null,
  };
}

/** JSON that jsonb takes: without NUL and halves of characters, which a file may hold. */
function jsonOf(facts: FileFacts): string {
  return JSON.stringify(
    facts,
    (_key, value) =>
      typeof value === "string" ? value.replaceAll("\0", "\uFFFD").toWellFormed() : value,
  );
}
