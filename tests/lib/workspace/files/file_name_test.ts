import assert from "node:assert/strict";
import { cleanFileName } from "@/lib/workspace/files/file_name.ts";

Deno.test("cleanFileName() keeps the name alone", async (t) => {
  const cases: readonly (readonly [string, string])[] = [
    ["sales.csv", "sales.csv"],
    ["C:\\Users\\me\\sales.csv", "sales.csv"],
    ["../../etc/passwd", "passwd"],
    ["a\u0000b\nc\u202Egpj.csv", "abcgpj.csv"],
    ["  two   words.csv ", "two words.csv"],
    ["Übersicht 日付.csv", "Übersicht 日付.csv"],
    [".hidden", "hidden"],
    ["..", "file"],
    ["", "file"],
    // 195 bytes and the ending; "é" has two.
    [`${"é".repeat(300)}.csv.gz`, `${"é".repeat(96)}.csv.gz`],
  ];
  for (const [told, name] of cases) {
    await t.step(JSON.stringify(told).slice(0, 40), () => assert.equal(cleanFileName(told), name));
  }
});
