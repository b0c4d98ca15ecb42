import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import fc from "fast-check";
import { setBodyValue } from "@/lib/notebook/edit/value.ts";
import { parseNotebook } from "@/lib/notebook/file/parse.ts";
import { writeBody } from "@/lib/notebook/file/write.ts";
import { parseYaml, readYaml } from "@/lib/notebook/file/yaml.ts";
import { cellsOf } from "@/lib/notebook/model.ts";
import { column } from "@/lib/frame/schema.ts";
import { changeOf, fieldsWithin, wayTo } from "@/lib/steps/form/change.ts";
import type { FormContext } from "@/lib/steps/form/choices.ts";
import type { FieldControl, FieldValue, FormField } from "@/lib/steps/form/form.ts";
import { makeFields } from "@/lib/steps/form/make_form.ts";
import { KINDS, stepOfKind } from "@/lib/steps/registry.ts";

const CONTEXT: FormContext = {
  columnsAt: () => [column("day", "date"), column("region", "text"), column("units", "integer")],
  ownMeasures: [],
  calendars: [],
  events: { sources: ["shop", "web"], metrics: ["revenue"] },
  cells: [{ value: "tidy", title: "tidy", detail: null }],
  parents: ["tidy"],
  parameters: ["limit"],
  writeYaml: (value) => JSON.stringify(value),
};

interface Case {
  readonly name: string;
  readonly kind: string;
  readonly text: string;
}

/** Every cell of the notebooks that ship, and bodies of what they do not use. */
function allBodies(): readonly Case[] {
  const folder = new URL("../../../../notebooks/", import.meta.url);
  const written = [...Deno.readDirSync(folder)].filter(({ name }) => name.endsWith(".md"))
    .flatMap(({ name: fileName }) => {
      const text = Deno.readTextFileSync(new URL(fileName, folder));
      return cellsOf(parseNotebook(text, { fileName, kinds: KINDS }).notebook)
        .map(({ name, kind, body }) => ({ name: `${fileName} ${name}`, kind, text: body.text }));
    });
  const more: readonly (readonly [string, string])[] = [
    ["load", "file: a.csv\nheader: none\nsheet: 2\ncolumns:\n  Day: { type: date, name: day }\n"],
    [
      "load",
      "source: shop\ntake: days\nmetrics:\n  - revenue\n  - ${limit}\n" +
      "dates: { from: 2026-01-01, to: 2026-01-31 }\n",
    ],
    ["load", "source: [shop, web]\ndates: all\ndimensions: [region]\n"],
    ["load", "inline: |\n  a,b\n  1,2\nnulls: [n/a]\n"],
    [
      "clean",
      '# first\nsteps:\n  # why\n  - fill: { a: { method: mean }, b: 0, c: "0" }\n' +
      "  - map: { a: { x: 1, y: null, z: true } }\n  - clip: { a: { min: 0 } }\n" +
      "  - cast: { a: numeric } # as text\n  - drop_nulls: true\n  - select: [a, b]\n  - odd: 1\n",
    ],
    [
      "check",
      'unique: [a, [b, c]]\naccepted: { a: [1, "1", true] }\nrange: { day: { min: 2026-01-31 } }\n' +
      "freshness: { column: day, within: { n: 2 } }\nexpression: { positive: units > 0 }\n" +
      "matches: { a: ^x }\n",
    ],
    ["check", "expression: units > 0\nrow_count: { min: 1 }\nseverity: warn\nextra: { a: 1 }\n"],
    [
      "kpi",
      "time: day\nmeasures:\n  units: sum(units) # all\ntop: { dimension: region, measure: units }\n",
    ],
    ["kpi", "time: day\nmeasures:\n"],
    ["chart", "type: bar\nx: region\ny: units\nagg: sum\n"],
    ["chart", "y: [units, others]\n"],
    ["chart", "type: heatmap\nx: region\ny: day\nvalue: units\n"],
    [
      "detect",
      "measure: revenue\nmethod: seasonal\njudge: both\nwindow: 14\nbudget: { alerts: 2, per: year }\n" +
      "labels:\n  - { period: 2026-01-05, segment: [North, 5, null], label: not } # a fair\n",
    ],
    ["detect", "measure: revenue\nthreshold: ${limit}\nonly: { region: North, store: 5 }\n"],
    ["detect", "measure: revenue\nexplain: [region, channel]\n"],
    ["explain", "measure: revenue\nbetween: [2026-02, 2026-03] # months\nby: [region]\ntop: 3\n"],
    ["forecast", "measure: revenue\nhorizon: wrong\nfrom: [tidy]\n"],
    ["forecast", "measure: revenue\nregressors:\n  price: { future: [8, 9, 9] } # planned\n"],
    ["summary", ""],
    ["summary", "template: |\n  {{ a.b }}\n\n  more\n"],
    ["sql", "query: select 1\n"],
  ];
  return [
    ...written,
    ...more.map(([kind, text], i) => ({ name: `${kind} ${i}`, kind, text })),
  ];
}

