import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  strictEqual as assertIs,
} from "node:assert/strict";
import { createEngineFigures } from "@/lib/seen/engine_figures.ts";
import { createSeen } from "@/lib/workspace/seen/seen.ts";
import { makeFolder } from "@/tests/helpers/command.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

databaseTest(
  "createSeen() is ready where the database answers and the disk takes bytes",
  async (database) => {
    await using folder = await makeFolder();
    const figures = createEngineFigures();
    const seen = createSeen({ database, figures, dataDirectory: folder.path });
    assertEquals(await seen.ready({}), { database: true, queue: true, disk: true });
    // Nothing is left behind.
    assertEquals(await Array.fromAsync(Deno.readDir(folder.path)), []);
    for (let run = 0; run < 1000; run++) figures.hear("run.queued", { run }, "debug");
    assertIs((await seen.ready({})).queue, false);
    const text = await seen.figures({});
    assertMatch(text, /^daybook_database_size_bytes [1-9]\d+$/m);
    assertMatch(text, /^daybook_database_connections\{state="\w+[^"]*"\} [1-9]\d*$/m);
  },
);

databaseTest("createSeen() says that the disk is full or no folder", async (database) => {
  await using folder = await makeFolder();
  const dataDirectory = `${folder.path}/file`;
  await Deno.writeTextFile(dataDirectory, "");
  const seen = createSeen({ database, figures: createEngineFigures(), dataDirectory });
  assertIs((await seen.ready({})).disk, false);
});

databaseTest("createSeen() tries the disk once a second, however many ask", async (database) => {
  await using folder = await makeFolder();
  const dataDirectory = `${folder.path}/data`;
  let now = 0;
  const seen = createSeen({
    database,
    figures: createEngineFigures(),
    dataDirectory,
    now: () => now,
  });
  assertIs((await seen.ready({})).disk, true);
  await Deno.remove(dataDirectory);
  await Deno.writeTextFile(dataDirectory, "");
  now = 999;
  assertIs((await seen.ready({})).disk, true);
  now = 1000;
  assertIs((await seen.ready({})).disk, false);
});
