/**
 * How the embedded Postgres is set.
 *
 * @module
 */

/**
 * Given at every start. With `wal_level=minimal` rows copied into a table of the same
 * transaction are written once, and are in their file before the commit is. Full page
 * writes stay on: a process may be killed between the two halves of a page.
 */
export const START_PARAMETERS: readonly string[] = [
  // PGlite's default is 128 MB, all of it touched at the start.
  "shared_buffers=16MB",
  "wal_level=minimal",
  "max_wal_senders=0",
  "max_connections=4",
  "min_wal_size=32MB",
  "max_wal_size=256MB",
  "work_mem=32MB",
  "jit=off",
  "timezone=UTC",
  "datestyle=ISO,YMD",
  "intervalstyle=iso_8601",
  "extra_float_digits=1",
  "bytea_output=hex",
  "search_path=daybook",
].flatMap((setting) => ["-c", setting]);
