import { deepStrictEqual, equal, match, rejects } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { PASSWORD } from "@/tests/helpers/passwords.ts";
import { makePeople, OWNER } from "@/tests/helpers/people.ts";

const COMER = { userAgent: null, address: "192.0.2.1" };

databaseTest(
  "createOwnAccounts() tells nobody whether an address has an account",
  async (database) => {
    const people = await makePeople(database, { signUps: "open", mail: true });
    const { accounts, add, letters } = people;
    await add("eva", "viewer");
    const origin = "http://127.0.0.1:8000";
    const typed = { name: "New", password: "another long one", invitation: null, origin, ...COMER };
    const answers = [
      await accounts.signUp({ ...typed, email: "eva@example.com" }),
      await accounts.signUp({ ...typed, email: "new@example.com" }),
    ];
    deepStrictEqual(answers, [{ begun: null }, { begun: null }]);
    // Only whom it concerns hears of it.
    while (letters.length < 2) await accounts.ways({});
    deepStrictEqual(letters.map(({ to, subject }) => [to.address, subject]), [
      ["eva@example.com", "You have an account already"],
      ["new@example.com", "Set a password for Daybook"],
    ]);
    const asked = { address: null, origin };
    await accounts.requestReset({ ...asked, email: "nobody@example.com" });
    equal(letters.length, 2);
    await accounts.requestReset({ ...asked, email: "eva@example.com" });
    const [, link = ""] = /\/reset-password\?token=([\w-]+)/.exec(letters[2].text) ?? [];
    equal(await accounts.reset({ token: link, password: "a third long one", address: null }), true);
    equal(
      await accounts.reset({ token: link, password: "a third long one", address: null }),
      false,
    );
  },
);

databaseTest("createOwnAccounts() mails no link where there is no mail", async (database) => {
  const { accounts, auth, add, letters } = await makePeople(database);
  await add("eva", "viewer");
  await accounts.requestReset({ email: "eva@example.com", address: null, origin: "http://x" });
  deepStrictEqual([letters, await auth.audit.list({ event: "reset_requested", size: 9 })], [
    [],
    [],
  ]);
});

databaseTest(
  "createOwnAccounts() gives a key what its account may, and the owner none",
  async (database) => {
    const { accounts, add } = await makePeople(database);
    const by = { type: "account", id: await add("vic", "viewer") } as const;
    const { scopes } = await accounts.view({ by, session: "" });
    deepStrictEqual(scopes, ["metrics:read", "notebooks:read", "notebooks:run"]);
    const asked = { by, name: "Key", days: 1 };
    await rejects(accounts.createKey({ ...asked, scopes: ["events:write"] }), {
      code: "NOT_GRANTED",
    });
    await rejects(accounts.createKey({ ...asked, scopes: ["everything"] }), {
      code: "BAD_PARAMETER",
      message: /its scopes must be .*: current value is "everything"$/,
    });
    const { key } = await accounts.createKey({ ...asked, scopes: ["metrics:read"] });
    match(key, /^dbk_/);
    // The clock stands at noon of 1 March.
    const { keys: [made] } = await accounts.view({ by, session: "" });
    equal(new Date(made.expiresAt ?? "").toISOString(), "2026-03-02T12:00:00.000Z");
    await rejects(accounts.createKey({ ...asked, by: OWNER, scopes: [] }), { code: "NOT_FOUND" });
  },
);

databaseTest(
  "createOwnAccounts() begins anew after another password, and ends the rest",
  async (database) => {
    const { accounts, owner, add, enter } = await makePeople(database);
    const by = { type: "account", id: await add("eva", "editor") } as const;
    const before = await enter("eva");
    const asked = { by, current: "not this one", password: "another long one", ...COMER };
    equal((await accounts.changePassword(asked)).type, "refused");
    equal((await owner.session({ session: before }))?.name, "eva");
    const changed = await accounts.changePassword({ ...asked, current: PASSWORD });
    equal(await owner.session({ session: before }), null);
    const session = changed.type === "signed_in" ? changed.begun.session : "";
    equal((await owner.session({ session }))?.name, "eva");
    await accounts.signOutEverywhere({ by, address: null });
    equal(await owner.session({ session }), null);
  },
);
