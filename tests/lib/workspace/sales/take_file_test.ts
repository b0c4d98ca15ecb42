import { deepStrictEqual as assertEquals, equal, rejects } from "node:assert/strict";
import { createAudit } from "@/lib/auth/audit.ts";
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { createLog } from "@/lib/log.ts";
import { takeFile } from "@/lib/workspace/sales/take_file.ts";
import { makeFiles } from "@/tests/helpers/data_files.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const TEXT = "date,revenue\n2026-01-01,10\n2026-01-02,20\n";

/** Takes files with at most two rows and a hundred bytes. */
async function open(database: Database) {
  const test = await makeFiles(database);
  const audit = createAudit({
    database,
    log: createLog({ level: "error" }),
    now: () => new Date(),
  });
  async function* bytesOf(text: string) {
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length; at += 7) yield bytes.slice(at, at + 7);
  }
  return {
    take: (text: string, fileName = "sales.csv") =>
      takeFile({
        fileName,
        mediaType: "text/csv",
        email: "ann@example.org",
        origin: "http://127.0.0.1:8000",
        address: null,
      }, { database, files: test.files, audit, mostBytes: 100, mostRows: 2, bytes: bytesOf(text) }),
    kept: async () =>
      (await database.kysely.selectFrom("datasets").select("digest")
        .where("deleted_at", "is", null).execute()).map(({ digest }) => digest),
    noted: async () =>
      (await database.kysely.selectFrom("audit_log").select("event").execute())
        .map(({ event }) => event),
    [Symbol.asyncDispose]: () => test[Symbol.asyncDispose](),
  };
}

databaseTest("takeFile() keeps a file under its name, and tells its columns", async (database) => {
  await using sent = await open(database);
  const { name, columns, digest } = await sent.take(TEXT, "../../sales.csv");
  assertEquals([name, columns], ["sales.csv", [
    { name: "date", type: "date" },
    { name: "revenue", type: "integer" },
  ]]);
  assertEquals(await sent.noted(), ["path_traversal_tried"]);
  equal((await sent.take(TEXT)).digest, digest);
  assertEquals(await sent.kept(), [digest]);
});

databaseTest("takeFile() keeps nothing of what it refuses", async (database, t) => {
  await using sent = await open(database);
  const cases: [string, string, string, string][] = [
    ["too many rows", `${TEXT}2026-01-03,30\n`, "sales.csv", "TOO_MANY_ROWS"],
    ["too many bytes", `${TEXT}${"1".repeat(100)}`, "sales.csv", "FILE_TOO_LARGE"],
    ["another kind", TEXT, "sales.xlsx", "UNSUPPORTED_FORMAT"],
  ];
  for (const [name, text, fileName, code] of cases) {
    await t.step(name, async () => {
      await rejects(
        sent.take(text, fileName),
        (error) => error instanceof AppError && error.code === code,
      );
      assertEquals(await sent.kept(), []);
    });
  }
  assertEquals(await sent.noted(), ["file_refused"]);
});

databaseTest(
  "takeFile() leaves a file that somebody else has, though it is too long",
  async (database) => {
    await using sent = await open(database);
    const long = `${TEXT}2026-01-03,30\n`;
    await using other = await makeFiles(database);
    const digest = await other.keep("theirs.csv", long);
    await rejects(sent.take(long), { code: "TOO_MANY_ROWS" });
    assertEquals(await sent.kept(), [digest]);
  },
);
