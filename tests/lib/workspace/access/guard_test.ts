/**
 * Every object of one account, asked for by another: none is there for them.
 *
 * @module
 */
import { deepStrictEqual, equal, match, ok, rejects } from "node:assert/strict";
import { createAuth } from "@/lib/auth/auth.ts";
import { createDrawer } from "@/lib/chart/drawer.ts";
import type { AccountRole } from "@/lib/db/account_tables.ts";
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { createLog } from "@/lib/log.ts";
import { createAccess } from "@/lib/workspace/access/access.ts";
import { guardWorkspace } from "@/lib/workspace/access/guard.ts";
import { showing, type Shown } from "@/lib/workspace/access/showing.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { createEditing } from "@/lib/workspace/editor/editing.ts";
import { createDataFiles } from "@/lib/workspace/files/data_files.ts";
import { createLinks } from "@/lib/workspace/links/links.ts";
import { createOwner } from "@/lib/workspace/owner/owner.ts";
import { createSharing } from "@/lib/workspace/sharing/sharing.ts";
import { createTables } from "@/lib/workspace/tables/tables.ts";
import { addAccount } from "@/tests/helpers/accounts.ts";
import { linkAsked } from "@/tests/helpers/link_asked.ts";
import { cellsIn, eventsUntil, isRunEnd, notebooksTest } from "@/tests/helpers/notebooks.ts";
import { reports } from "@/tests/helpers/reports.ts";

const CSV = new TextEncoder().encode("day,sales\n2026-01-01,4\n2026-01-02,5\n");

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

/** Adds an account and signs it in. */
async function signIn(
  { database, auth }: { database: Database; auth: ReturnType<typeof createAuth> },
  { id, role }: { readonly id: string; readonly role: AccountRole },
): Promise<Shown> {
  await addAccount(database, id, role);
  // As whoever was invited: notebooks are shared with nobody else.
  await database.kysely.updateTable("accounts")
    .set({ email_verified_at: "2026-03-01T12:00:00.000Z" }).where("id", "=", id).execute();
  const { session } = await auth.sessions.start(null, { account: id, passwordOf: null });
  return { type: "session", session };
}

