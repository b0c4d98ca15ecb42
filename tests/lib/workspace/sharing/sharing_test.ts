import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { createNotebook } from "@/lib/workspace/notebooks/create.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { makePeople, OWNER } from "@/tests/helpers/people.ts";

const by = (id: string) => ({ type: "account", id }) as const;

async function open(database: Database) {
  const people = await makePeople(database, { signUps: "open" });
  const ann = await people.add("ann", "admin");
  const eva = await people.add("eva", "editor");
  const vic = await people.add("vic", "viewer");
  const { id: notebook } = await createNotebook(database, { title: "Eva's", account: eva });
  const { id: common } = await createNotebook(database, { title: "The workspace's" });
  return { ...people, ann, eva, vic, notebook, common };
}

databaseTest("share() lets somebody in until it ends", async (database) => {
  const { sharing, eva, vic, ann, notebook, common } = await open(database);
  const rightOfVic = () => sharing.right({ notebook, by: by(vic) });
  equal(await rightOfVic(), "none");
  const asked = { notebook, email: "VIC@example.com", by: by(eva) };
  await sharing.share({ ...asked, verb: "view" });
  equal(await rightOfVic(), "view");
  deepStrictEqual(await sharing.held({ by: by(vic) }), [
    { notebook, by: "sharing", right: "view", owner: "eva" },
  ]);
  const held = await sharing.held({ by: by(ann) });
  deepStrictEqual(
    held.map((one) => [one.notebook, one.by, one.owner]).toSorted(),
    [[notebook, "administering", "eva"], [common, "administering", null]].toSorted(),
  );
  deepStrictEqual(
    (await sharing.people({ notebook, by: by(vic) })).people.map((one) => one.email),
    [
      "vic@example.com",
    ],
  );
  await sharing.unshare({ notebook, account: vic, by: by(eva) });
  equal(await rightOfVic(), "none");
  deepStrictEqual(await sharing.held({ by: by(vic) }), []);
});

databaseTest("share() is for owners, and for people who have accounts", async (database) => {
  const { sharing, auth, ann, eva, vic, notebook, common } = await open(database);
  const asked = { email: "vic@example.com", verb: "view" } as const;
  await rejects(sharing.share({ ...asked, notebook, by: by(vic) }), { code: "NOT_FOUND" });
  await rejects(sharing.share({ ...asked, notebook: common, by: by(eva) }), { code: "NOT_FOUND" });
  await sharing.share({ ...asked, notebook, by: by(eva) });
  await rejects(sharing.share({ ...asked, notebook, by: by(vic) }), { code: "NOT_GRANTED" });
  await rejects(sharing.give({ notebook, email: "vic@example.com", by: by(vic) }), {
    code: "NOT_GRANTED",
  });
  for (const email of ["nobody@example.com", "eva@example.com", "no address"]) {
    const refused = sharing.share({ notebook, email, verb: "edit", by: by(eva) });
    await rejects(refused, { code: "BAD_PARAMETER" });
  }
  await auth.administration.setDisabled({ account: vic, disabled: true, by: ann });
  equal(await sharing.right({ notebook, by: by(vic) }), "none");
});

databaseTest("give() makes a notebook another's", async (database) => {
  const { sharing, eva, vic, notebook, common } = await open(database);
  await sharing.give({ notebook: common, email: "eva@example.com", by: OWNER });
  equal(await sharing.right({ notebook: common, by: by(eva) }), "own");
  await sharing.give({ notebook, email: "vic@example.com", by: by(eva) });
  equal(await sharing.right({ notebook, by: by(eva) }), "none");
  // A viewer edits nothing, not even what is theirs.
  equal(await sharing.right({ notebook, by: by(vic) }), "view");
  equal((await sharing.people({ notebook, by: OWNER })).owner?.email, "vic@example.com");
});

databaseTest("share() and give() take no address that nobody has shown", async (database) => {
  const { sharing, auth, eva, notebook } = await open(database);
  const email = "new@example.com";
  await auth.accounts.signUp({
    email,
    name: "New",
    password: "correct horse battery",
    invitation: null,
    address: null,
  });
  const refused = { code: "BAD_PARAMETER", message: /can invite them/ };
  await rejects(sharing.share({ notebook, email, verb: "view", by: by(eva) }), refused);
  await rejects(sharing.give({ notebook, email, by: by(eva) }), refused);
});

databaseTest("share(), unshare() and give() tell the audit log", async (database) => {
  const { sharing, auth, eva, vic, notebook } = await open(database);
  const asked = { notebook, email: "vic@example.com" };
  await sharing.share({ ...asked, verb: "view", by: by(eva) });
  await sharing.unshare({ notebook, account: vic, by: by(eva) });
  // What was not shared any more is left, and told of, no more than once.
  await sharing.unshare({ notebook, account: vic, by: by(vic) });
  equal((await auth.audit.list({ event: "notebook_unshared", size: 10 })).length, 1);
  await sharing.give({ ...asked, by: OWNER });
  const told = [];
  for (const event of ["notebook_shared", "notebook_unshared", "notebook_given"] as const) {
    const [entry] = await auth.audit.list({ event, size: 1 });
    told.push([entry.account, entry.details]);
  }
  deepStrictEqual(told, [
    [vic, { notebook, by: eva }],
    [vic, { notebook, by: eva }],
    [vic, { notebook, by: "owner" }],
  ]);
});
