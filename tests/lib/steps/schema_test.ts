import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { z } from "zod";
import { readYaml } from "@/lib/notebook/file/yaml.ts";
import { KINDS, stepOfKind } from "@/lib/steps/registry.ts";
import { exampleAt, isParameterPlace, keysAt, neededKeys } from "@/lib/steps/schema.ts";

const SCHEMA = z.strictObject({
  name: z.string().meta({ suggest: "measure" }).optional(),
  expression: z.string(),
  marked: z.string().meta({ suggest: "expression" }).optional(),
  names: z.array(z.string()).meta({ suggest: "dimension" }).optional(),
  values: z.record(z.string(), z.string()).default({}).meta({ parameter: true }),
  day: z.iso.date().optional(),
  count: z.int().default(3),
  either: z.union([z.number(), z.string()]).optional(),
  list: z.array(z.union([z.strictObject({ a: z.number() }), z.strictObject({ b: z.string() })])),
  free: z.record(z.string(), z.strictObject({ c: z.boolean() })).default({}),
  piped: z.strictObject({ d: z.number() }).transform(({ d }) => d).optional(),
}).refine(() => true);

Deno.test("keysAt() lists the keys at a path, of all forms a value may have", () => {
  assertEquals(keysAt(SCHEMA, ["list", 0]), ["a", "b"]);
  assertEquals(keysAt(SCHEMA, ["free", "any"]), ["c"]);
  assertEquals(keysAt(SCHEMA, ["piped"]), ["d"]);
  assertEquals(keysAt(SCHEMA, ["free"]), []);
  assertEquals(keysAt(SCHEMA, ["unknown", "deeper"]), []);
});

Deno.test("neededKeys() lists the keys that are neither optional nor have a default", () => {
  assertEquals(neededKeys(SCHEMA), ["expression", "list"]);
});

Deno.test("isParameterPlace() takes names, days, numbers and words, and no expressions", () => {
  const places = ["name", "expression", "marked", "day", "count", "either", "unknown"];
  assertEquals(places.filter((key) => isParameterPlace(SCHEMA, [key])), ["name", "day", "count"]);
  assertEquals(isParameterPlace(SCHEMA, ["names", 0]), true);
  assertEquals(isParameterPlace(SCHEMA, ["values", "region"]), true);
  assertEquals(isParameterPlace(SCHEMA, ["list", 0, "a"]), true);
  assertEquals(isParameterPlace(SCHEMA, ["list", 0, "b"]), false);
});

/** The examples of a kind's own keys, by key. */
function examplesOf(schema: z.ZodType): readonly (readonly [string, string])[] {
  return keysAt(schema, []).flatMap((key) => {
    const example = exampleAt(schema, [key]);
    return example === null ? [] : [[key, example] as const];
  });
}

Deno.test("exampleAt() shows what the kind itself takes, for every key that has one", async (t) => {
  let count = 0;
  for (const kind of KINDS) {
    const schema = stepOfKind(kind)?.parameters;
    assert(schema !== undefined);
    for (const [key, example] of examplesOf(schema)) {
      count++;
      await t.step(`${kind} ${key}: ${example}`, () => {
        const { values } = readYaml(`${key}: ${example}\n`);
        const issues = schema.safeParse(values).error?.issues ?? [];
        assertEquals(issues.filter(({ path }) => path[0] === key), []);
      });
    }
  }
  // Detect, forecast, explain and events have some each.
  assert(count > 15, String(count));
});
