import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { migrate } from "@/lib/db/migrate.ts";
import { createLog } from "@/lib/log.ts";
import { createLinks } from "@/lib/workspace/links/links.ts";
import type { LinkedNotebooks } from "@/lib/workspace/links/open_link.ts";
import type { LinkVerb } from "@/lib/workspace/links/contract.ts";
import type { Notebooks } from "@/lib/workspace/notebooks/contract.ts";
import { createOwner } from "@/lib/workspace/owner/owner.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { makeShelf, makeView } from "@/tests/helpers/linked_notebooks.ts";
import { reports } from "@/tests/helpers/reports.ts";

/** Every method there is: a new one does not compile until it is decided on here. */
const MAY: Readonly<Record<keyof Notebooks, readonly LinkVerb[]>> = {
  open: ["view", "view_and_set"],
  run: ["view_and_set"],
  follow: ["view_and_set"],
  export: [],
  source: [],
  write: [],
  check: [],
  runs: [],
  readRun: [],
  followRun: [],
  list: [],
  create: [],
  duplicate: [],
  remove: [],
  restore: [],
  deleted: [],
  grants: [],
  grant: [],
  cell: [],
  edit: [],
  undo: [],
  redo: [],
  cancel: [],
  history: [],
  compare: [],
  restoreRevision: [],
};

for (const verb of ["view", "view_and_set"] as const) {
  databaseTest(
    `createLinks() asks with "${verb}" only what it may, of one notebook`,
    async (database) => {
      await migrate(database);
      const shelf = makeShelf();
      shelf.put(makeView({ status: { state: "stale", shown: true } }));
      shelf.put(makeView({ id: "salaries" }));
      const called = new Set<string>();
      const notebooks = new Proxy<LinkedNotebooks>(shelf, {
        get(target, method) {
          called.add(String(method));
          // Whoever asks for a method that a link has no use for is told so by its absence.
          return Reflect.get(target, method);
        },
      });
      const log = createLog({ level: "error" });
      const links = createLinks({ database, notebooks, log, reports, waitMilliseconds: 1 });
      const { token } = await links.create({
        notebook: "sales",
        verb,
        mode: "live",
        parameters: {},
        locked: ["region"],
        expiresAt: null,
        password: null,
        embedHosts: [],
        label: "",
      });
      const parameters = {
        id: "salaries",
        notebook: "salaries",
        what: "all",
        region: "all",
        days: "1",
      };
      const opened = await links.open({ token, parameters, password: null, grant: null });
      equal(opened.type, "open");
      for (const method of called) {
        ok(method in MAY, method);
        ok(MAY[method as keyof Notebooks].includes(verb), method); // It is in MAY.
      }
      deepStrictEqual([...new Set(shelf.asked.map(({ id }) => id))], ["sales"]);
    },
  );
}

databaseTest("createLinks() gives tokens that sign nobody in", async (database) => {
  await migrate(database);
  const shelf = makeShelf();
  shelf.put(makeView());
  const log = createLog({ level: "error" });
  const { id, token } = await createLinks({ database, notebooks: shelf, log, reports }).create({
    notebook: "sales",
    verb: "view_and_set",
    mode: "live",
    parameters: {},
    locked: [],
    expiresAt: null,
    password: "correct horse",
    embedHosts: [],
    label: "",
  });
  const owner = createOwner({ database, log });
  for (const text of [token, id, "correct horse"]) {
    equal(await owner.session({ session: text }), null);
    equal(await owner.signIn({ token: text, userAgent: null }), null);
  }
});
