/**
 * Makes the archive of the ready-made empty database: `deno task seed`, run again when PGlite
 * or the migrations change. It has no template databases, which nobody would use.
 *
 * @module
 */
import { PGlite } from "@electric-sql/pglite";
import { migrate } from "@/lib/db/migrate.ts";
import { PooledDatabase } from "@/lib/db/pooled_database.ts";
import { packDirectory } from "./archive.ts";
import { connectEmbedded } from "./connect.ts";

const SEED = new URL("seed.gz", import.meta.url);

const temporary = await Deno.makeTempDir({ prefix: "daybook-seed-" });
try {
  const directory = `${temporary}/database`;
  const maker = await PGlite.create({
    dataDir: directory,
    initDbStartParams: ["--wal-segsize=4", "--encoding=UTF8", "--no-locale", "--auth=trust"],
  });
  await maker.exec("update pg_database set datistemplate = false, datallowconn = true");
  for (const template of ["template0", "template1"]) await maker.exec(`drop database ${template}`);
  await maker.close();

  const database = new PooledDatabase({
    kind: "embedded",
    size: 1,
    connect: () => connectEmbedded({ directory, process: null, notified() {} }),
    listen: () => Promise.reject(new Error("Nobody listens")),
    close: () => Promise.resolve(),
  });
  await migrate(database);
  await database.query("vacuum (freeze, analyze)");
  await database.close();

  await Deno.writeFile(SEED, await packDirectory(directory));
} finally {
  await Deno.remove(temporary, { recursive: true });
}
