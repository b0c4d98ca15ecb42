/**
 * Every question of the contract, asked by nobody, by another account, by a role that is too little
 * and by a key that was made for anything else; and every object of one account asked for by another.
 *
 * @module
 */
import { deepStrictEqual, equal, match, ok, rejects } from "node:assert/strict";
import { roleCovers, SCOPES } from "@/lib/auth/roles.ts";
import { AppError } from "@/lib/errors.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { everyMethod } from "@/lib/workspace/shapes.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { openGuardedEngine } from "@/tests/helpers/guarded_engine.ts";
import { linkAsked } from "@/tests/helpers/link_asked.ts";
import { cellsIn, eventsUntil, isRunEnd } from "@/tests/helpers/notebooks.ts";
import { type Question, questionsAbout } from "@/tests/helpers/questions.ts";

const CSV = new TextEncoder().encode("day,sales\n2026-01-01,4\n2026-01-02,5\n");

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
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

databaseTest("guardWorkspace() gives an account nothing of another", async (database, t) => {
  await using engine = await openGuardedEngine(database);
  const { auth, as, nobody } = engine;
  let ann = await engine.add("ann");
  let bob = await engine.add("bob");
  const vera = await engine.add("vera", "viewer");
  const ada = await engine.add("ada", "admin");
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
  const schedule = await ann.schedules.create({
    notebook: id,
    parameters,
    sends: false,
    rules: { cron: "0 6 * * 1-5", zone: "Europe/Berlin" },
    by: { type: "owner" },
  });
  const questions = questionsAbout({
    account: "ann",
    notebook: id,
    cell: "sales",
    key,
    link: link.id,
    digest,
    upload: upload.id,
    schedule: schedule.id,
  });
  // Told by name, as requests are.
  const every = Object.entries(questions).flatMap(([subject, methods]) =>
    Object.entries<Question>(methods).map(([name, question]) =>
      [`${subject}.${name}`, question] as const
    )
  );
  const asks = new Map<string, Question["ask"]>(every.map(([name, { ask }]) => [name, ask]));
  const refuses = (name: string, by: Workspace) => refusal(() => asks.get(name)?.(by));

  await t.step("every question of the contract is among those that are asked", () => {
    const told = everyMethod().flatMap(([subject, methods]) =>
      methods.map(([name]) => `${subject}.${name}`)
    );
    deepStrictEqual([...asks.keys()].toSorted(), told.toSorted());
  });

  await t.step(
    "nobody is answered but what lets somebody in, and nothing in another's name",
    async () => {
      for (const [name, { takes, ask }] of every) {
        const code = await refusal(() => ask(nobody));
        if (takes === "nobody") {
          ok(code !== "NOT_SIGNED_IN", `${name}: ${code}`);
          const [subject, method] = name.split(".");
          const parts = nobody as unknown as Record<
            string,
            Record<string, (asked: object) => unknown>
          >;
          equal(
            await refusal(() => parts[subject][method]({ by: { type: "owner" } })),
            "NOT_GRANTED",
          );
        } else equal(code, "NOT_SIGNED_IN", name);
      }
    },
  );

  await t.step("a role that is too little is refused, whatever is asked", async () => {
    for (const [name, { takes, ask }] of every) {
      if (takes === "nobody" || takes === "an account") continue;
      if (!roleCovers("viewer", takes)) equal(await refusal(() => ask(vera)), "NOT_GRANTED", name);
      if (!roleCovers("editor", takes)) equal(await refusal(() => ask(bob)), "NOT_GRANTED", name);
    }
  });

  await t.step("a key is refused what it was not made for, be it an admin's", async () => {
    const keyWithout = async (scope: string): Promise<Workspace> => {
      const scopes = SCOPES.filter((one) => one !== scope);
      const made = { account: "ada", name: `Not ${scope}`, scopes, expiresAt: null };
      return as({ type: "key", key: (await auth.keys.create(made)).key });
    };
    const keys = new Map<string, Workspace>([["an account", await keyWithout("nothing")]]);
    for (const scope of SCOPES) keys.set(scope, await keyWithout(scope));
    for (const [name, { takes, ask }] of every) {
      const by = keys.get(takes);
      if (by !== undefined) equal(await refusal(() => ask(by)), "NOT_GRANTED", name);
    }
    // The key of the settings is the workspace's, and administers nothing.
    for (const [name, { takes, ask }] of every) {
      if (takes !== "admin" && takes !== "an account") continue;
      equal(await refusal(() => ask(engine.workspace)), "NOT_GRANTED", name);
    }
  });

  await t.step("another account finds nothing of it", async () => {
    for (const [name, { isOwn, ask }] of every) {
      if (isOwn) equal(await refusal(() => ask(bob)), "NOT_FOUND", name);
    }
  });

  await t.step("what is one's own is so though a question names another", async () => {
    const by = { type: "account", id: "ann" } as const;
    const { profile, sessions } = await bob.accounts.view({ by, session: "" });
    equal(profile.email, "bob@example.com");
    const anns = await ann.accounts.view({ by, session: "" });
    await bob.accounts.endSession({ by, id: anns.sessions[0].id });
    await bob.accounts.revokeKey({ by, id: anns.keys[0].id });
    deepStrictEqual(await ann.accounts.view({ by, session: "" }), anns);
    equal(sessions.length, 1);
    const { id: made } = await bob.notebooks.create({ title: "Bob's", account: "ann" });
    equal(await bob.sharing.right({ notebook: made, by }), "own");
    equal(await bob.sharing.right({ notebook: id, by }), "none");
    await bob.notebooks.remove({ id: made });
  });

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
    equal(await refuses("notebooks.open", bob), null);
    equal(await refuses("notebooks.edit", bob), "NOT_GRANTED");
    equal(await refuses("links.list", bob), "NOT_GRANTED");
    // A text of one's own would be planned with the owner's files and connections.
    equal(await refusal(() => bob.notebooks.check({ id, text: null, parameters })), null);
    equal(await refusal(() => bob.notebooks.check({ id, text, parameters })), "NOT_GRANTED");
    equal(await refusal(() => readingKey.notebooks.check({ id, text: null, parameters })), null);
    equal(await refusal(() => readingKey.notebooks.check({ id, text, parameters })), "NOT_GRANTED");
    equal(await refuses("notebooks.cancel", bob), "NOT_GRANTED");
    // What an onlooker runs is no run of the owner's.
    const runs = () => database.kysely.selectFrom("runs").select("notebook").execute();
    const before = (await runs()).filter(({ notebook }) => notebook === id).length;
    const { eventId: from } = await bob.notebooks.open({ id, parameters });
    await bob.notebooks.run({ id, what: { type: "all" }, parameters });
    await eventsUntil(bob.notebooks, { id, after: from, last: isRunEnd });
    equal((await runs()).filter(({ notebook }) => notebook === id).length, before);
    deepStrictEqual((await bob.notebooks.list({})).length, 2);
    const follows = bob.notebooks.follow({ id, after: from })[Symbol.asyncIterator]();
    await follows.next();
    const ended = rejects(async () => {
      while ((await follows.next()).done !== true);
    }, { code: "NOT_FOUND" });
    await ann.sharing.unshare({ ...asAnn, account: "bob" });
    // Nothing happened since then.
    await ended;
    equal(await refuses("notebooks.open", bob), "NOT_FOUND");
    equal(await refusal(() => bob.tables.page(rows)), "NOT_FOUND");
  });

  await t.step(
    "what is followed ends at once with the session, the key or the account",
    async () => {
      const made = { account: "bob", name: "Reads", expiresAt: null };
      const { key } = await auth.keys.create({ ...made, scopes: ["notebooks:read"] });
      const by = { type: "account", id: "bob" } as const;
      const { id: bobs } = await bob.notebooks.create({ title: "Bob's" });
      const withKey = as({ type: "key", key });
      const ends: readonly {
        readonly enter: () => Promise<Workspace>;
        readonly end: () => Promise<void>;
      }[] = [
        {
          enter: () => Promise.resolve(withKey),
          async end() {
            const { keys } = await bob.accounts.view({ by, session: "" });
            await bob.accounts.revokeKey({ by, id: keys[0].id });
          },
        },
        {
          enter: () => engine.enter("bob"),
          end: () => bob.accounts.signOutEverywhere({ by, address: null }),
        },
        {
          enter: () => engine.enter("bob"),
          end: () => ada.admin.setDisabled({ by, account: "bob", disabled: true }),
        },
      ];
      for (const { enter, end } of ends) {
        const follower = await enter();
        const follows = follower.notebooks.follow({ id: bobs, after: "other:1" })[
          Symbol.asyncIterator
        ]();
        equal((await follows.next()).value?.event.type, "reset");
        const ended = rejects(follows.next(), { code: "NOT_SIGNED_IN" });
        await end();
        await ended;
        equal(
          await refusal(() => follower.notebooks.list({})),
          "NOT_SIGNED_IN",
        );
      }
      await ada.admin.setDisabled({ by, account: "bob", disabled: false });
      bob = await engine.enter("bob");
      await bob.notebooks.remove({ id: bobs });
    },
  );

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
    // What was shown once is shown no more while its maker is disabled, and when the link ends.
    await auth.administration.setDisabled({ account: "ann", disabled: true, by: "owner" });
    deepStrictEqual(await reader.links.open(visit), { type: "gone" });
    equal(await refusal(() => reader.tables.page(rows)), "NOT_SIGNED_IN");
    await auth.administration.setDisabled({ account: "ann", disabled: false, by: "owner" });
    ann = await engine.enter("ann");
    equal((await reader.tables.page(rows)).total, 2);
    await ann.links.revoke({ id: link.id });
    equal(await refusal(() => reader.tables.page(rows)), "NOT_SIGNED_IN");
    equal(await refusal(() => bob.links.restore({ id: link.id })), "NOT_FOUND");
    equal(await refusal(() => reader.tables.page(rows)), "NOT_SIGNED_IN");
    await ann.links.restore({ id: link.id });
    equal((await reader.tables.page(rows)).total, 2);
    await ann.links.revoke({ id: link.id });
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

