import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import { evictResults } from "@/lib/notebook/run/evict.ts";
import { createLinks } from "@/lib/workspace/links/links.ts";
import type { Links } from "@/lib/workspace/links/contract.ts";
import { createTables } from "@/lib/workspace/tables/tables.ts";
import { linkAsked } from "@/tests/helpers/link_asked.ts";
import { notebooksTest, runToEnd } from "@/tests/helpers/notebooks.ts";

const ORDERS = "day,region,amount\n" +
  "2026-01-01,North,10\n2026-01-01,South,4\n2026-01-02,North,20\n2026-01-02,South,6\n";

/** North has 10 and 20, so 30; South has 4 and 6, so 10. */
const NOTEBOOK = `---
title: Orders
params:
  region:
    type: choice
    options: [North, South]
    default: North
  least:
    type: number
    default: 0
---

\`\`\`load orders
file: orders_of_the_board.csv
\`\`\`

\`\`\`sql picked
query: select day, amount from orders where region = \${region} and amount >= \${least}
\`\`\`

\`\`\`kpi daily
time: day
grain: day
measures:
  sold: sum(amount)
\`\`\`
`;

async function sold(links: Links, token: string, parameters: Record<string, string> = {}) {
  const opened = await links.open({ token, parameters, password: null, grant: null });
  ok(opened.type === "open");
  const daily = opened.view.blocks.find((block) =>
    block.type === "cell" && block.cell.name === "daily"
  );
  ok(daily?.type === "cell");
  const figures = daily.cell.output?.figures ?? {};
  return Object.entries(figures).find(([path]) => path.endsWith("total"))?.[1].value;
}

notebooksTest("createLinks() shares a notebook that runs", async (given) => {
  const { notebooks, database, folder, services } = given;
  await folder.write("orders_of_the_board.csv", ORDERS);
  const { id } = await notebooks.create({ text: NOTEBOOK });
  await runToEnd(notebooks, { id });
  const links = createLinks({ database, notebooks, log: services.log, reports: services.reports });
  const asked = { notebook: id };
  const live = await links.create(linkAsked(asked));
  const frozen = await links.create(linkAsked({ ...asked, mode: "frozen" }));
  const setting = await links.create(
    linkAsked({ ...asked, verb: "view_and_set", locked: ["region"] }),
  );

  equal(await sold(links, live.token), 30);
  equal(await sold(links, frozen.token), 30);
  // Of North only the 20 is at least 15; what a reader sets is computed for them.
  equal(await sold(links, setting.token, { least: "15", region: "South" }), 20);
  equal(await sold(links, live.token, { least: "15" }), 30);

  // The data moves on by 100.
  await folder.write("orders_of_the_board.csv", `${ORDERS}2026-01-03,North,100\n`);
  await runToEnd(notebooks, { id });
  equal(await sold(links, live.token), 130);
  equal(await sold(links, frozen.token), 30);

  const kept = await database.kysely.selectFrom("kept_results").select("holder").distinct()
    .execute();
  deepStrictEqual(kept, [{ holder: `link:${frozen.id}` }]);
});

notebooksTest(
  "createLinks() shows a frozen link the same whatever happens around it",
  async (given) => {
    const { notebooks, database, folder, services, restart } = given;
    await folder.write("orders_of_the_board.csv", ORDERS);
    const { id } = await notebooks.create({ text: NOTEBOOK });
    await runToEnd(notebooks, { id });
    const open = (engine: typeof notebooks) =>
      createLinks({ database, notebooks: engine, log: services.log, reports: services.reports });
    const { token } = await open(notebooks).create(linkAsked({ notebook: id, mode: "frozen" }));
    const asked = { token, parameters: { region: "South" }, password: null, grant: null };
    const before = await open(notebooks).open(asked);
    ok(before.type === "open");
    const keys = before.view.blocks.flatMap((block) =>
      block.type === "cell" ? [block.cell.output?.key ?? ""] : []
    ).filter((key) => key !== "");
    const drawer = { paint: () => Promise.reject(new Error("No chart is asked for")) };
    const tables = createTables({ database, drawer });
    const all = { sort: null, where: [], offset: 0, limit: 10 };
    const rows = () => Promise.all(keys.map((key) => tables.page({ key, ...all })));
    const rowsBefore = await rows();

    const edit = async (edits: Parameters<typeof notebooks.edit>[0]["edits"]) => {
      const { revision } = await notebooks.open({ id, parameters: {} });
      const told = { id, revision, edits, editor: null, parameters: {} };
      equal((await notebooks.edit(told)).type, "saved");
    };
    await edit([{ type: "rename_cell", cell: "daily", to: "weekly" }]);
    await edit([{ type: "set_head", path: ["title"], value: "Another" }]);
    await edit([{ type: "delete_cell", cell: "weekly" }]);
    await Deno.remove(`${folder.path}/orders_of_the_board.csv`);
    await database.query("update results set last_used_at = now() - interval '400 days'");
    await database.query("delete from shown");
    await evictResults(database, { maxBytes: 0, maxDays: 1 });
    const restarted = await restart();

    deepStrictEqual(await open(restarted).open(asked), before);
    deepStrictEqual(await rows(), rowsBefore);
  },
);