/** Returns how a question is refused; `null` where it is answered. */
async function refusal(ask: () => unknown): Promise<string | null> {
  try {
    const answer = ask();
    if (typeof answer === "object" && answer !== null && Symbol.asyncIterator in answer) {
      await (answer as AsyncIterable<unknown>)[Symbol.asyncIterator]().next();
    } else await answer;
    return null;
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

notebooksTest("guardWorkspace() gives an account nothing of another", async (given, t) => {
  const { notebooks, database, services, folder } = given;
  const log = createLog({ level: "error", write() {} });
  const auth = createAuth({ database, log, signUps: "closed", signingKey: null });
  const access = createAccess({ auth, apiKey: null });
  await using drawer = createDrawer();
  const tables = createTables({ database, drawer });
  await using _tables = tables;
  await using files = createDataFiles({
    database,
    config: { dataDirectory: folder.path, maxFileBytes: null, maxRows: null },
    startReader: services.startReader,
    log,
  });
  const engine = guardWorkspace({
    access,
    owner: createOwner({ database, log, sessions: auth.sessions }),
    notebooks,
    editing: createEditing(notebooks),
    files,
    tables,
    links: createLinks({ database, notebooks, log, reports }),
    sharing: createSharing({ database, log }),
  } as unknown as Workspace, { database, access, audit: auth.audit }); // the rest is not asked here
  const as = (shown: Shown | null) => showing(engine, shown);
  const ann = as(await signIn({ database, auth }, { id: "ann", role: "editor" }));
  const bob = as(await signIn({ database, auth }, { id: "bob", role: "editor" }));
  const nobody = as(null);
  const { key: annsKey } = await auth.keys.create({
    account: "ann",
    name: "Reads",
    scopes: ["notebooks:read"],
    expiresAt: null,
  });
  const readingKey = as({ type: "key", key: annsKey });

  // Ann sends a file, makes a notebook of it, runs it, and shares a link.
  const upload = await ann.files.begin({ name: "sales.csv", bytes: CSV.length });
  let sent = await ann.files.append({ id: upload.id, offset: 0 }, once(CSV));
  while (sent.state.type === "reading") sent = await ann.files.upload({ id: upload.id });
  ok(sent.state.type === "ready");
  const { digest } = sent.state;
  const text = `\`\`\`load file\nupload: sha256:${digest}\n\`\`\`\n\n` +
    "```sql sales\nquery: select day, sales from file order by day\n```\n";
  const { id } = await ann.notebooks.create({ title: "Sales", text });
  const { eventId } = await ann.notebooks.open({ id, parameters: {} });
  await ann.notebooks.run({ id, what: { type: "all" }, parameters: {} });
  await eventsUntil(ann.notebooks, { id, after: eventId, last: isRunEnd });
  const { sales } = cellsIn(await ann.notebooks.open({ id, parameters: {} }));
  const key = sales.output?.key ?? "";
  const rows = { key, sort: null, where: [], offset: 0, limit: 10 };
  equal((await ann.tables.page(rows)).total, 2);
  const link = await ann.links.create(linkAsked({ notebook: id }));

  const parameters = {};
  const cell = { notebook: id, cell: "sales", text: "", parameters };
  const asks: Readonly<Record<string, (by: Workspace) => unknown>> = {
    "notebooks.open": (by) => by.notebooks.open({ id, parameters }),
    "notebooks.cell": (by) => by.notebooks.cell({ id, cell: "sales", parameters }),
    "notebooks.source": (by) => by.notebooks.source({ id }),
    "notebooks.export": (by) => by.notebooks.export({ id, parameters, format: "md" }),
    "notebooks.follow": (by) => by.notebooks.follow({ id, after: null }),
    "notebooks.history": (by) => by.notebooks.history({ id }),
    "notebooks.compare": (by) => by.notebooks.compare({ id, before: 1, after: 1 }),
    "notebooks.run": (by) => by.notebooks.run({ id, what: { type: "all" }, parameters }),
    "notebooks.cancel": (by) => by.notebooks.cancel({ id }),
    "notebooks.edit": (by) =>
      by.notebooks.edit({ id, revision: 1, edits: [], editor: null, parameters }),
    "notebooks.undo": (by) => by.notebooks.undo({ id, revision: 1, parameters }),
    "notebooks.redo": (by) => by.notebooks.redo({ id, revision: 1, parameters }),
    "notebooks.restoreRevision": (by) =>
      by.notebooks.restoreRevision({ id, revision: 1, to: 1, parameters }),
    "notebooks.duplicate": (by) => by.notebooks.duplicate({ id }),
    "notebooks.remove": (by) => by.notebooks.remove({ id }),
    "notebooks.restore": (by) => by.notebooks.restore({ id }),
    "notebooks.deleted": (by) => by.notebooks.deleted({ id }),
    "notebooks.grants": (by) => by.notebooks.grants({ id }),
    "notebooks.grant": (by) => by.notebooks.grant({ id, allowed: [] }),
    "editing.check": (by) => by.editing.check(cell),
    "editing.complete": (by) => by.editing.complete({ ...cell, offset: 0 }),
    "editing.hover": (by) => by.editing.hover({ ...cell, offset: 0 }),
    "editing.format": (by) => by.editing.format(cell),
    "editing.form": (by) => by.editing.form(cell),
    "editing.change": (by) => by.editing.change({ ...cell, changes: [] }),
    "editing.post": (by) => by.editing.post({ ...cell, fields: [] }),
    "files.upload": (by) => by.files.upload({ id: upload.id }),
    "files.append": (by) => by.files.append({ id: upload.id, offset: 0 }, once(CSV)),
    "files.cancel": (by) => by.files.cancel({ id: upload.id }),
    "files.preview": (by) => by.files.preview({ digest, options: {} }),
    "files.previews": (by) => by.files.previews({ digest, options: {} }),
    "files.firstNotebook": (by) => by.files.firstNotebook({ digest, options: {} }),
    "files.rejected": (by) => by.files.rejected({ digest, options: {} }),
    "files.remove": (by) => by.files.remove({ digest }),
    "files.restore": (by) => by.files.restore({ digest }),
    "tables.page": (by) => by.tables.page(rows),
    "tables.statistics": (by) => by.tables.statistics({ key, column: "sales" }),
    "tables.export": (by) => by.tables.export({ key, sort: null, where: [], format: "csv" }),
    "tables.rejected": (by) => by.tables.rejected({ key }),
    "tables.forests": (by) => by.tables.forests({ key }),
    "tables.chart": (by) => by.tables.chart({ key, place: 0, format: "svg", theme: "light" }),
    "tables.figure": (by) => by.tables.figure({ key, place: 0 }),
    "links.create": (by) => by.links.create(linkAsked({ notebook: id })),
    "links.list": (by) => by.links.list({ notebook: id }),
    "links.revoke": (by) => by.links.revoke({ id: link.id }),
    "sharing.people": (by) =>
      by.sharing.people({ notebook: id, by: { type: "account", id: "ann" } }),
    "sharing.share": (by) =>
      by.sharing.share({
        notebook: id,
        email: "bob@example.com",
        verb: "edit",
        by: { type: "owner" },
      }),
    "sharing.give": (by) =>
      by.sharing.give({ notebook: id, email: "bob@example.com", by: { type: "owner" } }),
  };
  for (const [name, ask] of Object.entries(asks)) {
    await t.step(`${name} by another account, and by nobody`, async () => {
      equal(await refusal(() => ask(bob)), "NOT_FOUND");
      const code = await refusal(() => ask(nobody));
      // What needs nobody known but names somebody is refused for that.
      ok(code === "NOT_SIGNED_IN" || code === "NOT_GRANTED", String(code));
    });
  }

  await t.step("lists hold what is one's own", async () => {
    deepStrictEqual((await ann.notebooks.list({})).map((card) => card.id), [id]);
    deepStrictEqual(await bob.notebooks.list({}), []);
    deepStrictEqual((await ann.files.list({})).map((file) => file.digest), [digest]);
    deepStrictEqual(await bob.files.list({}), []);
  });

  await t.step("who knows a file's digest reads it no more than its results", async () => {
    const own = await bob.notebooks.create({ title: "Mine", text });
    const { file, sales } = cellsIn(await bob.notebooks.open({ id: own.id, parameters }));
    deepStrictEqual([file.output, sales.output], [null, null]);
    deepStrictEqual(file.problems.map(({ code }) => code), ["FILE_NOT_FOUND"]);
    equal(await refusal(() => bob.tables.page(rows)), "NOT_FOUND");
  });

  await t.step("who was let see it sees it and no more, until that ends", async () => {
    const asAnn = { notebook: id, by: { type: "account", id: "ann" } } as const;
    await ann.sharing.share({ ...asAnn, email: "bob@example.com", verb: "view" });
    equal((await bob.tables.page(rows)).total, 2);
    equal(await refusal(() => asks["notebooks.open"](bob)), null);
    equal(await refusal(() => asks["notebooks.edit"](bob)), "NOT_GRANTED");
    equal(await refusal(() => asks["links.list"](bob)), "NOT_GRANTED");
    // A text of one's own would be planned with the owner's files and connections.
    equal(await refusal(() => bob.notebooks.check({ id, text: null, parameters })), null);
    equal(await refusal(() => bob.notebooks.check({ id, text, parameters })), "NOT_GRANTED");
    equal(await refusal(() => readingKey.notebooks.check({ id, text: null, parameters })), null);
    equal(await refusal(() => readingKey.notebooks.check({ id, text, parameters })), "NOT_GRANTED");
    equal(await refusal(() => asks["notebooks.cancel"](bob)), "NOT_GRANTED");
    // What an onlooker runs is no run of the owner's.
    const runs = () => database.kysely.selectFrom("runs").select("notebook").execute();
    const before = (await runs()).filter(({ notebook }) => notebook === id).length;
    const { eventId: from } = await bob.notebooks.open({ id, parameters });
    await bob.notebooks.run({ id, what: { type: "all" }, parameters });
    await eventsUntil(bob.notebooks, { id, after: from, last: isRunEnd });
    equal((await runs()).filter(({ notebook }) => notebook === id).length, before);
    deepStrictEqual((await bob.notebooks.list({})).length, 2);
    const follows = bob.notebooks.follow({ id, after: null })[Symbol.asyncIterator]();
    const next = follows.next();
    await ann.sharing.unshare({ ...asAnn, account: "bob" });
    equal(await refusal(() => asks["notebooks.open"](bob)), "NOT_FOUND");
    equal(await refusal(() => bob.tables.page(rows)), "NOT_FOUND");
    // What happens from now on is not told either.
    await ann.notebooks.run({ id, what: { type: "all" }, parameters });
    await rejects(async () => {
      await next;
      while ((await follows.next()).done !== true);
    }, { code: "NOT_FOUND" });
  });

  await t.step("a link's reader has what the link shows, and only once it was opened", async () => {
    const reader = as({ type: "link", token: link.token });
    equal(await refusal(() => reader.tables.page(rows)), "NOT_SIGNED_IN");
    const visit = { token: link.token, parameters, password: null, grant: null };
    equal((await reader.links.open(visit)).type, "open");
    equal((await reader.tables.page(rows)).total, 2);
    equal(await refusal(() => reader.notebooks.open({ id, parameters })), "NOT_SIGNED_IN");
    equal(
      await refusal(() => as({ type: "link", token: "other" }).tables.page(rows)),
      "NOT_SIGNED_IN",
    );
    // What was shown once is shown no more when the link ends.
    await ann.links.revoke({ id: link.id });
    equal(await refusal(() => reader.tables.page(rows)), "NOT_SIGNED_IN");
  });

  await t.step("a file that two have sent is deleted by each for themselves", async () => {
    const again = await bob.files.take({ name: "same.csv" }, once(CSV));
    while ((await bob.files.upload({ id: again.id })).state.type === "reading");
    const bobs = await bob.files.list({});
    deepStrictEqual(bobs.map(({ name, version }) => [name, version]), [["same.csv", 1]]);
    const [{ uploadedAt }] = await ann.files.list({});
    ok(bobs[0].uploadedAt > uploadedAt);
    equal((await bob.files.preview({ digest, options: {} })).name, "same.csv");
    match((await bob.files.firstNotebook({ digest, options: {} })).text, /Made from `same.csv`/);
    equal((await ann.files.preview({ digest, options: {} })).name, "sales.csv");
    await bob.files.remove({ digest });
    deepStrictEqual(await bob.files.list({}), []);
    deepStrictEqual((await ann.files.list({})).map((file) => file.digest), [digest]);
  });

  await t.step("a file that is refused is kept in the audit log, once", async () => {
    const bad = await ann.files.take(
      { name: "bad.xlsx" },
      once(new TextEncoder().encode("PK\x03\x04 and no more")),
    );
    while ((await ann.files.upload({ id: bad.id })).state.type === "reading");
    await ann.files.upload({ id: bad.id });
    equal(await refusal(() => ann.files.begin({ name: "empty.csv", bytes: 0 })), "EMPTY_FILE");
    const told = await auth.audit.list({ event: "file_refused", size: 10 });
    deepStrictEqual(told.map(({ account, details }) => [account, details.reason]), [
      ["ann", "EMPTY_FILE"],
      ["ann", "content"],
    ]);
  });

  await t.step(
    "a disabled account and one that was given another role are so at once",
    async () => {
      await auth.administration.setRole({ account: "bob", role: "viewer", by: "owner" });
      equal(await refusal(() => bob.notebooks.create({ title: "More" })), "NOT_GRANTED");
      await auth.administration.setDisabled({ account: "bob", disabled: true, by: "owner" });
      equal(await refusal(() => bob.notebooks.list({})), "NOT_SIGNED_IN");
    },
  );
});
