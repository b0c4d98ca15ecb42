import { deepStrictEqual as assertEquals, match, ok, rejects } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { readAll, typesOf } from "./reading.ts";

const isBadFile = (pattern: RegExp) => (error: unknown) =>
  error instanceof AppError && error.code === "BAD_FILE" && pattern.test(error.message);

Deno.test("readJson() gives the union of all keys, late ones too, at any size of chunk", async (t) => {
  const text = '[{"a":1,"b":"x"},\n{"a":2,"c":true},\n{"b":null,"a":3.50}\n]';
  // Each record starts on its own line: 1, 2 and 3.
  const expected = "line,a,b,c\n1,1,x,\n2,2,,true\n3,3.50,,\n";
  for (const chunkBytes of [1, 2, 7, 1000]) {
    await t.step(`chunks of ${chunkBytes}`, async () => {
      const reading = await readAll(text, "a.json", { chunkBytes });
      assertEquals(reading.text, expected);
      assertEquals(typesOf(reading), { a: "decimal", b: null, c: "boolean" });
    });
  }
});

Deno.test("readJson() keeps every digit of a number", async () => {
  const text = '[{"big":9007199254740993,"long":123456789012345678901234567890,"money":1.10,' +
    '"small":5E-7,"large":1.5e3}]';
  const reading = await readAll(text, "a.json");
  assertEquals(
    reading.text,
    "line,big,long,money,small,large\n" +
      "1,9007199254740993,123456789012345678901234567890,1.10,0.0000005,1500\n",
  );
  assertEquals(typesOf(reading), {
    big: null,
    long: null,
    money: "decimal",
    small: "decimal",
    large: "decimal",
  });
});

Deno.test("readJson() tells empty text from null and quotes what needs it", async () => {
  const reading = await readAll('[{"a":"","b":null,"c":"x,\\"y\\"\\nz"}]', "a.json");
  assertEquals(reading.text, 'line,a,b,c\n1,"",,"x,""y""\nz"\n');
});

Deno.test("readJson() flattens objects with dots and keeps arrays as JSON text", async () => {
  const reading = await readAll(
    '[{"id":1,"at":{"city":"Bonn","geo":{"lat":50.7}},"tags":["a b", 2, {"x":1.0}],"none":{}}]',
    "a.json",
  );
  assertEquals(
    reading.text,
    'line,id,at.city,at.geo.lat,tags,none\n1,1,Bonn,50.7,"[""a b"",2,{""x"":1.0}]",\n',
  );
  assertEquals(reading.decisions.map(({ what }) => what), ["arrays"]);
});

Deno.test("readJson() takes __proto__, constructor and empty keys as plain columns", async () => {
  const reading = await readAll('[{"__proto__":1,"constructor":2,"":3}]', "a.json");
  assertEquals(reading.text, 'line,__proto__,constructor,""\n1,1,2,3\n');
  assertEquals(Object.keys(Object.prototype), []);
});

Deno.test("readJson() keeps the last of a repeated key and says so", async () => {
  const reading = await readAll('[{"a":1},\n{"a":1,"a":2}]', "a.json", { chunkBytes: 3 });
  assertEquals(reading.text, "line,a\n1,1\n2,2\n");
  match(reading.warnings[0], /twice in a record 1 times, first in the record at line 2/);
});

Deno.test("readJson() reads arrays of arrays with and without a header", async (t) => {
  await t.step("with", async () => {
    const reading = await readAll(
      '[["day","sales"],\n["2026-01-01",5],\n["2026-01-02",6,7]]',
      "a.json",
    );
    assertEquals(reading.text, "line,day,sales,column_3\n2,2026-01-01,5,\n3,2026-01-02,6,7\n");
    assertEquals(typesOf(reading), { day: null, sales: "integer", column_3: "integer" });
  });
  await t.step("without", async () => {
    const reading = await readAll("[[1,2],[3,4]]", "a.json");
    assertEquals(reading.text, "line,column_1,column_2\n1,1,2\n1,3,4\n");
  });
  await t.step("bare values", async () => {
    assertEquals((await readAll("[1,2]", "a.json")).text, "line,value\n1,1\n1,2\n");
  });
});

Deno.test("readJson() finds the one array of records inside an object", async () => {
  const text = '{"meta":{"page":1},"response":{"data":[{"a":1},{"a":2}]},"total":2}';
  for (const chunkBytes of [1, 1000]) {
    const reading = await readAll(text, "a.json", { chunkBytes });
    assertEquals(reading.text, "line,a\n1,1\n1,2\n");
    assertEquals(reading.decisions[0].chosen, "response.data");
    match(reading.warnings[0], /"meta.page", "total"/);
  }
});

Deno.test("readJson() asks which of several arrays holds the rows", async () => {
  const text = '{"users":[{"a":1}],"orders":[{"b":2}]}';
  await rejects(readAll(text, "a.json"), isBadFile(/"users", "orders"; set "records"/));
  assertEquals((await readAll(text, "a.json", { records: "orders" })).text, "line,b\n1,2\n");
  assertEquals(
    (await readAll(text, "a.json", { records: "" })).text,
    'line,users,orders\n1,"[{""a"":1}]","[{""b"":2}]"\n',
  );
});

