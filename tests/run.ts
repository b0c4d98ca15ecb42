/**
 * `deno task test`: the whole suite on the embedded database, then what uses a database again
 * on a server. `deno task test:quick` leaves out the server and what takes long.
 *
 * It shows what failed and what took longer than a second, and closes with what could not run
 * and `N passed, N failed, N skipped`. Where `CI` is set, a test left out is a failure; an operation
 * of the interface for programs that no test has asked with success is one anywhere.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { ASKED_FILE, operationsNotAsked } from "./helpers/asked_operations.ts";
import { makeTemplate } from "./helpers/database_template.ts";
import { type PostgresServer, startPostgresServer } from "./helpers/postgres_server.ts";
import { writeTestGroups } from "./helpers/test_groups.ts";

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
const LIMIT_MILLISECONDS = 15 * 60 * 1000;

/**
 * Files and folders that a quick run leaves out, beside those that need a browser: they start
 * programs, kill them many times, or open a database a test.
 */
const LONG = [
  "lib/cli/",
  "lib/db/",
  "lib/notebook/run/",
  "lib/steps/check/",
  "lib/steps/chart/",
  "lib/steps/kpi/",
  "lib/steps/sql/",
  "lib/web/bundle/",
  "lib/workspace/",
  "notebooks/",
  "routes/",
];

/** A test file that imports this runs on both databases. */
const DATABASE_HELPER = "helpers/database.ts";

/** A test file that imports this drives Chromium, whose driver looks below `/proc`. */
const BROWSER_HELPER = "helpers/browser.ts";

/** Deno lets only those read `/proc` who may do everything. */
const BROWSER_RIGHTS = ["--allow-all"];

const TESTS = fileURLToPath(new URL("./", import.meta.url));

/** Groups of test files are outside of the project. */
const CONFIG = fileURLToPath(new URL("../deno.json", import.meta.url));

async function findTestFiles(directory: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    const path = `${directory}${name}`;
    if (isDirectory) found.push(...await findTestFiles(`${path}/`));
    else if (/_test\.tsx?$/.test(name)) found.push(path);
  }
  return found.sort();
}

/** Returns the test files that import a helper. */
async function whichImport(files: readonly string[], helper: string): Promise<readonly string[]> {
  const texts = await Promise.all(files.map((file) => Deno.readTextFile(file)));
  return files.filter((_, index) => texts[index].includes(helper));
}

/** A test that passed within a second, or a step that passed. */
const QUICK_PASS = / \.\.\. ok \(\d+[mµ]s\)$| \.\.\. .* \.\.\. ok \(.*\)$/;

async function* linesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}

/** Runs test files, showing what they print, and counts. */
async function runTests(
  files: readonly string[],
  environment: Readonly<Record<string, string>>,
  rights: readonly string[] = RIGHTS,
): Promise<Counts> {
  await using groups = await writeTestGroups(files);
  const process = new Deno.Command(Deno.execPath(), {
    // Types are the business of `deno check`.
    args: [
      "test",
      "--quiet",
      "--no-check",
      "--parallel",
      `--config=${CONFIG}`,
      ...rights,
      ...groups.files,
    ],
    env: { ...environment, NO_COLOR: "1" },
    stdout: "piped",
    stderr: "inherit",
    signal: AbortSignal.timeout(LIMIT_MILLISECONDS),
  }).spawn();
  let printed = "";
  for await (const line of linesOf(process.stdout)) {
    if (!QUICK_PASS.test(line)) console.log(line);
    printed += `${line}\n`;
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
    await using template = await makeTemplate(url);
    const environment = { TEST_DATABASE_URL: url, TEST_DATABASE_TEMPLATE: template.name };
    return await runTests(files, { DATABASE: "server", ...environment });
  } finally {
    await server?.stop();
  }
}

/** Returns a failure for each operation that no test has asked. */
async function countNotAsked(file: string): Promise<Counts> {
  const { OPERATIONS } = await import("./helpers/described.ts");
  const missing = await operationsNotAsked(OPERATIONS, file);
  for (const id of missing) console.log(`No test has asked the operation "${id}" with success`);
  return { passed: 0, failed: missing.length, skipped: [] };
}

const quick = Deno.args.includes("--quick");
const files = (await findTestFiles(TESTS))
  .filter((file) => !quick || !LONG.some((part) => file.startsWith(`${TESTS}${part}`)));

const inBrowser = await whichImport(files, BROWSER_HELPER);
const others = files.filter((file) => !inBrowser.includes(file));

const asked = await Deno.makeTempFile();
console.log("On the embedded database:");
const runs = [await runTests(others, { DATABASE: "embedded", [ASKED_FILE]: asked })];
runs.push(await countNotAsked(asked));
await Deno.remove(asked);
if (!quick) {
  console.log("\nIn a browser:");
  runs.push(await runTests(inBrowser, { DATABASE: "embedded" }, BROWSER_RIGHTS));
}
if (!quick) runs.push(await runOnServer(await whichImport(others, DATABASE_HELPER)));
const passed = runs.reduce((sum, run) => sum + run.passed, 0);
const failed = runs.reduce((sum, run) => sum + run.failed, 0);
const skipped = runs.flatMap((run) => run.skipped);

console.log("");
for (const name of skipped) console.log(`Could not run: ${name}`);
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
const complete = skipped.length === 0 || Deno.env.get("CI") === undefined;
Deno.exit(failed === 0 && complete ? 0 : 1);
