import {
  deepStrictEqual as assertEquals,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import { wayTo } from "@/lib/steps/form/change.ts";
import { askAt, editingOf } from "@/tests/helpers/editor_services.ts";

const NOTEBOOK = `
\`\`\`load orders
inline: |
  day,region,units
  2026-01-01,North,2
\`\`\`

\`\`\`kpi daily
time: day
measures:
  units: sum(units)
\`\`\`

\`\`\`detect odd
measure: units
\`\`\`
`;

const editing = editingOf(NOTEBOOK);

/** The text under each marker. */
async function marked(cell: string, text: string): Promise<readonly string[]> {
  const markers = await editing.check(askAt(cell, text));
  return markers.map(({ from, to }) => text.slice(from, to));
}

Deno.test("check() puts problems under their words", async (t) => {
  const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
    ["nothing wrong", "daily", "time: day\nmeasures:\n  a: sum(units)", []],
    ["an unknown key", "daily", "time: day\ngrian: day\nmeasures:\n  a: count(*)", ["grian"]],
    ["a choice that is none", "daily", "time: day\ngrain: dya\nmeasures:\n  a: count(*)", ["dya"]],
    ["a column in an expression", "daily", "time: day\nmeasures:\n  a: sum(unist)\n", ["unist"]],
    ["a measure of the cell above", "odd", "# why\nmeasure: unist\n", ["unist"]],
    ["a missing key, under the first line", "odd", "window: 7\nseed: 2\n", ["window: 7"]],
    ["a bracket that is open", "daily", "by: [a\ntime: day\n", ["time"]],
  ];
  for (const [name, cell, text, expected] of cases) {
    await t.step(name, async () => assertEquals(await marked(cell, text), expected));
  }
});

Deno.test("check() tells of the editor's text, not of the saved one", async () => {
  assertEquals(await marked("odd", "measure: other\n"), ["other"]);
  assertEquals(await marked("odd", "measure: units\n"), []);
});

Deno.test("hover() tells what a word is", async (t) => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ["a key", "odd", "thresh‸old: 3", "Takes a number, in deviations; left out, it is `3`"],
    ["a column in an expression", "daily", "where: un‸its > 1", "**units**\n\ninteger"],
    ["a function", "daily", "where: rou‸nd(units) > 1", "`round(decimal, integer)`"],
    ["a column as a value", "daily", "time: da‸y", "**day**\n\ndate"],
    ["a key of every kind", "odd", "fr‸om: daily", "The cell whose rows flow in"],
  ];
  for (const [name, cell, text, expected] of cases) {
    await t.step(name, async () => {
      const found = await editing.hover(askAt(cell, text));
      assert(found?.markdown.includes(expected), found?.markdown);
    });
  }
  await t.step("nothing of a number", async () => {
    assertIs(await editing.hover(askAt("odd", "threshold: ‸3")), null);
  });
});

Deno.test("format() writes a body in the canonical form and leaves a broken one", async () => {
  const { text } = await editing.format(askAt("odd", "seed:   2 # why\nmeasure: 'units'\n"));
  assertIs(text, "measure: units\nseed: 2 # why\n");
  const broken = "measure: [a\n";
  assertIs((await editing.format(askAt("odd", broken))).text, broken);
});

Deno.test("form() offers the columns of the actual input", async () => {
  const form = await editing.form(askAt("daily", "time: day\nmeasures:\n  a: sum(units)\n"));
  assert(form.type === "form");
  const [time] = form.fields;
  assert(time.control.type === "suggested");
  assertEquals(time.control.choices, [{ value: "day", title: "day", detail: "date" }]);
});