function stepOf(kind: string) {
  const step = stepOfKind(kind);
  assert(step !== null);
  return step;
}

function formOf({ kind, text }: Pick<Case, "kind" | "text">): readonly FormField[] {
  const { values, faults } = readYaml(text);
  assertEquals(faults, []);
  return makeFields(stepOf(kind), values, CONTEXT);
}

function canonical({ kind, text }: Pick<Case, "kind" | "text">): string {
  return writeBody(parseYaml(text), stepOf(kind).parameters);
}

/** Fills a field in and returns the canonical text. */
function fillIn(at: Case, path: FormField["path"], value: FieldValue): string {
  const { parameters } = stepOf(at.kind);
  const change = changeOf(formOf(at), path, value);
  const text = setBodyValue(at.text, { path: change.path, value: change.value }, parameters);
  return canonical({ ...at, text });
}

function leavesOf(fields: readonly FormField[]): readonly FormField[] {
  return fields.flatMap((field) => {
    const { type } = field.control;
    const holds = type === "group" || type === "list" || type === "named" || type === "variant";
    return holds ? leavesOf(fieldsWithin(field.control)) : [field];
  });
}

/** The value that a control shows; `null` where nothing is written. */
function shownBy(control: FieldControl): FieldValue {
  if (control.type === "several") {
    return control.all === true ? true : control.value.length === 0 ? null : control.value;
  }
  if (control.type === "yaml") return JSON.parse(control.value);
  return "value" in control ? control.value : null;
}

Deno.test("makeFields() makes a form of which each field writes back what it shows", async (t) => {
  for (const one of allBodies()) {
    await t.step(one.name, () => {
      const before = canonical(one);
      for (const { path, control } of leavesOf(formOf(one))) {
        const shown = shownBy(control);
        // A single word shown as a list of it is written as a list.
        if (shown === null || (control.type === "several" && !isList(one.text, path))) continue;
        assertEquals(fillIn(one, path, shown), before, path.join("."));
      }
    });
  }
});

function isList(text: string, path: FormField["path"]): boolean {
  let value: unknown = readYaml(text).values;
  for (const key of path) value = Reflect.get(Object(value), key);
  return Array.isArray(value) || value === true;
}

Deno.test("makeFields() shows what was filled in, and nothing else changed", () => {
  const bodies = allBodies();
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.string({ maxLength: 12 }), (body, place, typed) => {
      const one = bodies[body % bodies.length];
      const leaves = leavesOf(formOf(one)).filter(({ control: { type } }) =>
        type === "text" || type === "expression" || type === "suggested"
      );
      if (leaves.length === 0 || typed === "") return;
      const { path } = leaves[place % leaves.length];
      const text = fillIn(one, path, typed);
      const after = leavesOf(formOf({ ...one, text }));
      const found = after.find((field) => JSON.stringify(field.path) === JSON.stringify(path));
      assertEquals(found && shownBy(found.control), typed);
      for (const other of leavesOf(formOf(one))) {
        if (JSON.stringify(other.path) === JSON.stringify(path)) continue;
        const same = after.find((field) =>
          JSON.stringify(field.path) === JSON.stringify(other.path)
        );
        // A field of a group that nothing was written in may come or go with it.
        if (same !== undefined) assertEquals(shownBy(same.control), shownBy(other.control));
      }
      for (const [comment] of one.text.matchAll(/#.*$/gm)) assert(text.includes(comment), comment);
    }),
    { numRuns: 300, seed: 7 },
  );
});

Deno.test("makeFields() knows a control for all that the kinds' schemas ask for", () => {
  for (const one of allBodies()) {
    const yaml = leavesOf(formOf(one)).filter(({ control }) => control.type === "yaml");
    const unknown = yaml.filter(({ path }) =>
      !["extra", "steps", "regressors"].includes(String(path[0]))
    );
    assertEquals(unknown.map(({ path }) => path), [], one.name);
  }
});

Deno.test("makeFields() shows a row of values as it is written, as values may repeat", () => {
  const shown = (future: string) => {
    const text = `measure: revenue\nregressors:\n  price:${future}\n`;
    const field = leavesOf(formOf({ kind: "forecast", text }))
      .find(({ path }) => path.at(-1) === "future");
    return field?.control;
  };
  assertEquals(shown(" { future: [0, 1, 1, 0] }"), { type: "yaml", value: "[0, 1, 1, 0]" });
  assertEquals(shown(" { future: 9.5 }"), { type: "yaml", value: "9.5" });
  assertEquals(shown(" {}"), { type: "yaml", value: "" });
});

