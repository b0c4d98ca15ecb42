import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { copyField } from "@/lib/db/copy_csv.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

databaseTest("copyField() comes out as it went in", async (database) => {
  const texts = ["plain", "", null, 'a "quoted", text', "two\nlines", "\\N", "\\.", " blank "];
  const lines = texts.map((text, i) =>
    `${copyField(i)},${copyField(text)},${copyField(i === 0)}\n`
  );
  await database.query("create table results.copied (n int8, text text, claim bool)");
  await database.copyIn(
    "copy results.copied from stdin with (format csv)",
    [new TextEncoder().encode(lines.join(""))],
  );
  const rows = await database.query("select text, claim from results.copied order by n");
  assertEquals(rows.map((row) => ({ ...row })), texts.map((text, i) => ({ text, claim: i === 0 })));
});
