import { deepStrictEqual, equal, match } from "node:assert/strict";
import {
  asBrowser,
  makePeople,
  openPeoplePages,
  OWNER,
  sessionIn,
} from "@/tests/helpers/people.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { formOf } from "@/tests/helpers/site.ts";

const FILES = ["routes/sign-up.tsx", "routes/sign-in.tsx", "routes/account.tsx"];
const PASSWORD = "four plain words";

databaseTest("/sign-up takes an invitation once, for its own address", async (database) => {
  const people = await makePeople(database);
  const fetchPage = await openPeoplePages(people, FILES);
  const asked = { by: OWNER, role: "editor", origin: "http://127.0.0.1:8000" } as const;
  const { path, mailed } = await people.admin.invite({ ...asked, email: "Eva@Example.com" });
  equal(mailed, false);
  const shown = await (await fetchPage(path)).text();
  match(shown, /You are invited/);
  match(shown, /value="eva@example.com"[^>]*readonly/i);
  const invitation = new URLSearchParams(path.split("?")[1]).get("invitation") ?? "";

  const short = await fetchPage("/sign-up", formOf({ invitation, name: " ", password: "short" }));
  equal(short.status, 422);
  const faults = await short.text();
  match(faults, /id="name-fault"[^>]*>Write a name/);
  match(faults, /id="password-fault"[^>]*>Use at least 12 characters/);
  equal(faults.includes('value="short"'), false);

  // Whatever address is sent, the account has that of the invitation.
  const typed = { invitation, name: "Eva", password: PASSWORD, email: "boss@example.com" };
  const made = await fetchPage("/sign-up", formOf(typed));
  deepStrictEqual([made.status, made.headers.get("Location")], [303, "/"]);
  const own = asBrowser(fetchPage, sessionIn(made) ?? "");
  match(await (await own("/account")).text(), /eva@example.com\. Editor/);

  const again = await fetchPage(path);
  equal(again.status, 410);
  match(await again.text(), /This invitation has ended/);
});

databaseTest("/sign-up tells nobody whether an address has an account", async (database) => {
  const people = await makePeople(database, { signUps: "open", mail: true });
  const fetchPage = await openPeoplePages(people, FILES);
  await people.add("eva", "viewer");
  const answers = [];
  for (const email of ["eva@example.com", "new@example.com"]) {
    const form = formOf({ email, name: "Somebody", password: PASSWORD });
    const answer = await fetchPage("/sign-up", form);
    answers.push([answer.status, answer.headers.get("Location"), sessionIn(answer)]);
  }
  deepStrictEqual(answers[0], [303, "/sign-in?after=sign-up-by-mail", null]);
  deepStrictEqual(answers[1], answers[0]);
  match(await (await fetchPage("/sign-in?after=sign-up-by-mail")).text(), /Look into your mail/);
  equal(/type="password"/.test(await (await fetchPage("/sign-up")).text()), false);
  // Signing in with what was sent tells nothing either.
  for (const email of ["eva@example.com", "new@example.com", "none@example.com"]) {
    const entered = await fetchPage("/sign-in", formOf({ email, password: PASSWORD, next: "/" }));
    deepStrictEqual([entered.status, sessionIn(entered)], [401, null], email);
  }
  // Whose the address is gets in by the letter.
  // No answer waits for a letter.
  while (people.letters.length < 2) await people.admin.accounts({ by: OWNER });
  const [known, next] = people.letters.toSorted((a, b) => a.to.address.localeCompare(b.to.address));
  deepStrictEqual([known.to.address, next.to.address], ["eva@example.com", "new@example.com"]);
  match(known.text, /It has an account already/);
  const token = /reset-password\?token=(\S+)/.exec(next.text)?.[1] ?? "";
  const address = "127.0.0.1";
  equal(await people.accounts.reset({ token, password: PASSWORD, address }), true);
  const own = { email: "new@example.com", password: PASSWORD, next: "/" };
  equal((await fetchPage("/sign-in", formOf(own))).status, 303);
});

databaseTest("/sign-up takes a password where there is no mail", async (database) => {
  const people = await makePeople(database, { signUps: "open" });
  const fetchPage = await openPeoplePages(people, FILES);
  const typed = { email: "new@example.com", name: "New", password: PASSWORD };
  const answer = await fetchPage("/sign-up", formOf(typed));
  equal(answer.headers.get("Location"), "/sign-in?after=sign-up");
  equal((await fetchPage("/sign-in", formOf({ ...typed, next: "/" }))).status, 303);
});

databaseTest("/sign-up is shut where the settings say so", async (database) => {
  const closed = await makePeople(database, { signUps: "closed" });
  const fetchPage = await openPeoplePages(closed, FILES);
  match(await (await fetchPage("/sign-up")).text(), /Nobody can sign up/);
  const typed = { email: "new@example.com", name: "New", password: PASSWORD };
  equal((await fetchPage("/sign-up", formOf(typed))).status, 403);
  const invited = await openPeoplePages(await makePeople(database), FILES);
  match(await (await invited("/sign-up")).text(), /made by invitation/);
  equal((await invited("/sign-up", formOf(typed))).status, 403);
  deepStrictEqual(await closed.admin.accounts({ by: OWNER }), []);
});
