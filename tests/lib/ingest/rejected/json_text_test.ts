import { equal } from "node:assert/strict";
import { closedObject, openedObject } from "@/lib/ingest/rejected/json_text.ts";

Deno.test("openedObject() takes away what was added before, and nothing else", async (t) => {
  const cases: [string, string][] = [
    ['{"a":1}', '{"a":1'],
    ['{ "a": 1.50 }', '{ "a": 1.50'],
    ["{}", "{"],
    ['{"a":1,"daybook_line":3,"daybook_reason":"No \\"time\\", so: }"}', '{"a":1'],
    ['{"daybook_line":3,"a":1}', '{"a":1'],
    ['{"daybook_line": 3 }', "{"],
    ['{"a":"\\"daybook_line\\":3","b":2}', '{"a":"\\"daybook_line\\":3","b":2'],
    ['{"a":1,\r\n  "daybook_note" : "x",\n\n  "b":2\n}', '{"a":1, "b":2'],
    ['{\n  "a": 1\n}\n', '{ "a": 1'],
  ];
  for (const [text, expected] of cases) {
    await t.step(JSON.stringify(text), () => equal(openedObject(text), expected));
  }
});

Deno.test("openedObject() reads a text of blanks once, however long it is", () => {
  // Whoever sends events may send these. Were each blank a beginning, this would take hours.
  const blanks = " ".repeat(4_000_000);
  equal(openedObject(`{"a":1,${blanks}"daybook_line":3}`), '{"a":1');
  equal(openedObject(`{"a":1,${blanks}"daybook_x":3${blanks}}`).length, blanks.length + 20);
  equal(openedObject(`{"a":1,\n${blanks}"b":2}`), '{"a":1, "b":2');
});

Deno.test("openedObject() takes away what is long, whatever it is", () => {
  for (const long of ["x".repeat(20_000_000), '\\"'.repeat(10_000_000)]) {
    equal(openedObject(`{"a":1,"daybook_reason":"${long}"}`), '{"a":1');
  }
  const inside = '{"a":{"daybook_line":{}},"daybook_line":[1]';
  equal(openedObject(`${inside}}`), inside);
});

Deno.test("closedObject() adds members behind those of an object", () => {
  equal(closedObject('{"a":1', { daybook_line: 3 }), '{"a":1,"daybook_line":3}');
  equal(closedObject("{", { daybook_line: 3 }), '{"daybook_line":3}');
});
