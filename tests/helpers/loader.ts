/**
 * Loads table after table into the data directory that it is given, and prints how many loads
 * are committed, until it is killed: `startLoader` of the tests runs it.
 *
 * @module
 */
import { BinaryCopyWriter } from "@/lib/db/copy_binary.ts";
import type { Database } from "@/lib/db/database.ts";
import { openDatabase } from "@/lib/db/open.ts";

const ROWS = 20_000;

/** The rows 0, 1, …, with some text to fill pages. */
function* rows(): Generator<Uint8Array> {
  const writer = new BinaryCopyWriter(2, { chunkBytes: 64 * 1024 });
  for (let number = 0; number < ROWS; number++) {
    writer.startRow();
    writer.integer(number);
    writer.string(`some text of row ${number}`);
    if (writer.full) yield writer.take();
  }
  yield writer.finish();
}

async function load(database: Database): Promise<number> {
  return await database.transaction(async (session) => {
    const relation = `r_${crypto.randomUUID().replaceAll("-", "")}`;
    await session.query(`create table results.${relation} (number int8, words text)`);
    const count = await session.copyIn(
      `copy results.${relation} from stdin (format binary, freeze)`,
      rows(),
    );
    await session.kysely.insertInto("results").values({
      key: relation,
      kind: "load",
      kind_version: 1,
      relation,
      schema: "{}",
      rows: count,
      rejected: 0,
      facts: "{}",
      problems: "[]",
      milliseconds: 0,
    }).execute();
    const [{ loads }] = await session.query<{ loads: number }>(
      "select count(*) as loads from daybook.results",
    );
    return loads;
  });
}

const database = await openDatabase({ dataDirectory: Deno.args[0] });
while (true) console.log(await load(database));
