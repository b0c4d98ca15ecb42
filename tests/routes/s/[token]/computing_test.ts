import { deepStrictEqual as assertEquals, equal } from "node:assert/strict";
import { migrate } from "@/lib/db/migrate.ts";
import { createLog } from "@/lib/log.ts";
import { createLinks } from "@/lib/workspace/links/links.ts";
import { createOwner } from "@/lib/workspace/owner/owner.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { linkAsked } from "@/tests/helpers/link_asked.ts";
import { makeShelf, makeView } from "@/tests/helpers/linked_notebooks.ts";
import { reports } from "@/tests/helpers/reports.ts";
import { openPages } from "@/tests/helpers/site.ts";

const FILES = ["routes/s/[token]/index.tsx", "routes/s/[token]/computing.ts"];

databaseTest("GET /s/…/computing tells whether to wait, and runs nothing", async (database) => {
  await migrate(database);
  const notebooks = makeShelf();
  notebooks.put(makeView({ status: { state: "queued" } }));
  const log = createLog({ level: "error" });
  const owner = createOwner({ database, log });
  const links = createLinks({ database, notebooks, log, reports, waitMilliseconds: 1 });
  const { id, token } = await links.create(linkAsked({ verb: "view_and_set" }));
  const fetchPage = await openPages({ links, owner }, FILES);
  const tell = async (path: string) => await (await fetchPage(path)).json();

  const text = await (await fetchPage(`/s/${token}?days=14`)).text();
  equal(text.includes(`/s/${token}/computing?days=14`), true);
  assertEquals(await tell(`/s/${token}/computing?days=14`), { computing: true });
  notebooks.put(makeView({ status: { state: "stale", shown: true } }));
  assertEquals(await tell(`/s/${token}/computing?days=14`), { computing: false });
  equal(notebooks.asked.some(({ method }) => method === "run"), false);

  // It counts as no use of its own, and ends with the link.
  const [entry] = await links.list({ notebook: linkAsked().notebook });
  equal(entry.uses, 1);
  await links.revoke({ id });
  equal((await fetchPage(`/s/${token}/computing`)).status, 404);
});

databaseTest("GET /s/…/computing tells nothing without the password", async (database) => {
  await migrate(database);
  const notebooks = makeShelf();
  notebooks.put(makeView());
  const log = createLog({ level: "error" });
  const owner = createOwner({ database, log });
  const links = createLinks({ database, notebooks, log, reports, waitMilliseconds: 1 });
  const { token } = await links.create(linkAsked({ password: "correct horse" }));
  const fetchPage = await openPages({ links, owner }, FILES);
  const response = await fetchPage(`/s/${token}/computing`);
  equal(response.status, 403);
});
