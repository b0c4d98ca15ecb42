/**
 * `deno task test`: the whole suite on the embedded database, then what uses a database again
 * on a server. It closes with what could not run, and `N passed, N failed, N skipped`.
 *
 * Where `CI` is set, a test left out is a failure.
 *
 * @module
 */
import { type PostgresServer, startPostgresServer } from "./helpers/postgres_server.ts";

interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** What could not run, each named. */
  readonly skipped: readonly string[];
}

const RIGHTS = [
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--allow-run",
  "--allow-sys",
  "--allow-net=127.0.0.1,localhost",
];

/** A run that takes longer hangs. */
const LIMIT_MILLISECONDS = 8 * 60 * 1000;

/** A test file that imports this runs on both databases. */
const DATABASE_HELPER = "helpers/database.ts";

const TESTS = new URL("./", import.meta.url).pathname;

async function findTestFiles(directory: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    const path = `${directory}${name}`;
    if (isDirectory) found.push(...await findTestFiles(`${path}/`));
    else if (/_test\.tsx?$/.test(name)) found.push(path);
  }
  return found.sort();
}

async function usesDatabase(path: string): Promise<boolean> {
  return (await Deno.readTextFile(path)).includes(DATABASE_HELPER);
}

/** Runs test files, showing what they print, and counts. */
async function runTests(
  files: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Counts> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["test", "--quiet", "--parallel", ...RIGHTS, ...files],
    env: { ...environment, NO_COLOR: "1" },
    stdout: "piped",
    stderr: "inherit",
    signal: AbortSignal.timeout(LIMIT_MILLISECONDS),
  }).spawn();
  let printed = "";
  for await (const text of process.stdout.pipeThrough(new TextDecoderStream())) {
    await Deno.stdout.write(new TextEncoder().encode(text));
    printed += text;
  }
  const { success } = await process.status;
  const counts = readCounts(printed);
  // Files that cannot be loaded, and a run that hangs, end without a summary.
  return counts.failed === 0 && !success ? { ...counts, failed: 1 } : counts;
}

/** Reads `ok | 4 passed (3 steps) | 0 failed | 1 ignored (12ms)` and the tests ignored. */
function readCounts(printed: string): Counts {
  const summary = /^(?:ok|FAILED) \| .*$/m.exec(printed)?.[0] ?? "";
  const count = (word: string) =>
    Number(new RegExp(`(\\d+) ${word}`).exec(summary.replace(/\([^)]*\)/g, ""))?.[1] ?? 0);
  const skipped = [...printed.matchAll(/^ *(.*) \.\.\. ignored/gm)].map(([, name]) => name);
  return { passed: count("passed"), failed: count("failed"), skipped };
}

/** Uses the server that was given, or starts one. */
async function runOnServer(files: readonly string[]): Promise<Counts> {
  const given = Deno.env.get("TEST_DATABASE_URL");
  let server: PostgresServer | null = null;
  try {
    if (given === undefined) server = await startPostgresServer();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.log(`\nNo Postgres server can be had here: ${reason}`);
    return { passed: 0, failed: 0, skipped: files.map((file) => `${file} on a server`) };
  }
  try {
    const url = server?.url ?? given ?? "";
    console.log(`\nOn a server${server === null ? "" : `, Postgres ${server.version}`}:`);
    return await runTests(files, { DATABASE: "server", TEST_DATABASE_URL: url });
  } finally {
    await server?.stop();
  }
}

const files = await findTestFiles(TESTS);
const databaseFiles: string[] = [];
for (const file of files) if (await usesDatabase(file)) databaseFiles.push(file);

console.log("On the embedded database:");
const runs = [
  await runTests(files, { DATABASE: "embedded" }),
  await runOnServer(databaseFiles),
];
const passed = runs.reduce((sum, run) => sum + run.passed, 0);
const failed = runs.reduce((sum, run) => sum + run.failed, 0);
const skipped = runs.flatMap((run) => run.skipped);

console.log("");
for (const name of skipped) console.log(`Could not run: ${name}`);
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
const complete = skipped.length === 0 || Deno.env.get("CI") === undefined;
Deno.exit(failed === 0 && complete ? 0 : 1);
