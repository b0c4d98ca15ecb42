import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import { PASSWORD } from "@/tests/helpers/passwords.ts";
import { makePeople, openPeoplePages, OWNER, sessionIn } from "@/tests/helpers/people.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { formOf } from "@/tests/helpers/site.ts";

const FILES = [
  "routes/sign-in.tsx",
  "routes/forgotten-password.tsx",
  "routes/reset-password.tsx",
];

databaseTest("/forgotten-password mails a link that sets a password once", async (database) => {
  const people = await makePeople(database, { mail: true });
  const fetchPage = await openPeoplePages(people, FILES);
  await people.add("eva", "viewer");
  const before = await people.enter("eva");
  const told = [];
  for (const email of ["eva@example.com", "nobody@example.com"]) {
    const answer = await fetchPage("/forgotten-password", formOf({ email }));
    told.push([answer.status, (await answer.text()).replaceAll(email, "…")]);
  }
  // Nothing tells who has an account.
  deepStrictEqual(told[0], told[1]);
  deepStrictEqual(people.letters.map(({ to }) => to.address), ["eva@example.com"]);
  const path = /http:\/\/127\.0\.0\.1:8000(\/reset-password\?token=[\w-]+)/
    .exec(people.letters[0].text)?.[1] ?? "";
  match(await (await fetchPage(path)).text(), /Set another password/);
  const token = path.split("=")[1];

  const faulty = await fetchPage("/reset-password", formOf({ token, password: "short" }));
  equal(faulty.status, 422);
  const own = { token, password: "eva@example.com is me" };
  equal((await fetchPage("/reset-password", formOf(own))).status, 422);
  const set = await fetchPage("/reset-password", formOf({ token, password: "another long one" }));
  deepStrictEqual([set.status, set.headers.get("Location")], [303, "/sign-in?after=password"]);
  equal(await people.owner.session({ session: before }), null);
  const again = await fetchPage("/reset-password", formOf({ token, password: "a third long one" }));
  equal(again.status, 410);

  const old = { email: "eva@example.com", password: PASSWORD };
  equal((await fetchPage("/sign-in", formOf(old))).status, 401);
  const entered = await fetchPage("/sign-in", formOf({ ...old, password: "another long one" }));
  ok(sessionIn(entered));
});

databaseTest("/forgotten-password leads to an admin where no mail is set up", async (database) => {
  const people = await makePeople(database);
  const fetchPage = await openPeoplePages(people, FILES);
  const account = await people.add("eva", "viewer");
  match(await (await fetchPage("/forgotten-password")).text(), /sends no mail/);
  const { path } = await people.admin.resetLink({ by: OWNER, account });
  const token = path.split("=")[1];
  const set = await fetchPage("/reset-password", formOf({ token, password: "another long one" }));
  equal(set.status, 303);
});
