import { deepStrictEqual as assertEquals } from "node:assert/strict";
import {
  claimMail,
  findMailOf,
  findStates,
  findStops,
  finishMail,
  listMails,
  settleLost,
  stopMails,
} from "@/lib/workspace/mail/outbox.ts";
import { deleteNotebook, purgeNotebooks } from "@/lib/workspace/notebooks/store.ts";
import { createNotebook } from "@/lib/workspace/notebooks/create.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const AT = new Date("2026-03-01T12:00:00.000Z");

const MAIL = {
  id: "m1",
  notebook: "n1",
  cell: "brief",
  recipient: "ann@example.org",
  digest: "d1",
  subject: "Sales",
  body: "Revenue came to €70.",
  by: "owner",
  stopToken: "token",
};

databaseTest(
  "claimMail() gives one letter to one sender, and again where it failed",
  async (database) => {
    const once = { again: false, now: AT };
    const claims = await Promise.all(
      ["m1", "m2", "m3"].map((id) => claimMail(database, { ...MAIL, id }, once)),
    );
    assertEquals(claims.toSorted(), [false, false, true]);
    const [{ id }] = await listMails(database, MAIL);
    await finishMail(database, id, { delivered: { state: "failed", reason: "network" }, now: AT });
    assertEquals(await claimMail(database, { ...MAIL, id: "m4" }, once), true);
    await finishMail(database, "m4", { delivered: { state: "unknown", reason: null }, now: AT });
    assertEquals(await claimMail(database, { ...MAIL, id: "m5" }, once), false);
    assertEquals(await claimMail(database, { ...MAIL, id: "m5" }, { ...once, again: true }), true);
    await finishMail(database, "m5", { delivered: { state: "sent", reason: null }, now: AT });
    assertEquals(await claimMail(database, { ...MAIL, id: "m6" }, { ...once, again: true }), false);
    // Another letter, another reader, another cell.
    for (
      const [i, other] of [{ digest: "d2" }, { recipient: "bea@example.org" }, { cell: "b" }]
        .entries()
    ) {
      assertEquals(await claimMail(database, { ...MAIL, ...other, id: `o${i}` }, once), true);
    }
    assertEquals([...await findStates(database, MAIL)].toSorted(), [
      ["ann@example.org", "sent"],
      ["bea@example.org", "sending"],
    ]);
  },
);

databaseTest("settleLost() gives up only on what nobody can still be sending", async (database) => {
  await claimMail(database, MAIL, { again: false, now: AT });
  await settleLost(database, new Date(AT.getTime() + 9 * 60_000));
  assertEquals((await listMails(database, MAIL))[0].state, "sending");
  await settleLost(database, new Date(AT.getTime() + 11 * 60_000));
  assertEquals(await listMails(database, MAIL), [{
    id: "m1",
    to: "ann@example.org",
    subject: "Sales",
    state: "unknown",
    reason: null,
    at: "2026-03-01T12:00:00Z",
  }]);
});

databaseTest("stopMails() is for one notebook, however an address is written", async (database) => {
  await claimMail(database, { ...MAIL, recipient: "Ann@example.org" }, { again: false, now: AT });
  const found = await findMailOf(database, "token");
  assertEquals(found, { notebook: "n1", recipient: "Ann@example.org" });
  assertEquals(await findMailOf(database, "another"), null);
  for (let turn = 0; turn < 2; turn++) {
    await stopMails(database, { notebook: "n1", recipient: "Ann@example.org", now: AT });
  }
  assertEquals([...await findStops(database, "n1")], ["ann@example.org"]);
  assertEquals([...await findStops(database, "n2")], []);
});

databaseTest("purgeNotebooks() forgets the letters of a notebook with it", async (database) => {
  const { id } = await createNotebook(database, { text: "# Sales\n" });
  await claimMail(database, { ...MAIL, notebook: id }, { again: false, now: AT });
  await stopMails(database, { notebook: id, recipient: "ann@example.org", now: AT });
  await deleteNotebook(database, id);
  await purgeNotebooks(database);
  assertEquals((await listMails(database, { ...MAIL, notebook: id })).length, 1);
  await database.query("update daybook.notebooks set deleted_at = now() - interval '31 days'");
  await purgeNotebooks(database);
  assertEquals(await listMails(database, { ...MAIL, notebook: id }), []);
  assertEquals([...await findStops(database, id)], []);
});
