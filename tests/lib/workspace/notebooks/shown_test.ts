import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import {
  followEffects,
  forgetOldSets,
  loadShown,
  NOTHING_SHOWN,
  saveEffects,
  saveShown,
  type Shown,
} from "@/lib/workspace/notebooks/shown.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const notebook = "shop";
const SHOWN: Shown = { key: "k", origin: "computed", failure: null, milliseconds: 5 };

async function insertShop(database: Database): Promise<void> {
  await database.query(
    "insert into daybook.notebooks (id, revision, title, tags) values ($1, 1, 'Shop', '[]')",
    [notebook],
  );
}

databaseTest("saveShown() keeps what cells show by their parameters", async (database) => {
  await insertShop(database);
  const failure = {
    key: "f",
    problems: [],
    blocks: [],
    figures: {},
    rejected: 2,
    milliseconds: 1,
    at: "2026-01-01T00:00:00Z",
  };
  await saveShown(database, { notebook, parameters: "{}", cells: new Map([["a", SHOWN]]) });
  const other = new Map([["a", { ...SHOWN, failure }], ["b", NOTHING_SHOWN]]);
  await saveShown(database, { notebook, parameters: '{"x":"1"}', cells: other });
  const again = new Map([["a", { ...SHOWN, key: "later" }]]);
  await saveShown(database, { notebook, parameters: "{}", cells: again });
  const sets = await loadShown(database, notebook);
  assertEquals(sets.get("{}"), again);
  assertEquals(sets.get('{"x":"1"}'), other);
});

databaseTest(
  "saveEffects() and followEffects() do the same to what cells show",
  async (database) => {
    await insertShop(database);
    const cells = new Map([["a", SHOWN], ["b", SHOWN], ["c", { ...SHOWN, key: "c" }]]);
    await saveShown(database, { notebook, parameters: "{}", cells });
    const effects = [
      { type: "deleted", cell: "b" },
      { type: "renamed", from: "c", to: "d" },
      { type: "added", cell: "a" },
    ] as const;
    followEffects(cells, effects);
    await saveEffects(database, notebook, effects);
    // What was deleted is kept for when that is undone.
    assertEquals(cells, new Map([["b", SHOWN], ["d", { ...SHOWN, key: "c" }]]));
    assertEquals((await loadShown(database, notebook)).get("{}"), cells);
  },
);

databaseTest("forgetOldSets() keeps the parameters that were used last", async (database) => {
  await insertShop(database);
  for (let set = 0; set < 25; set++) {
    await database.query(
      "insert into daybook.shown (notebook, parameters, cell, changed_at) " +
        "values ($1, $2, 'a', now() + make_interval(secs => $3))",
      [notebook, `set ${set}`, set],
    );
  }
  await database.query(
    "insert into daybook.shown (notebook, parameters, cell, changed_at) " +
      "values ($1, '{}', 'a', now() - interval '1 hour')",
    [notebook],
  );
  await forgetOldSets(database, notebook);
  const left = [...(await loadShown(database, notebook)).keys()];
  // The 20 newest, and the defaults however old they are.
  assertEquals(left, [...Array.from({ length: 20 }, (_, i) => `set ${24 - i}`), "{}"]);
});
