import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { BadRows, MOST_TOLD } from "@/lib/ingest/events/bad_rows.ts";

const bad = (line: number, column: string | null) => ({ line, column, value: "x", reason: "Bad" });

function refusal(rows: BadRows): AppError {
  try {
    rows.refuse();
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error("Nothing was refused");
}

Deno.test("BadRows refuses nothing where nothing is bad", () => {
  const rows = new BadRows();
  rows.add([]);
  rows.refuse();
  assertEquals(rows.count, 0);
});

Deno.test("BadRows tells each bad line in order, never its value", () => {
  const rows = new BadRows();
  rows.add([bad(3, "value")]);
  rows.add([bad(2, null)]);
  const { code, message, problems } = refusal(rows);
  assertEquals(code, "BAD_EVENTS");
  assertEquals(
    message,
    "Cannot take events as all must be good in strict mode: current value is 2 bad values",
  );
  assertEquals(problems.map(({ place, message }) => [place, message]), [
    [{ line: 2 }, "Bad"],
    [{ line: 3, key: "value" }, "value: Bad"],
  ]);
});

Deno.test("BadRows counts all and tells so many", () => {
  const rows = new BadRows();
  for (let line = 1; line <= MOST_TOLD + 5; line++) rows.add([bad(line, "value")]);
  rows.add(Array.from({ length: 5 }, (_, i) => bad(i, "time")));
  throws(
    () => rows.refuse(),
    /current value is 1010 bad values, of which the first 1000 are told$/,
  );
  assertEquals(refusal(rows).problems.length, MOST_TOLD);
});
