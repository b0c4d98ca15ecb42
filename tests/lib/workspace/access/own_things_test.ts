import { deepStrictEqual } from "node:assert/strict";
import { fitAsked } from "@/lib/workspace/access/own_things.ts";
import type { Who } from "@/lib/workspace/access/contract.ts";

Deno.test("fitAsked() says who is counted for files of sales, whatever was asked", () => {
  const account: Who = { by: { type: "account", id: "ann" }, role: "editor", scopes: null };
  const owner: Who = { by: { type: "owner" }, role: "admin", scopes: null };
  // However an account shows itself, by session, token or any of its keys, it is counted once.
  for (const who of [account, { ...account, scopes: ["messages:send"] as const }]) {
    deepStrictEqual(
      fitAsked("sales.admit", { caller: "bearer  one", address: null }, who),
      { caller: "account ann", address: null },
    );
  }
  deepStrictEqual(
    fitAsked("sales.insight", { caller: "x", account: "bob", email: "a@b.example" }, owner),
    { caller: "workspace", account: null, email: "a@b.example" },
  );
  deepStrictEqual(fitAsked("tables.page", {}, account), {});
});

Deno.test("fitAsked() says who puts files into a notebook, whatever was asked", () => {
  const ann: Who = { by: { type: "account", id: "ann" }, role: "editor", scopes: null };
  const asked = { id: "one", saver: { type: "owner" } };
  for (const method of ["notebooks.write", "notebooks.edit", "editing.check"]) {
    deepStrictEqual(fitAsked(method, asked, ann), { id: "one", saver: ann.by }, method);
  }
  // Who takes a change back, or goes back to another's text, puts nothing there.
  for (const method of ["notebooks.undo", "notebooks.redo", "notebooks.restoreRevision"]) {
    deepStrictEqual(fitAsked(method, asked, ann), { id: "one" }, method);
  }
});
