import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { readText } from "@/tests/helpers/read_text.ts";

const ZONE = { zone: "Europe/Berlin" };

Deno.test("DateReader warns of times that a change of clocks leaves out or has twice", async () => {
  const text = [
    "at,n",
    "2024-03-31 01:30:00,1",
    "2024-03-31 02:30:00,2",
    "2024-03-31 02:45,3", // Without seconds it is read on another way.
    "2024-03-31 03:30:00,4",
    "2024-10-27 02:00:00,5",
    "2024-10-27 02:30:00+01:00,6",
  ].join("\n");
  const { facts, rows } = await readText(text, ZONE);
  assertEquals(rows.map(([at]) => at), [
    "2024-03-31T00:30:00Z",
    "2024-03-31T01:30:00Z",
    "2024-03-31T01:45:00Z",
    "2024-03-31T01:30:00Z",
    "2024-10-27T00:00:00Z",
    "2024-10-27T01:30:00Z",
  ]);
  assertEquals(facts.warnings, [
    '2 times in "at" that Europe/Berlin leaves out as its clocks change, first in line 3: taken ' +
    "with the offset from before",
    '1 time in "at" that Europe/Berlin has twice as its clocks change, first in line 6: taken for ' +
    "the first",
  ]);
});

Deno.test("DateReader has no doubt where times have offsets, or days alone are read", async () => {
  const days = await readText("day\n2024-03-31\n2024-10-27\n", ZONE);
  const offsets = await readText(
    "at\n2024-03-31T02:30:00+01:00\n2024-10-27T02:30:00+02:00\n",
    ZONE,
  );
  const utc = await readText("at\n2024-03-31 02:30:00\n2024-10-27 02:30:00\n");
  for (const { facts } of [days, offsets, utc]) assertEquals(facts.warnings, []);
});

Deno.test("DateReader reads what is no day in a zone with changes of clocks", async () => {
  const { rows, rejections } = await readText(
    `at\n${"2024-01-15 12:00:00\n".repeat(60)}0123456789\n2024-13-45 00:00:00\n`,
    ZONE,
  );
  assertEquals(rows.slice(60), [[null], [null]]);
  assertEquals(rejections.map(({ line }) => line), [62, 63]);
});
