/**
 * Who knows the digest of a file gets it into no notebook, however it is shared.
 *
 * @module
 */
import { deepStrictEqual, equal } from "node:assert/strict";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { openGuardedEngine, sendFile } from "@/tests/helpers/guarded_engine.ts";
import { cellsIn } from "@/tests/helpers/notebooks.ts";

const SECRET = { name: "secret.csv", text: "word,n\ntop,1\nsecret,2\n" };
const HARMLESS = { name: "harmless.csv", text: "word,n\nnone,0\n" };
const parameters = {};

const loading = (digest: string) => `\`\`\`load rows\nupload: sha256:${digest}\n\`\`\`\n`;
const NOTHING = "Nothing to load.\n";

/** Returns why the notebook may not load its file; `null` where it may. */
async function refusal(by: Workspace, id: string): Promise<string | null> {
  const { rows } = cellsIn(await by.notebooks.open({ id, parameters }));
  return rows.problems.find(({ severity }) => severity === "error")?.code ?? null;
}

/** Puts a text in the place of a notebook's. */
async function write(by: Workspace, id: string, text: string): Promise<void> {
  const { revision } = await by.notebooks.open({ id, parameters });
  const { type } = await by.notebooks.write({ id, revision, text, editor: null, parameters });
  equal(type, "saved");
}

/** Adds a word of prose, as anybody does who goes on with a notebook. */
async function addProse(by: Workspace, id: string): Promise<void> {
  const { revision } = await by.notebooks.open({ id, parameters });
  const edits = [{ type: "add_prose", at: 0, text: "More.\n" }] as const;
  await by.notebooks.edit({ id, revision, edits, editor: null, parameters });
}

databaseTest("ownFiles() keeps a file from who only knows its digest", async (database, t) => {
  await using engine = await openGuardedEngine(database);
  const [ann, eve] = [await engine.add("ann"), await engine.add("eve")];
  const [ada, owner] = [await engine.add("ada", "admin"), await engine.owner()];
  const digest = await sendFile(ann, SECRET);
  const share = (by: Workspace, notebook: string, name: string, verb: "view" | "edit" = "edit") =>
    by.sharing.share({ notebook, email: `${name}@example.com`, verb, by: { type: "owner" } });

  await t.step("by sharing a notebook with who has it", async () => {
    const { id } = await eve.notebooks.create({ text: loading(digest) });
    await share(eve, id, "ann");
    equal(await refusal(eve, id), "FILE_NOT_FOUND");
    // Nor because its holder goes on with what is there, or takes back what was.
    await addProse(ann, id);
    equal(await refusal(eve, id), "FILE_NOT_FOUND");
    await write(eve, id, NOTHING);
    const { revision } = await ann.notebooks.open({ id, parameters });
    await ann.notebooks.undo({ id, revision, parameters });
    equal(await refusal(eve, id), "FILE_NOT_FOUND");
    await ann.notebooks.restoreRevision({ id, revision: revision + 1, to: 1, parameters });
    equal(await refusal(eve, id), "FILE_NOT_FOUND");
  });

  await t.step("by editing what is shared with them", async () => {
    for (
      const [who, by] of [["an editor", ann], ["an admin", ada], ["the owner", owner]] as const
    ) {
      const { id } = await by.notebooks.create({ title: who, text: NOTHING });
      await share(by, id, "eve");
      await write(eve, id, loading(digest));
      equal(await refusal(by, id), "FILE_NOT_FOUND", who);
      await addProse(by, id);
      equal(await refusal(by, id), "FILE_NOT_FOUND", who);
    }
  });

  await t.step("by what its holder mends around it", async () => {
    const broken = loading(digest).replace("\n```\n", "\nlabel: [\n```\n");
    for (const text of [broken, `~~~\n${loading(digest)}~~~\n`, broken.replaceAll("\n", "\r\n")]) {
      const { id } = await eve.notebooks.create({ text });
      await share(eve, id, "ann");
      await write(ann, id, loading(digest));
      equal(await refusal(eve, id), "FILE_NOT_FOUND", text);
      // Whoever has it can put it there all the same.
      await write(ann, id, NOTHING);
      await write(ann, id, loading(digest));
      equal(await refusal(eve, id), null, text);
    }
  });

  await t.step("by planning a text, or by an editor's form", async () => {
    const { id } = await ann.notebooks.create({ text: NOTHING });
    await share(ann, id, "eve");
    const checked = await eve.notebooks.check({ id, text: loading(digest), parameters });
    deepStrictEqual(checked.cells, [{ name: "rows", kind: "load", schema: null }]);
    const empty = await ann.notebooks.create({ text: loading("0".repeat(64)) });
    await share(ann, empty.id, "eve");
    const cell = { notebook: empty.id, cell: "rows", text: `upload: ${digest}`, parameters };
    const codes = (await eve.editing.check(cell)).map(({ problem }) => problem.code);
    deepStrictEqual(codes, ["FILE_NOT_FOUND"]);
    // Its holder is told what it has before that is saved.
    deepStrictEqual(await ann.editing.check(cell), []);
  });

  await t.step("by copying a notebook, or by importing one", async () => {
    const { id } = await ann.notebooks.create({ text: loading(digest) });
    equal(await refusal(ann, id), null);
    await share(ann, id, "eve", "view");
    equal(await refusal(eve, id), null);
    const copy = await eve.notebooks.duplicate({ id });
    equal(await refusal(eve, copy.id), "FILE_NOT_FOUND");
    const strange = await eve.notebooks.create({ text: loading(digest), imported: true });
    await eve.notebooks.grant({ id: strange.id, allowed: [{ type: "upload", name: digest }] });
    equal(await refusal(eve, strange.id), "FILE_NOT_FOUND");
  });

  await t.step("nor does a key of the account that may write", async () => {
    const made = { account: "eve", name: "Writes", expiresAt: null };
    const { key } = await engine.auth.keys.create({ ...made, scopes: ["notebooks:write"] });
    const { id } = await engine.as({ type: "key", key }).notebooks.create({
      text: loading(digest),
    });
    equal(await refusal(eve, id), "FILE_NOT_FOUND");
  });
});