notebooksTest("createLinks() leaves the owner's own state to the owner", async (given) => {
  const { notebooks, database, folder, services } = given;
  await folder.write("orders_of_the_board.csv", ORDERS);
  const { id } = await notebooks.create({ text: NOTEBOOK });
  await runToEnd(notebooks, { id });
  const [before] = await notebooks.list({});
  const rows = async () =>
    await database.query("select notebook, parameters, cell from shown order by 1, 2, 3");
  const shownBefore = await rows();
  // The data moves on: what the owner sees is what was computed before.
  await folder.write("orders_of_the_board.csv", `${ORDERS}2026-01-03,North,100\n`);

  const links = createLinks({ database, notebooks, log: services.log, reports: services.reports });
  const { token } = await links.create(linkAsked({ notebook: id, verb: "view_and_set" }));
  equal(await sold(links, token, { least: "15" }), 120);
  // More states than are kept in memory: opening one computes nothing more where quotas are used up.
  for (let least = 100; least < 230; least++) {
    await notebooks.open({ id, parameters: { least: String(least) } });
  }

  const [after] = await notebooks.list({});
  deepStrictEqual(after.lastRun, before.lastRun);
  deepStrictEqual(await rows(), shownBefore);
  const daily = (await notebooks.open({ id, parameters: {} })).blocks.at(-1);
  ok(daily?.type === "cell");
  deepStrictEqual(daily.cell.status, { state: "stale", shown: true });
});

notebooksTest("createLinks() tells readers nothing of how figures are made", async (given) => {
  const { notebooks, database, folder, services } = given;
  await folder.write("orders_of_the_board.csv", ORDERS);
  const { id } = await notebooks.create({ text: NOTEBOOK });
  await notebooks.create({ title: "Salaries" });
  await runToEnd(notebooks, { id });
  const links = createLinks({ database, notebooks, log: services.log, reports: services.reports });
  for (const mode of ["live", "frozen"] as const) {
    const { token } = await links.create(linkAsked({ notebook: id, mode }));
    const opened = await links.open({ token, parameters: {}, password: null, grant: null });
    const told = JSON.stringify(opened);
    match(told, /"name":"daily"/);
    for (
      const secret of ["orders_of_the_board", folder.path, "select day", "South", "Salaries", id]
    ) {
      equal(told.includes(secret), false, `${mode}: ${secret}`);
    }
  }
});

notebooksTest("createLinks() reads nothing for a stranger's notebook that waits", async (given) => {
  const { notebooks, database, folder, services } = given;
  await folder.write("orders_of_the_board.csv", ORDERS);
  const { id } = await notebooks.create({ text: NOTEBOOK, imported: true });
  const links = createLinks({ database, notebooks, log: services.log, reports: services.reports });
  const { token } = await links.create(linkAsked({ notebook: id, verb: "view_and_set" }));
  equal(await sold(links, token, { least: "15" }), undefined);
  const [grant] = await notebooks.grants({ id });
  deepStrictEqual([grant.type, grant.name, grant.granted], [
    "file",
    "orders_of_the_board.csv",
    false,
  ]);
  await notebooks.grant({ id, allowed: [grant] });
  equal(await sold(links, token, { least: "15" }), 20);
});

notebooksTest("createLinks() ends with the notebook, and comes back with it", async (given) => {
  const { notebooks, database, folder, services } = given;
  await folder.write("orders_of_the_board.csv", ORDERS);
  const { id } = await notebooks.create({ text: NOTEBOOK });
  await runToEnd(notebooks, { id });
  const links = createLinks({ database, notebooks, log: services.log, reports: services.reports });
  for (const mode of ["live", "frozen"] as const) {
    const { token } = await links.create(linkAsked({ notebook: id, mode }));
    await notebooks.remove({ id });
    const asked = { token, parameters: {}, password: null, grant: null };
    deepStrictEqual(await links.open(asked), { type: "gone" });
    await notebooks.restore({ id });
    equal((await links.open(asked)).type, "open");
  }
});

notebooksTest("createLinks() goes with a notebook that was deleted long ago", async (given) => {
  const { notebooks, database, folder, services, restart } = given;
  await folder.write("orders_of_the_board.csv", ORDERS);
  const { id } = await notebooks.create({ text: NOTEBOOK, imported: true });
  await notebooks.grant({ id, allowed: await notebooks.grants({ id }) });
  await runToEnd(notebooks, { id });
  const links = createLinks({ database, notebooks, log: services.log, reports: services.reports });
  await links.create(linkAsked({ notebook: id, mode: "frozen" }));
  await notebooks.remove({ id });
  const counts = async () => {
    const tables = ["links", "kept_results", "guarded_notebooks", "grants"];
    const parts = tables.map((table) => `(select count(*)::int4 from ${table}) as ${table}`);
    const [row] = await database.query(`select ${parts.join(", ")}`);
    return row;
  };
  await restart();
  deepStrictEqual(await counts(), { links: 1, kept_results: 3, guarded_notebooks: 1, grants: 1 });
  await database.query("update notebooks set deleted_at = now() - interval '31 days'");
  await restart();
  deepStrictEqual(await counts(), { links: 0, kept_results: 0, guarded_notebooks: 0, grants: 0 });
});
