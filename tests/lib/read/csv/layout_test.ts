import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { readText } from "@/tests/helpers/read_text.ts";

/** The line of the header, the names and the rows that are read. */
async function layoutOf(...lines: string[]) {
  const { facts } = await readText(lines.join("\n"));
  return [facts.header_line, facts.names.join(" | "), facts.rows];
}

Deno.test("tellLayout() leaves out what stands above the table", async (t) => {
  await t.step("a title without a delimiter", async () => {
    assertEquals(await layoutOf("Sales", "name,v", "a,1", "b,2", "c,3"), [2, "name | v", 3]);
  });
  await t.step("more notes than rows", async () => {
    const notes = ["One", "Two", "Three", "Four"];
    assertEquals(await layoutOf(...notes, "a;b;c", "1;2;3", "4;5;6"), [5, "a | b | c", 2]);
  });
  await t.step("properties as wide as the table", async () => {
    const lines = ["Series,Rate,Yield", "Unit:,%,%", "Source:,A,B", "Day,R1,Y1"];
    assertEquals(
      await layoutOf(...lines, "2024-01-02,5.5,3.9", "2024-01-03,5.4,3.8"),
      [4, "Day | R1 | Y1", 2],
    );
  });
  await t.step("comments as wide as a table set with spaces", async () => {
    assertEquals(
      await layoutOf("% CET time series", "1659 3.0 4.0", "1660 0.0 4.0", "1661 5.0 5.0"),
      [null, "column_1 | column_2 | column_3", 3],
    );
  });
});

Deno.test("tellLayout() reads headers of several rows", async (t) => {
  await t.step("units below the names", async () => {
    assertEquals(
      await layoutOf("time,temp,wind", "(UTC),(°C),(m/s)", "2024-01-01,5,1", "2024-01-02,4,2"),
      [1, "time | temp | wind", 2],
    );
  });
  await t.step("groups above the names", async () => {
    assertEquals(
      await layoutOf(",2022,,2023,", "Region,Q1,Q2,Q1,Q2", "N,1,2,3,4", "S,5,6,7,8"),
      [2, "Region | 2022 Q1 | 2022 Q2 | 2023 Q1 | 2023 Q2", 2],
    );
  });
  await t.step("a first row with one odd value stays", async () => {
    assertEquals(await layoutOf("id,v", "1,none yet", "2,5", "3,6"), [1, "id | v", 3]);
  });
});

Deno.test("tellLayout() takes dates and years above numbers for names", async (t) => {
  await t.step("days", async () => {
    assertEquals(
      await layoutOf("place,1/22/20,1/23/20", "a,0,1", "b,2,3"),
      [1, "place | 1/22/20 | 1/23/20", 2],
    );
  });
  await t.step("years with a gap", async () => {
    assertEquals(await layoutOf("2010,2015,2019", "1.5,2.5,3.5", "4,5,6"), [
      1,
      "2010 | 2015 | 2019",
      2,
    ]);
  });
  await t.step("no header above more of the same", async () => {
    assertEquals(
      await layoutOf("2019-01-01,5", "2019-01-02,6", "2019-01-03,7"),
      [null, "column_1 | column_2", 3],
    );
  });
});
