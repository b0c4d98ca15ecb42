import { rejects, strictEqual as assertIs } from "node:assert/strict";
import { Pace, Piece } from "@/lib/workspace/tables/pace.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

databaseTest("Pace waits for who uses the database, until it is hurried", async (database) => {
  const held = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const other = database.transaction(async (session) => {
    await session.query("select 1");
    begun.resolve();
    await held.promise;
  });
  await begun.promise;
  const pace = new Pace(database, new AbortController().signal);
  let hadTurn = false;
  const turn = pace.turn().then(() => hadTurn = true);
  // Every promise that could be kept by now is kept before the next macrotask.
  await new Promise((resolve) => setTimeout(resolve));
  assertIs(hadTurn, false);
  assertIs(pace.isUrgent, false);
  pace.hurry();
  await turn;
  assertIs(pace.isUrgent, true);
  // It waits no more, though the other still holds the database.
  await pace.turn();
  held.resolve();
  await other;
});

databaseTest("Pace ends what is made at its next turn, urgent or not", async (database) => {
  const ending = new AbortController();
  const pace = new Pace(database, ending.signal);
  // Nobody uses the database: there is one.
  await pace.turn();
  ending.abort(new Error("Gone"));
  await rejects(pace.turn(), { message: "Gone" });
  pace.hurry();
  await rejects(pace.turn(), { message: "Gone" });
});

databaseTest("Piece has its value once it is made, and hurries what makes it", async (database) => {
  const pace = new Pace(database, new AbortController().signal);
  const making = Promise.withResolvers<number>();
  const piece = new Piece(pace, (given) => given === pace ? making.promise : Promise.reject());
  assertIs(piece.value, null);
  piece.hurry();
  assertIs(pace.isUrgent, true);
  making.resolve(7);
  assertIs(await piece.made, 7);
  assertIs(piece.value, 7);
});