databaseTest("ownFiles() lets a notebook load what its holder put there", async (database, t) => {
  await using engine = await openGuardedEngine(database);
  const [ann, bob] = [await engine.add("ann"), await engine.add("bob")];
  const [ada, owner] = [await engine.add("ada", "admin"), await engine.owner()];
  const [secret, harmless] = [await sendFile(ann, SECRET), await sendFile(bob, HARMLESS)];
  const share = (notebook: string, name: string, verb: "view" | "edit") =>
    ann.sharing.share({ notebook, email: `${name}@example.com`, verb, by: { type: "owner" } });

  await t.step("whoever may see or edit it, now and later", async () => {
    const { id } = await ann.notebooks.create({ text: loading(secret) });
    await share(id, "bob", "edit");
    equal(await refusal(bob, id), null);
    // What was put there stays, though who put it there may not edit any more.
    await write(bob, id, loading(harmless));
    equal(await refusal(ann, id), null);
    await ann.sharing.unshare({ notebook: id, account: "bob", by: { type: "owner" } });
    equal(await refusal(ann, id), null);
    // What was there before comes back.
    const { revision } = await ann.notebooks.open({ id, parameters });
    await ann.notebooks.undo({ id, revision, parameters });
    equal(await refusal(ann, id), null);
    await ann.sharing.give({ notebook: id, email: "bob@example.com", by: { type: "owner" } });
    equal(await refusal(bob, id), null);
  });

  await t.step("where the owner of the workspace or an admin names it", async () => {
    for (const by of [owner, ada]) {
      const { id } = await owner.notebooks.create({ text: NOTHING });
      await write(by, id, loading(secret));
      equal(await refusal(owner, id), null);
      const copy = await owner.notebooks.duplicate({ id });
      equal(await refusal(owner, copy.id), null);
    }
  });

  await t.step("where it is another's text, once that was granted", async () => {
    const { id } = await ann.notebooks.create({ text: loading(secret), imported: true });
    equal(await refusal(ann, id), "NOT_GRANTED");
    await ann.notebooks.grant({ id, allowed: [{ type: "upload", name: secret }] });
    equal(await refusal(ann, id), null);
  });

  await t.step("until its holder deletes the file, though others have it too", async () => {
    const { id } = await ann.notebooks.create({ text: loading(secret) });
    await sendFile(bob, SECRET);
    const bobs = await bob.notebooks.create({ text: loading(secret) });
    await ann.files.remove({ digest: secret });
    equal(await refusal(bob, bobs.id), null);
    await addProse(ann, id);
    equal(await refusal(ann, id), "FILE_NOT_FOUND");
  });
});