Deno.test("readJson() reads one object as one row, and values that follow each other as rows", async () => {
  assertEquals((await readAll('{\n"a":1,\n"b":[1]}', "a.json")).text, "line,a,b\n1,1,[1]\n");
  const reading = await readAll('{\n"a":1}\n{\n"a":2}', "a.json");
  assertEquals(reading.text, "line,a\n1,1\n3,2\n");
});

Deno.test("readJson() rejects numbers that are none, and records of another kind", async () => {
  const reading = await readAll(
    '[{"a":NaN,"b":1},\n{"a":-Infinity},\n{"a":1e999},\n[5],\nnull]',
    "a.json",
  );
  assertEquals(reading.text, "line,a,b\n1,,1\n2,,\n3,,\n");
  assertEquals(
    reading.rejections.map(({ line, column, value }) => [line, column, value]),
    [[1, "a", "NaN"], [2, "a", "-Infinity"], [3, "a", "1e999"], [4, null, "5"], [5, null, ""]],
  );
});

Deno.test("readJson() reads UTF-8 and UTF-16 with a byte-order mark", async () => {
  const text = '\uFEFF[{"a":"é€😀"}]';
  const units = Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
  const little = new Uint8Array(units.buffer);
  const big = little.map((_, i) => little[i ^ 1]);
  for (const bytes of [new TextEncoder().encode(text), little, big]) {
    assertEquals((await readAll(bytes, "a.json", { chunkBytes: 3 })).text, "line,a\n1,é€😀\n");
  }
});

Deno.test("readJson() names line and column of what is no JSON", async (t) => {
  const cases: [string, string, RegExp][] = [
    [
      "a trailing comma in an object",
      '[\n{"a":1,}\n]',
      /must follow the comma, not }.*line 2, column 8, after 0 rec/,
    ],
    [
      "a trailing comma in the array",
      '[\n{"a":1},\n]',
      /must follow the comma, not \].*line 3, column 1/,
    ],
    ["no comma", '[{"a":1}\n{"a":2}]', /a comma or \] must follow.*line 2, column 1/],
    ["an unclosed array", '[{"a":1},\n{"a":2}', /after 1 records|must follow/],
    ["an unclosed text", '[{"a":"x}]', /a text must be closed/],
    ["something after it", '[{"a":1}] x', /nothing may follow.*line 1, column 11/],
    ["a bad escape", '[{"a":"\\q"}]', /valid escapes/],
    ["half a surrogate pair", '[{"a":"\\ud800"}]', /valid escapes/],
    ["a single quote", "[{'a':1}]", /a key in double quotes must stand here, not "'a':1}]"/],
    ["a bare word", '[{"a":yes}]', /a value must stand here, not "yes}]"/],
  ];
  for (const [name, text, pattern] of cases) {
    for (const chunkBytes of [1, 1000]) {
      await t.step(`${name}, chunks of ${chunkBytes}`, async () => {
        await rejects(readAll(text, "a.json", { chunkBytes }), isBadFile(pattern));
      });
    }
  }
});

Deno.test("readJson() refuses depth, endless records and invalid bytes", async (t) => {
  await t.step("deep arrays and objects", async () => {
    const arrays = `[{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}]`;
    await rejects(readAll(arrays, "a.json"), isBadFile(/at most 64 deep/));
    const objects = `[${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}]`;
    await rejects(readAll(objects, "a.json"), isBadFile(/at most 64 deep/));
  });
  await t.step("a record that is too long", async () => {
    const text = `[{"a":"${"x".repeat(300_000)}"}]`;
    const limits = { recordCharacters: 100_000 };
    await rejects(readAll(text, "a.json", { limits }), { code: "FILE_TOO_LARGE" });
    ok((await readAll(text, "a.json")).text.length > 300_000);
  });
  await t.step("bytes that are no UTF-8", async () => {
    const bytes = new TextEncoder().encode('[{"a":"?"}]');
    bytes[7] = 0xff;
    await rejects(readAll(bytes, "a.json"), { code: "DECODE_ERROR" });
  });
  await t.step("no records", async () => {
    await rejects(readAll("[]", "a.json"), { code: "EMPTY_FILE" });
    await rejects(readAll("[{},{}]", "a.json"), { code: "EMPTY_FILE" });
  });
});

Deno.test("readJson() reads 10,000 columns and refuses keys without end", async () => {
  const keys = Array.from({ length: 10_000 }, (_, i) => `"k${i}":${i}`).join(",");
  const reading = await readAll(`[{${keys}},{${keys}}]`, "a.json");
  assertEquals(reading.columns.length, 10_000);
  assertEquals(reading.text.split("\n").length, 4);
  const records = Array.from({ length: 300 }, (_, i) => `{"id${i}":1}`).join(",");
  const limits = { columns: 200 };
  await rejects(
    readAll(`[${records}]`, "a.json", { limits }),
    isBadFile(/at most 200 columns: current value has 201 after 201 records/),
  );
});