Deno.test("form() puts problems under the words of its expressions", async (t) => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["a measure that is one text", "time: day\nmeasures:\n  a: sum(unist)\n", "unist"],
    ["a measure with more", "time: day\nmeasures:\n  a: { value: 'sum(unist)' }\n", "unist"],
    [
      "a condition over lines",
      "time: day\nwhere: |\n  day > '2026-01-01'\n    and unist > 1\nmeasures:\n  a: count(*)\n",
      "unist",
    ],
    ["nothing wrong", "time: day\nmeasures:\n  a: sum(units)\n", ""],
  ];
  for (const [name, text, expected] of cases) {
    await t.step(name, async () => {
      const form = await editing.form(askAt("daily", text));
      assert(form.type === "form");
      const under = form.marks.map(({ path, from, to }) => {
        const field = wayTo(form.fields, path).at(-1)?.control;
        return field?.type === "expression" ? field.value?.slice(from, to) : null;
      });
      assertEquals(under, expected === "" ? [] : [expected]);
    });
  }
});

Deno.test("complete() completes within an expression of the form", async () => {
  const asked = askAt("daily", "time: day\nmeasures:\n  a: count(*)\n");
  const labels = async (value: string, path: readonly string[]) => {
    const field = { path, value: value.replace("‸", "") };
    const found = await editing.complete({ ...asked, field, offset: value.indexOf("‸") });
    return found.map(({ label, from }) => `${label} ${from}`);
  };
  assertEquals((await labels("sum(uni‸) / 2", ["measures", "a", "value"]))[0], "units 4");
  assertEquals((await labels("'uni‸'", ["where"])).length, 0);
  assert((await labels("rou‸", ["where"])).includes("round 0"));
});

Deno.test("form() says that YAML must be mended first", async () => {
  const form = await editing.form(askAt("daily", "by: [a\n"));
  assertIs(form.type, "broken");
  assertIs(form.problems.length, 1);
});

Deno.test("change() changes values and keeps comments", async () => {
  const { text, form } = await editing.change({
    ...askAt("daily", "time: day\nmeasures:\n  # all\n  a: sum(units)\n  b: count(*)\n"),
    changes: [
      { type: "set_value", path: ["measures", "a", "unit"], value: "USD" },
      { type: "rename_key", path: ["measures", "b"], to: "rows" },
      { type: "set_yaml", path: ["by"], yaml: "- region" },
    ],
  });
  assertIs(
    text,
    "time: day\nby: [region]\nmeasures:\n  # all\n  a:\n    value: sum(units)\n" +
      "    unit: USD\n  rows: count(*)\n",
  );
  assertIs(form.type, "form");
});

Deno.test("post() changes only what a posted form says otherwise", async () => {
  const asked = askAt("daily", "time: day # the day\nby: [region]\nmeasures:\n  a: sum(units)\n");
  const fields = [
    ['["time"]', "day"],
    ['["grain"]', "week"],
    ['shown ["by"]', ""],
    ['["measures","a","value"]', "sum(units)"],
    ['["measures","a","unit"]', ""],
    ['["measures","a","target"]', "5"],
  ] as const;
  const { text } = await editing.post({ ...asked, fields });
  assertIs(
    text,
    "time: day # the day\ngrain: week\nmeasures:\n  a:\n    value: sum(units)\n    target: 5\n",
  );
});

Deno.test("post() does what the pressed button says", async (t) => {
  const body = "time: day\nmeasures:\n  a: sum(units)\n";
  const cases: readonly (readonly [string, readonly (readonly [string, string])[], string])[] = [
    [
      "adds under the name that was typed",
      [['name ["measures"]', "b"], ["add", '["measures",0]']],
      `${body}  b: ""\n`,
    ],
    ["adds nothing without a name", [["add", '["measures",0]']], body],
    ["removes", [["remove", '["measures","a"]']], "time: day\nmeasures:\n"],
  ];
  for (const [name, fields, expected] of cases) {
    await t.step(name, async () => {
      const { text } = await editing.post({ ...askAt("daily", body), fields });
      assertIs(text.replace("measures: {}\n", "measures:\n"), expected);
    });
  }
});
