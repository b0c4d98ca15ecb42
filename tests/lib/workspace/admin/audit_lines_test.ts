import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { exportAudit, listAudit } from "@/lib/workspace/admin/audit_lines.ts";
import { addAccount, makeServices } from "@/tests/helpers/accounts.ts";
import { DAY, SECOND } from "@/tests/helpers/clock.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const ALL = { event: null, account: null, from: null, to: null, before: null, size: 50 } as const;

/** A log of two people on two days: the clock stands at noon of 1 March at first. */
async function open(database: Database) {
  for (const id of ["ann", "bob"]) await addAccount(database, id);
  const { audit, clock } = makeServices(database);
  await audit.note({ event: "signed_in", account: "ann", address: "192.0.2.1" });
  clock.move(SECOND);
  await audit.note({ event: "key_created", account: "bob", address: null, details: { by: "ann" } });
  clock.move(DAY);
  await audit.note({ event: "signed_in", account: "bob", address: null });
  const services = { database, audit };
  const eventsOf = async (asked: object) =>
    (await listAudit(services, { ...ALL, ...asked })).map(({ event, email }) => [event, email]);
  return { services, eventsOf, audit };
}

databaseTest("listAudit() narrows by who, what and whole days", async (database) => {
  const { eventsOf, services } = await open(database);
  const [late, made, early] = [
    ["signed_in", "bob@example.com"],
    ["key_created", "bob@example.com"],
    ["signed_in", "ann@example.com"],
  ];
  const cases: [asked: object, expected: readonly string[][]][] = [
    [{}, [late, made, early]],
    [{ account: " BOB@example.com " }, [late, made]],
    [{ account: "ann" }, [early]],
    // Of somebody whom nobody knows there is nothing, not everything.
    [{ account: "eve@example.com" }, []],
    [{ event: "signed_in" }, [late, early]],
    [{ from: "2026-03-01", to: "2026-03-01" }, [made, early]],
    [{ from: "2026-03-02" }, [late]],
    [{ to: "2026-02-28" }, []],
  ];
  for (const [asked, expected] of cases) {
    deepStrictEqual(await eventsOf(asked), expected, JSON.stringify(asked));
  }
  await rejects(listAudit(services, { ...ALL, from: "yesterday" }), { code: "BAD_PARAMETER" });
  // Who did it is told as people know them.
  const [{ details }] = await listAudit(services, { ...ALL, event: "key_created" });
  deepStrictEqual(details, { by: "ann@example.com" });
});

databaseTest("exportAudit() writes every line of many, and no formula", async (database) => {
  const { services, audit } = await open(database);
  // More than one page, which is 500 lines, and one that a spreadsheet would run.
  for (let index = 0; index < 501; index++) {
    await audit.note({ event: "signed_out", account: null, address: null });
  }
  await audit.note({ event: "token_refused", account: null, address: "=1+1" });
  let text = "";
  for await (const bytes of exportAudit(services, ALL)) text += new TextDecoder().decode(bytes);
  const [head, ...lines] = text.trimEnd().split("\r\n");
  equal(head, "at,event,account,email,address,details");
  deepStrictEqual(lines.filter((line) => line.includes("=1+1")), [
    "2026-03-02T12:00:01.000Z,token_refused,,,'=1+1,",
  ]);
  equal(lines.length, 501 + 1 + 3);
  equal(new Set(lines.filter((line) => line.includes("signed_in"))).size, 2);
});
