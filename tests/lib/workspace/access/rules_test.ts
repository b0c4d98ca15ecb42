import { deepStrictEqual } from "node:assert/strict";
import { type Rule, RULES } from "@/lib/workspace/access/rules.ts";

/** Every rule by its question, as requests name it. */
const EVERY = Object.entries(RULES).flatMap(([subject, rules]) =>
  Object.entries(rules).map(([name, rule]) => [`${subject}.${name}`, rule as Rule<never>] as const) // for its access alone
);

/** Which of these questions have one of these accesses, in order of their names. */
function namesOf(names: RegExp, ...accesses: string[]): readonly string[] {
  return EVERY.filter(([name, { access }]) => names.test(name) && accesses.includes(access))
    .map(([name]) => name).toSorted();
}

Deno.test("RULES leave these questions open to everyone, and no other", () => {
  // Whoever adds one says here how strangers are held off: a secret, a password, or nothing to gain.
  deepStrictEqual(namesOf(/^/, "everyone"), [
    "access.countRequests",
    "access.logIn",
    "access.logOut",
    "access.noteClimbing",
    "access.noteFault",
    "access.refresh",
    "access.signUp",
    "access.who",
    "accounts.beginOpenId",
    "accounts.endOpenId",
    "accounts.invitation",
    "accounts.requestReset",
    "accounts.reset",
    "accounts.signIn",
    "accounts.signUp",
    "accounts.ways",
    "links.export",
    "links.open",
    "mail.stop",
    "mail.subscription",
    "owner.session",
    "owner.signIn",
    "owner.signOut",
    "seen.figures",
    "seen.overdue",
    "seen.ready",
  ]);
});

Deno.test("RULES let no key that is made for less do anything with accounts", () => {
  const all = EVERY.filter(([name]) => /^(accounts|admin)\./.test(name)).map(([name]) => name);
  deepStrictEqual(
    namesOf(/^(accounts|admin)\./, "everyone", "signed_in", "admin"),
    all.toSorted(),
  );
});

Deno.test("RULES let who only reads change nothing but what was shared with them", () => {
  const changes = new RegExp(
    "\\.(append|begin|cancel|change|create|duplicate|edit|format|give|grant|ingest|insight|post|" +
      "re(compute|do|move|name|play|store|storeRevision|voke)|run|runForecast|send|set[A-Z]\\w*|share|" +
      "take|undo|unshare|upload|write)$",
  );
  // By which one's own name is taken off a notebook too.
  deepStrictEqual(namesOf(changes, "notebooks:read", "metrics:read"), ["sharing.unshare"]);
});

Deno.test("RULES keep what a notebook was before for those who may edit it", () => {
  const id = "one";
  const { source, history, compare, runs, readRun, open, cancel } = RULES.notebooks;
  const rights = [
    source.of?.({ id, revision: 3 }),
    history.of?.({ id }),
    compare.of?.({ id, before: 1, after: 2 }),
    runs.of?.({ id, after: null, limit: 10 }),
    cancel.of?.({ id }),
    // What it is now, and a run whose id somebody was told.
    cancel.of?.({ id, run: "run" }),
    source.of?.({ id }),
    open.of?.({ id, parameters: {} }),
    readRun.of?.({ id, run: "run" }),
  ].map((thing) => thing?.type === "notebook" ? thing.right : null);
  deepStrictEqual(rights, ["edit", "edit", "edit", "edit", "edit", "view", "view", "view", "view"]);
});
