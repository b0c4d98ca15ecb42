import { deepStrictEqual, equal } from "node:assert/strict";
import type { AccountRole } from "@/lib/db/account_tables.ts";
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { hashSecret } from "@/lib/crypto/secret.ts";
import { demandThing, opensNotebook, type Thing } from "@/lib/workspace/access/things.ts";
import { addAccount, disableRow } from "@/tests/helpers/accounts.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const EARLIER = "2026-03-01T00:00:00Z";
const NOW = new Date("2026-03-01T12:00:00Z");
const LATER = "2026-03-02T00:00:00Z";

/** A notebook of Ann's that Eva may edit and Vic may view; its result, its link, and Ann's file. */
async function addThings({ kysely }: Database) {
  await kysely.insertInto("notebooks").values({
    id: "notebook",
    owner: "ann",
    revision: 1,
    title: "Sales",
    description: null,
    tags: "[]",
  }).execute();
  for (const [account, verb] of [["eva", "edit"], ["vic", "view"]] as const) {
    await kysely.insertInto("notebook_people")
      .values({ notebook: "notebook", account, verb, shared_at: EARLIER })
      .execute();
  }
  await kysely.insertInto("shown").values({
    notebook: "notebook",
    parameters: "{}",
    cell: "sales",
    key: "key",
    origin: "computed",
    failed_key: null,
    failure: null,
    milliseconds: 1,
  }).execute();
}

async function addLink(
  { kysely }: Database,
  token: string,
  ends: {
    readonly expires_at: string | null;
    readonly revoked_at: string | null;
    readonly maker?: string;
  },
) {
  await kysely.insertInto("links").values({
    id: token,
    hash: hashSecret(token),
    notebook: "notebook",
    verb: "view",
    mode: "live",
    parameters: "{}",
    locked: "[]",
    embed_hosts: "[]",
    label: "",
    password_hash: null,
    frozen_view: null,
    created_at: EARLIER,
    last_used_at: null,
    uses: 0,
    ...ends,
  }).execute();
}

/** What somebody gets of a thing: all of it, a look, or a refusal. */
async function got(database: Database, [id, role]: readonly [string, AccountRole], thing: Thing) {
  const who = { by: { type: "account", id }, role, scopes: null } as const;
  try {
    return (await demandThing(database, who, thing)).looksOnly ? "a look" : "all";
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

const PEOPLE = [
  ["ann", "editor"],
  ["eva", "editor"],
  ["vic", "editor"],
  ["bob", "editor"],
  ["ada", "admin"],
] as const;

databaseTest("demandThing() gives each what is theirs, and hides the rest", async (database) => {
  for (const [id, role] of PEOPLE) await addAccount(database, id, role);
  await addThings(database);
  await addLink(database, "link", { expires_at: null, revoked_at: null });
  const notebook = { type: "notebook", id: "notebook" } as const;
  // By Ann who has it, Eva who may edit it, Vic who may view it, Bob who may not, and an admin.
  const cases: [Thing, readonly string[]][] = [
    [{ ...notebook, right: "view" }, ["all", "all", "a look", "NOT_FOUND", "all"]],
    [{ ...notebook, right: "edit" }, ["all", "all", "NOT_GRANTED", "NOT_FOUND", "all"]],
    [{ ...notebook, right: "own" }, ["all", "NOT_GRANTED", "NOT_GRANTED", "NOT_FOUND", "all"]],
    [{ type: "link", id: "link" }, ["all", "NOT_GRANTED", "NOT_GRANTED", "NOT_FOUND", "all"]],
    [{ type: "result", key: "key" }, ["a look", "a look", "a look", "NOT_FOUND", "all"]],
    [{ type: "file", digest: "none" }, [...Array(4).fill("NOT_FOUND"), "all"]],
    [{ type: "upload", id: "none" }, [...Array(4).fill("NOT_FOUND"), "all"]],
  ];
  for (const [thing, expected] of cases) {
    const found = await Promise.all(PEOPLE.map((person) => got(database, person, thing)));
    deepStrictEqual(found, expected, JSON.stringify(thing));
  }
  // What was deleted is its owner's to restore, and shows nothing to anybody.
  await database.kysely.updateTable("notebooks").set({ deleted_at: EARLIER }).execute();
  equal(await got(database, PEOPLE[0], { ...notebook, right: "own" }), "all");
  equal(await got(database, PEOPLE[1], { ...notebook, right: "view" }), "NOT_FOUND");
  for (const person of PEOPLE.slice(0, 4)) {
    equal(await got(database, person, { type: "result", key: "key" }), "NOT_FOUND");
  }
});

databaseTest("demandThing() shows a viewer no result of before it was shared", async (database) => {
  for (const [id, role] of PEOPLE) await addAccount(database, id, role);
  await addThings(database);
  // Before it was shared, at EARLIER, and after; none is shown any more.
  for (const [id, started_at] of [["old", "2026-02-01T00:00:00Z"], ["new", LATER]]) {
    await database.kysely.insertInto("runs").values({
      id,
      notebook: "notebook",
      as_of: EARLIER,
      parameters: "{}",
      state: "done",
      started_at,
      milliseconds: 1,
    }).execute();
    await database.kysely.insertInto("run_cells").values({
      run_id: id,
      position: 0,
      cell: "sales",
      kind: "sql",
      key: id,
      state: "done",
      origin: "computed",
      milliseconds: 1,
      rows: 1,
      problems: "[]",
    }).execute();
  }
  const of = (key: string) =>
    Promise.all(PEOPLE.map((person) => got(database, person, { type: "result", key })));
  deepStrictEqual(await of("old"), ["a look", "a look", "NOT_FOUND", "NOT_FOUND", "all"]);
  deepStrictEqual(await of("new"), ["a look", "a look", "a look", "NOT_FOUND", "all"]);
});

databaseTest("opensNotebook() opens no link that has ended", async (database) => {
  await addAccount(database, "ann", "editor");
  await addAccount(database, "eva", "editor");
  await addAccount(database, "vic", "editor");
  await addThings(database);
  await addLink(database, "open", { expires_at: LATER, revoked_at: null });
  await addLink(database, "over", { expires_at: NOW.toISOString(), revoked_at: null });
  await addLink(database, "revoked", { expires_at: null, revoked_at: EARLIER });
  await addLink(database, "anns", { expires_at: null, revoked_at: null, maker: "ann" });
  await addLink(database, "evas", { expires_at: null, revoked_at: null, maker: "eva" });
  const opens = () =>
    Promise.all(
      ["open", "over", "revoked", "unknown", "anns", "evas"].map((token) =>
        opensNotebook(database, { token, now: NOW })
      ),
    );
  // Eva may edit the notebook and not share it, so a link of hers is of a time when she could.
  deepStrictEqual(await opens(), [true, false, false, false, true, false]);
  await disableRow(database, "ann");
  deepStrictEqual(await opens(), [true, false, false, false, false, false]);
  await database.kysely.updateTable("notebooks").set({ deleted_at: EARLIER }).execute();
  deepStrictEqual(await opens(), Array(6).fill(false));
});