databaseTest(
  "guardWorkspace() lets who may view follow, read and stop runs of viewers, and no others",
  async (database) => {
    await using engine = await openGuardedEngine(database);
    const ann = await engine.add("ann");
    const vera = await engine.add("vera", "viewer");
    const text = "```sql one\nquery: select 1 as n\n```\n";
    const { id } = await ann.notebooks.create({ title: "Shared", text });
    await ann.sharing.share({
      notebook: id,
      by: { type: "account", id: "ann" },
      email: "vera@example.com",
      verb: "view",
    });
    const asked = { id, what: { type: "all" }, parameters: {} } as const;
    const lastOf = async (by: Workspace, run: string) =>
      (await Array.fromAsync(by.notebooks.followRun({ id, run }))).at(-1);

    const { run } = await vera.notebooks.run(asked);
    const last = await lastOf(vera, run);
    ok(last?.type === "ended");
    deepStrictEqual([last.run.id, last.run.state], [run, "done"]);
    const own = await vera.notebooks.readRun({ id, run });
    deepStrictEqual([own.state, own.cells.map(({ name }) => name)], ["done", ["one"]]);
    await vera.notebooks.cancel({ id, run });
    equal(await refusal(() => vera.notebooks.cancel({ id })), "NOT_GRANTED");
    // Who edits it may read all of them.
    equal((await ann.notebooks.readRun({ id, run })).state, "done");

    const { run: anns } = await ann.notebooks.run(asked);
    ok((await lastOf(ann, anns))?.type === "ended");
    const { readRun, followRun, runs } = vera.notebooks;
    equal(await refusal(() => readRun({ id, run: anns })), "NOT_FOUND");
    equal(await refusal(() => followRun({ id, run: anns })), "NOT_FOUND");
    equal(await refusal(() => runs({ id, after: null, limit: 1 })), "NOT_GRANTED");
    // The list is of those who edit it.
    const { items } = await ann.notebooks.runs({ id, after: null, limit: 10 });
    deepStrictEqual(items.map((one) => one.id), [anns]);
  },
);
