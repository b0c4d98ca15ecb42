import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { z } from "zod";
import { isParameterPlace, keysAt } from "@/lib/steps/schema.ts";

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

Deno.test("isParameterPlace() takes names, days, numbers and words, and no expressions", () => {
  const places = ["name", "expression", "marked", "day", "count", "either", "unknown"];
  assertEquals(places.filter((key) => isParameterPlace(SCHEMA, [key])), ["name", "day", "count"]);
  assertEquals(isParameterPlace(SCHEMA, ["names", 0]), true);
  assertEquals(isParameterPlace(SCHEMA, ["values", "region"]), true);
  assertEquals(isParameterPlace(SCHEMA, ["list", 0, "a"]), true);
  assertEquals(isParameterPlace(SCHEMA, ["list", 0, "b"]), false);
});
