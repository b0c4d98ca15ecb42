/**
 * Opens the data directory that it is given, starts a query that goes on for minutes, and says so.
 *
 * @module
 */
import { openDatabase } from "@/lib/db/open.ts";

const database = await openDatabase({ dataDirectory: Deno.args[0] });
const running = database.query("select count(*) from (select generate_series(1, 10000000000)) n");
console.log("running");
await running;
