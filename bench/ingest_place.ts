/**
 * A database that is new for each measure.
 *
 * @module
 */
import postgres from "postgres";
import { type Place, SERVER } from "./programs.ts";

const NAME = "daybook_bench_ingest";

/** Works with the address of a new database; an empty one is the embedded database's. */
export async function inNewDatabase(
  place: Place,
  work: (databaseUrl: string) => Promise<void>,
): Promise<void> {
  if (place === "embedded" || SERVER === null) return await work("");
  const admin = postgres(SERVER, { max: 1, onnotice() {} });
  try {
    await admin.unsafe(`drop database if exists ${NAME} with (force)`);
    await admin.unsafe(`create database ${NAME}`);
    const url = new URL(SERVER);
    url.pathname = `/${NAME}`;
    await work(url.href);
    await admin.unsafe(`drop database ${NAME} with (force)`);
  } finally {
    await admin.end();
  }
}
