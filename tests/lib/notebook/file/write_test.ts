import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { z } from "zod";
import { writeBody } from "@/lib/notebook/file/write.ts";
import { writeCell } from "@/lib/notebook/file/write_cell.ts";
import { parseYaml, readYaml, type YamlValue } from "@/lib/notebook/file/yaml.ts";
import { stringify } from "yaml";

const SCHEMA = z.strictObject({
  time: z.string(),
  by: z.array(z.string()),
  measures: z.record(
    z.string(),
    z.union([z.string(), z.strictObject({ value: z.string(), unit: z.string() })]),
  ),
});

function write(text: string): string {
  return writeBody(parseYaml(text), SCHEMA);
}

Deno.test("writeBody() orders keys by the schema and names by the author", () => {
  assertEquals(
    write("measures: { b: {unit: USD, value: x}, a: y }\nother: 1\nby: [r, c]\nfrom: q\ntime: t"),
    "from: q\ntime: t\nby: [r, c]\nmeasures:\n  b:\n    value: x\n    unit: USD\n  a: y\nother: 1\n",
  );
});

Deno.test("writeBody() writes expressions so that their signs are no YAML", () => {
  const text = "time: >-\n  case when a\n  then 'b: c' end\nby: ['f(a, b)', '# x', 'yes']\n";
  assertEquals(
    write(text),
    'time: "case when a then \'b: c\' end"\nby:\n  - f(a, b)\n  - "# x"\n  - yes\n',
  );
});

Deno.test("writeBody() keeps comments", () => {
  const text =
    "# top\n\n# about time\ntime: t # the day\nby:\n  # first\n  - a\n  - b # second\n\n# end\n";
  assertEquals(write(text), text);
  assertEquals(write("# nothing yet\n"), "# nothing yet\n");
});

Deno.test("writeBody() keeps digits that a number would not tell", () => {
  assertEquals(
    write("time: 007\nx: 12345678901234567890\ny: 1.50\n"),
    'time: "007"\nx: "12345678901234567890"\ny: 1.50\n',
  );
});

Deno.test("writeBody() quotes texts of several lines that a block can't hold", () => {
  assertEquals(
    write('x: [" \\n", "a\\n  b"]\n'),
    String.raw`x:
  - "\ \n"
  - |-
    a
      b
`,
  );
});

const scalar = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(..."a1 \n:#'\"-,[]{}|>&*!%@`\t".split("")), maxLength: 12 }),
  fc.constantFrom(
    "yes",
    "null",
    "1",
    "a: b",
    " x",
    "x ",
    "a #b",
    "2026-01-01",
    "l1\nl2\n",
    "\n",
    "0x1",
    "~",
    "---",
  ),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map((x) =>
    Number(x.toPrecision(6)) + 0
  ),
  fc.boolean(),
  fc.constant(null),
);
const key = fc.oneof(
  fc.constantFrom("time", "by", "measures", "from"),
  fc.string({ minLength: 1, maxLength: 6 }),
)
  .filter((name) => name !== "__proto__");
const { value } = fc.letrec<{ value: YamlValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

Deno.test("writeBody() keeps all values and is its own fixed point", () => {
  const body = fc.dictionary(key, value, { maxKeys: 5, noNullPrototype: true });
  const style = fc.constantFrom({}, { collectionStyle: "flow" as const }, {
    defaultStringType: "QUOTE_DOUBLE" as const,
  });
  fc.assert(
    fc.property(body, style, (values, options) => {
      const text = stringify(values, { lineWidth: 0, ...options });
      const before = readYaml(text);
      if (before.faults.length > 0) return;
      const written = write(text);
      const after = readYaml(written);
      assertEquals(after.faults, []);
      assertEquals(after.values, before.values);
      assertEquals(write(written), written);
    }),
    { numRuns: 500 },
  );
});

Deno.test("writeBody() keeps every comment and is its own fixed point with them", () => {
  const line = fc.constantFrom(
    ...[
      "# one",
      "time: t",
      "time: t # two",
      "by: [a, b] # three",
      "by: # four",
      "  - a",
      "  # five",
    ],
    ...[
      "  - b # six",
      "measures:",
      "  r: x",
      "  r: { unit: u, value: v } # seven",
      "    # eight",
      "",
    ],
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 9 }), (lines) => {
      const text = `${lines.join("\n")}\n`;
      const before = readYaml(text);
      if (before.faults.length > 0) return;
      const written = write(text);
      const comments = (source: string) =>
        (source.match(/#.*$/gm) ?? []).flatMap((comment) => comment.match(/\w+/g)).toSorted();
      assertEquals(comments(written), comments(text));
      assertEquals(readYaml(written).values, before.values);
      assertEquals(write(written), written);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("writeCell() fences a body that holds fences with a longer one", () => {
  assertEquals(
    writeCell({ kind: "load", name: "a", body: "inline: |\n  ```\n  x\n" }, null),
    "````load a\ninline: |\n  ```\n  x\n````\n",
  );
});
