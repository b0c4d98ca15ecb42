/**
 * Puts the example notebooks into a workspace that never had a notebook.
 *
 * @module
 */
import { join } from "node:path";
import type { Database } from "@/lib/db/database.ts";
import { readText } from "./read_text.ts";
import { insertNotebook } from "./store.ts";

const MARK = "examples";

/** Adds the notebooks of a folder, once in the life of a database. */
export async function addExamples(database: Database, folder: string): Promise<void> {
  const mark = await database.kysely.selectFrom("marks").select("name")
    .where("name", "=", MARK).executeTakeFirst();
  if (mark !== undefined) return;
  const texts = await readTexts(folder);
  await database.transaction(async (session) => {
    const { kysely } = session;
    const first = await kysely.insertInto("marks").values({ name: MARK })
      .onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
    const other = await kysely.selectFrom("notebooks").select("id").limit(1).executeTakeFirst();
    if (Number(first.numInsertedOrUpdatedRows) === 0 || other !== undefined) return;
    for (const text of texts) {
      const { head } = readText(text).notebook;
      await insertNotebook(session, {
        id: crypto.randomUUID(),
        text,
        head,
        what: "Came with Daybook",
      });
    }
  });
}

async function readTexts(folder: string): Promise<readonly string[]> {
  const names = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && name.endsWith(".md")) names.push(name);
  }
  return await Promise.all(names.toSorted().map((name) => Deno.readTextFile(join(folder, name))));
}