Deno.test("makeFields() offers the columns that fit", () => {
  const form = formOf({ kind: "kpi", text: "time: day\nmeasures: { a: count(*) }\n" });
  const [time] = wayTo(form, ["time"]).slice(-1);
  assert(time.control.type === "suggested");
  assertEquals(time.control.choices.map(({ value }) => value), ["day"]);
});

Deno.test("makeFields() makes a mapping of a short text that gets another key", () => {
  const at = { name: "", kind: "kpi", text: "time: day\nmeasures:\n  units: sum(units) # all\n" };
  assertEquals(
    fillIn(at, ["measures", "units", "unit"], "USD"),
    "time: day\nmeasures:\n  units:\n    value: sum(units)\n    unit: USD\n    # all\n",
  );
});

Deno.test("changeOf() takes an optional group away with its last value", () => {
  const at = { name: "", kind: "check", text: "not_null: [a]\nrow_count: { min: 1 }\n" };
  assertEquals(fillIn(at, ["row_count", "min"], null), "not_null: [a]\n");
});

Deno.test("makeFields() says which fields people change most", () => {
  const mainOf = (kind: string, text: string) =>
    formOf({ kind, text }).flatMap(({ title, main }) => main === null ? [] : [title]);
  const series = ["Measure", "Each"];
  const threshold = ["Threshold", "Budget", "Explained by", "Input"];
  // What a method has no use for is not asked for.
  assertEquals(mainOf("detect", ""), [...series, "Method", ...threshold]);
  const rolling = [...series, "Method", "History", ...threshold];
  assertEquals(mainOf("detect", "method: rolling_z"), rolling);
  assertEquals(mainOf("explain", ""), ["Measure", "Between", "Dimensions", "Input"]);
  assertEquals(mainOf("forecast", ""), [...series, "Ahead", "Model", "Input"]);
  assertEquals(mainOf("chart", "type: bar\n"), [
    "Type",
    "Amount",
    "Aggregate",
    "A bar for each",
    "Period",
    "Bars at most",
    "Input",
  ]);
});

Deno.test("makeFields() asks only for what goes with what was chosen, or was written", () => {
  const keysOf = (text: string) =>
    makeFields(stepOf("detect"), readYaml(text).values, CONTEXT).map(({ path }) => path[0]);
  const forest = ["contamination", "seed"];
  const asked = (text: string) =>
    keysOf(text).filter((key) => [...forest, "window"].includes(String(key)));
  assertEquals(asked("measure: revenue"), []);
  assertEquals(asked("method: robust_z"), ["window"]);
  assertEquals(asked("method: isolation_forest"), ["window", ...forest]);
  assertEquals(asked("seed: 3"), ["seed"]);
});

Deno.test("makeFields() offers no column as a dimension where the input tells its dimensions", () => {
  const columns = [
    column("period", "date", { role: "time" }),
    column("complete", "boolean"),
    column("revenue", "decimal", { role: "measure" }),
    column("revenue_year_before", "decimal"),
  ];
  const each = (more: typeof columns) => {
    const context = { ...CONTEXT, columnsAt: () => [...columns, ...more] };
    const fields = makeFields(stepOf("detect"), { measure: "revenue" }, context);
    const found = fields.find(({ title }) => title === "Each")?.control;
    return found?.type === "several" ? found.choices.map(({ value }) => value) : null;
  };
  assertEquals(each([]), []);
  assertEquals(each([column("region", "text", { role: "dimension" })]), ["region"]);
});

Deno.test("makeFields() tells choices by their titles", () => {
  const model = makeFields(stepOfKind("forecast")!, { measure: "units" }, CONTEXT)
    .find(({ title }) => title === "Model");
  assertEquals(model?.placeholder, "Auto: the median of what did well");
  const { control } = model ?? {};
  const titles = control?.type === "choice" ? control.choices : [];
  assertEquals(titles.filter(({ value }) => value === "tsb" || value === "arima"), [
    { value: "arima", title: "ARIMA", detail: null },
    { value: "tsb", title: "TSB (rare demand)", detail: null },
  ]);
});

Deno.test("makeFields() asks nothing of files where a load takes events", () => {
  const { parameters, takes } = stepOfKind("load")!;
  const titles = (values: Readonly<Record<string, FieldValue>>) =>
    makeFields({ parameters, takes }, values, CONTEXT)
      .filter(({ main }) => main === true).map(({ title }) => title);
  const ofFiles = ["Format", "Delimiter", "Header line", "Texts that mean nothing"];
  assertEquals(titles({ file: "a.csv" }), ofFiles);
  assertEquals(titles({ source: "shop" }), ["Take", "Metrics", "Days"]);
  // What is written shows, so that it can be taken out.
  assertEquals(titles({ source: "shop", format: "csv" }), ["Take", "Metrics", "Days", "Format"]);
});
