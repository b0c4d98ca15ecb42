import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { notebookZone } from "@/lib/page/schedules/notebook_zone.ts";

Deno.test("notebookZone() reads the head of a file alone", async (t) => {
  const cases: [string, string, string | null][] = [
    ["as it is written", "---\ntitle: A\ntime_zone: Europe/Berlin\n---\n", "Europe/Berlin"],
    ["quoted", '---\r\ntime_zone: "America/New_York"\r\n---\r\n', "America/New_York"],
    ["with a comment", "---\ntime_zone: Europe/Berlin # the shops'\n---\n", "Europe/Berlin"],
    ["none", "---\ntitle: A\n---\n", null],
    ["no zone", "---\ntime_zone: Berlin\n---\n", null],
    ["below the head", "---\ntitle: A\n---\n\ntime_zone: Europe/Berlin\n\n---\n", null],
    ["no head", "time_zone: Europe/Berlin\n", null],
  ];
  for (const [name, text, zone] of cases) {
    await t.step(name, () => assertEquals(notebookZone(text), zone));
  }
});
