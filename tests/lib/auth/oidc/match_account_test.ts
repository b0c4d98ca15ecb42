import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import { matchAccount } from "@/lib/auth/oidc/match_account.ts";
import { addAccount } from "@/tests/helpers/accounts.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const OPTIONS = { domains: [], signUps: "open", now: new Date("2026-03-01T12:00:00Z") } as const;

databaseTest(
  "matchAccount() gives nobody the account of an address that only looks like theirs",
  async (database) => {
    await addAccount(database, "mike", "admin");
    // The Kelvin sign is a k in small letters, and a wide m is an m where signs are made alike: to
    // the other place these are addresses of their own.
    for (
      const email of ["mi\u212Ae@example.com", "\uFF4Dike@example.com", "MI\u212AE@example.com"]
    ) {
      await rejects(matchAccount(database, { email, name: null }, OPTIONS), {
        code: "NOT_GRANTED",
      });
    }
    const rows = await database.kysely.selectFrom("accounts").select("id").execute();
    deepStrictEqual(rows, [{ id: "mike" }]);
    for (const email of [" MIKE@example.com ", "mike@EXAMPLE.com"]) {
      const { account } = await matchAccount(database, { email, name: null }, OPTIONS);
      equal(account, "mike", email);
    }
  },
);

databaseTest(
  "matchAccount() takes letters of any script, however they are put together",
  async (database) => {
    const made = await matchAccount(
      database,
      { email: "Zo\u00EB@example.com", name: null },
      OPTIONS,
    );
    equal(made.isNew, true);
    const again = { email: "zoe\u0308@example.com", name: null };
    deepStrictEqual(await matchAccount(database, again, OPTIONS), { ...made, isNew: false });
  },
);
