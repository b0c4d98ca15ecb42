import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import fc from "fast-check";
import { parseCanonical, readAll, typesOf } from "./reading.ts";

Deno.test("readNdjson() rejects a bad line with its number and reason, and reads the others", async (t) => {
  const text = '{"a":1}\n\n{"a":2,"zzz":}\n{"a":3,"late":"x"}\r\n[1]\n{"a":4} {"a":5}';
  for (const chunkBytes of [1, 5, 1000]) {
    await t.step(`chunks of ${chunkBytes}`, async () => {
      const reading = await readAll(text, "a.ndjson", { chunkBytes });
      assertEquals(reading.text, "line,a,late\n1,1,\n4,3,x\n");
      assertEquals(reading.rejections.map(({ line, value, reason }) => [line, value, reason]), [
        [3, '{"a":2,"zzz":}', 'a value must stand here, not "}" (column 14)'],
        [5, "1", "the record must be an object like the first one: it is an array"],
        [6, '{"a":4} {"a":5}', "nothing may follow the value on its line (column 8)"],
      ]);
      assertEquals(typesOf(reading), { a: "integer", late: null });
    });
  }
});

Deno.test("readNdjson() rejects only the line whose bytes are no UTF-8", async () => {
  const bytes = new TextEncoder().encode('{"a":"x"}\n{"a":"?"}\n{"a":"é"}\n');
  bytes[16] = 0xff;
  const reading = await readAll(bytes, "a.jsonl");
  assertEquals(reading.text, "line,a\n1,x\n3,é\n");
  assertEquals(reading.rejections.map(({ line, reason }) => [line, reason]), [
    [2, "the line must be UTF-8"],
  ]);
});

Deno.test("readNdjson() reads a first line that is no JSON when the name promises NDJSON", async () => {
  const reading = await readAll('{"a":\n{"a":1}\n', "a.ndjson");
  assertEquals(reading.text, "line,a\n2,1\n");
  assertEquals(reading.rejections.length, 1);
});

Deno.test("readNdjson() refuses a line without end", async () => {
  const text = `{"a":1}\n{"a":"${"x".repeat(200_000)}"}`;
  const limits = { recordCharacters: 100_000 };
  await rejects(readAll(text, "a.ndjson", { limits }), { code: "FILE_TOO_LARGE" });
});

Deno.test("readNdjson() and readJson() give back what was written", async () => {
  const value = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const record = fc.dictionary(
    fc.string({ minLength: 1 }).filter((key) => !key.includes(".")),
    value,
  );
  const records = fc.array(record, { minLength: 1, maxLength: 8 })
    .filter((list) => list.some((each) => Object.keys(each).length > 0));
  await fc.assert(
    fc.asyncProperty(records, fc.integer({ min: 1, max: 40 }), async (list, chunkBytes) => {
      const names = [...new Set(list.flatMap((each) => Object.keys(each)))];
      const lines = list.map((each, i) => {
        const fields = names.map((name) => Object.hasOwn(each, name) ? each[name] : null);
        return {
          line: i + 1,
          fields: fields.map((field) => field === null ? null : String(field)),
        };
      });
      const expected = [{ line: 0, fields: names }, ...lines];
      const ndjson = list.map((each) => JSON.stringify(each)).join("\n");
      const json = JSON.stringify(list).length > 0
        ? `[${list.map((each) => JSON.stringify(each)).join(",\n")}]`
        : "";
      for (const [text, name] of [[ndjson, "a.ndjson"], [json, "a.json"]]) {
        const reading = await readAll(text, name, { chunkBytes });
        // Keys that look like integers come first in an object, in the written text as well.
        assertEquals(parseCanonical(reading.text), expected);
      }
    }),
    { numRuns: 200, seed: 7 },
  );
});
