import { deepStrictEqual } from "node:assert/strict";
import type { Kysely } from "kysely";
import type { Database } from "@/lib/db/database.ts";
import { up } from "@/migrations/0014_put_files.ts";
import { addAccount } from "@/tests/helpers/accounts.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const AT = "2026-03-01T12:00:00.000Z";
const LATER = "2026-03-02T12:00:00.000Z";
const digestOf = (letter: string) => letter.repeat(64);

/** Takes back what the migration made. */
async function undo(database: Database): Promise<void> {
  await database.query("drop table daybook.notebook_files");
  await database.query("alter table daybook.dataset_holders drop column name");
  await database.query("alter table daybook.password_resets drop column issued_by");
}

async function addNotebook(
  { kysely }: Database,
  { id, owner, texts }: {
    readonly id: string;
    readonly owner: string | null;
    readonly texts: readonly string[];
  },
): Promise<void> {
  await kysely.insertInto("notebooks")
    .values({ id, owner, revision: texts.length, title: id, description: null, tags: "[]" })
    .execute();
  for (const [i, text] of texts.entries()) {
    await kysely.insertInto("revisions").values({
      notebook: id,
      revision: i + 1,
      text,
      what: "",
      step: "",
      effects: "[]",
      undo_to: null,
      redo_to: null,
    }).execute();
  }
}

databaseTest(
  "NotebookFileTable begins with what notebooks loaded that were there before",
  async (database) => {
    await undo(database);
    const { kysely } = database;
    for (const id of ["ann", "eve"]) await addAccount(database, id, "editor");
    await addAccount(database, "ada", "admin");
    const [anns, eves, nobodys] = [digestOf("a"), digestOf("e"), digestOf("0")];
    for (const [digest, name] of [[anns, "ann.csv"], [eves, "eve.csv"], [nobodys, "old.csv"]]) {
      await kysely.insertInto("datasets")
        .values({ digest, name, bytes: 1, format: "csv", facts: "{}", created_at: AT }).execute();
    }
    const hold = (digest: string, account: string, at: string) =>
      database.query(
        "insert into daybook.dataset_holders (digest, account, held_at) " +
          "values ($1, $2, $3::timestamptz)",
        [digest, account, at],
      );
    await hold(anns, "ann", AT);
    await hold(anns, "eve", LATER);
    await hold(eves, "eve", AT);
    await kysely.insertInto("uploads").values({
      id: "1",
      name: "mine.csv",
      bytes: 1,
      state: "ready",
      digest: eves,
      message: null,
      remedy: null,
      touched_at: AT,
      account: "eve",
    }).execute();

    const all = `upload: sha256:${anns}\nupload: ${eves}\nmodel: "sha256:${nobodys}"\n`;
    await addNotebook(database, { id: "anns", owner: "ann", texts: [all] });
    await addNotebook(database, { id: "adas", owner: "ada", texts: [all, "none"] });
    await addNotebook(database, { id: "old", owner: null, texts: ["none", all] });
    await addNotebook(database, { id: "shared", owner: null, texts: [all] });
    await kysely.insertInto("notebook_people")
      .values({ notebook: "shared", account: "eve", verb: "edit", shared_at: AT }).execute();

    // Migrations name no tables of today.
    await database.transaction(({ kysely }) => up(kysely as unknown as Kysely<unknown>));
    const rows = await kysely.selectFrom("notebook_files").select(["notebook", "digest", "put_by"])
      .orderBy("notebook").orderBy("digest").execute();
    deepStrictEqual(rows.map((row) => [row.notebook, row.digest[0], row.put_by]), [
      // What its owner did not send was never loaded: nobody who edits it has sent it.
      ["adas", "0", null],
      ["adas", "a", null],
      ["adas", "e", null],
      ["anns", "a", "ann"],
      ["old", "0", null],
      ["old", "a", null],
      ["old", "e", null],
      // An editor may have named what is somebody's.
      ["shared", "0", null],
    ]);
    const held = await kysely.selectFrom("dataset_holders").select(["account", "name"])
      .orderBy("digest").orderBy("account").execute();
    deepStrictEqual(held.map(({ account, name }) => [account, name]), [
      ["ann", "ann.csv"],
      // Who sent it second learns nothing of the first one's name.
      ["eve", "aaaaaaaaaaaa"],
      ["eve", "mine.csv"],
    ]);
  },
);
