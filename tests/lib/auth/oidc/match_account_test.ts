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

databaseTest("matchAccount() lets in who may come, as what they were invited", async (database) => {
  const expires = { early: "2026-03-01T11:59:59Z", late: "2026-03-02T00:00:00Z" };
  const invite = (name: string, expiresAt: string) =>
    database.kysely.insertInto("invitations").values({
      hash: name,
      email: `${name}@example.com`,
      role: "editor",
      invited_by: "mike",
      created_at: "2026-03-01T00:00:00Z",
      expires_at: expiresAt,
      used_at: null,
    }).execute();
  await addAccount(database, "mike", "admin");
  await invite("asked", expires.late);
  await invite("late", expires.early);
  const cases: [name: string, Partial<typeof OPTIONS> | object, role: string | null][] = [
    ["new", { signUps: "open" }, "viewer"],
    ["alone", { signUps: "by_invitation" }, null],
    ["known", { signUps: "by_invitation", domains: ["example.com"] }, "viewer"],
    ["other", { signUps: "open", domains: ["example.org"] }, null],
    ["shut", { signUps: "closed", domains: ["example.com"] }, null],
    ["late", { signUps: "by_invitation" }, null],
    ["asked", { signUps: "by_invitation" }, "editor"],
  ];
  for (const [name, options, role] of cases) {
    const person = { email: `${name}@example.com`, name: "N\u202eame" };
    const matching = matchAccount(database, person, { ...OPTIONS, ...options });
    if (role === null) {
      await rejects(matching, { code: "NOT_GRANTED" }, name);
      continue;
    }
    const { account } = await matching;
    // A name that would not be shown is none.
    const row = await database.kysely.selectFrom("accounts").select(["role", "name"])
      .where("id", "=", account).executeTakeFirst();
    deepStrictEqual(row, { role, name });
  }
  const used = await database.kysely.selectFrom("invitations").select("email")
    .where("used_at", "is not", null).execute();
  deepStrictEqual(used, [{ email: "asked@example.com" }]);
});
