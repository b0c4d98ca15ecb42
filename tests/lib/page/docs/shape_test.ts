import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { type JsonSchema, shapeOf } from "@/lib/page/docs/shape.ts";

Deno.test("shapeOf() says in words what a value is", async (t) => {
  const cases: [JsonSchema, string, string | null][] = [
    [{ type: "string" }, "text", null],
    [{ type: ["number", "null"] }, "number or null", null],
    [{ type: "string", format: "date" }, "day", null],
    [{ type: "string", enum: ["a", "b"], default: "a" }, '"a", "b", "a" where left out', null],
    [{ type: "integer", minimum: 1, maximum: 365 }, "whole number from 1 to 365", null],
    [{ type: "array", items: { type: "boolean" } }, "list of true or false", null],
    [{ type: "array", items: { $ref: "#/components/schemas/Source" } }, "list of", "Source"],
    [{ anyOf: [{ $ref: "#/components/schemas/Run" }, { type: "null" }] }, "or null", "Run"],
    [{ oneOf: [{ type: "string" }, { type: "number" }] }, "text or number", null],
  ];
  for (const [schema, words, name] of cases) {
    await t.step(JSON.stringify(schema), () => {
      const shape = shapeOf(schema);
      assertEquals([shape.words, shape.name], [words, name]);
    });
  }
});

Deno.test("shapeOf() tells the fields of an object, and of the objects in a list", () => {
  const schema = {
    type: "object",
    properties: { id: { type: "integer" }, name: { type: "string" } },
    required: ["id"],
  };
  const fields = (shape: ReturnType<typeof shapeOf>) =>
    shape.parts.map(({ field, isOptional }) => [field, isOptional]);
  const expected = [["id", false], ["name", true]];
  assertEquals(fields(shapeOf(schema)), expected);
  assertEquals(fields(shapeOf({ type: "array", items: schema })), expected);
});
