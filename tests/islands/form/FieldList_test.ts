import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { extraFields, otherProblems } from "@/islands/form/FieldList.tsx";
import type { Problem } from "@/lib/errors.ts";
import type { FormField } from "@/lib/steps/form/form.ts";

function field(title: string, main: FormField["main"], value: string | null = null): FormField {
  return {
    path: [title],
    title,
    description: null,
    required: false,
    main,
    unit: null,
    placeholder: null,
    control: { type: "text", value },
  };
}

function putAway(fields: readonly FormField[]): readonly string[] {
  return extraFields(fields).map(({ title }) => title);
}

Deno.test("extraFields() puts away what is empty and seldom changed", () => {
  assertEquals(
    putAway([field("a", true), field("b", null), field("c", null, "given"), field("d", true)]),
    ["b"],
  );
});

Deno.test("extraFields() keeps alternatives until one of them is filled in", () => {
  const open = [field("file", "alternative"), field("rows", "alternative"), field("quote", null)];
  assertEquals(putAway(open), ["quote"]);
  const chosen = [field("file", "alternative", "a.csv"), ...open.slice(1)];
  assertEquals(putAway(chosen), ["rows", "quote"]);
});

Deno.test("extraFields() keeps a short form whole where no field matters more", () => {
  assertEquals(putAway([field("a", null), field("b", null), field("c", null)]), []);
  assertEquals(
    putAway(["a", "b", "c", "d", "e", "f"].map((title) => field(title, null))),
    ["c", "d", "e", "f"],
  );
});

Deno.test("otherProblems() are those that no input tells, the ones within others too", () => {
  const at = (key?: string): Problem => ({
    severity: "error",
    code: "BAD_NOTEBOOK",
    message: `Cannot read ${key ?? "it"}`,
    place: { cell: "daily", key },
    remedy: null,
  });
  const measures: FormField = {
    ...field("measures", true),
    control: {
      type: "named",
      suggested: [],
      additions: [],
      items: [{
        name: "revenue",
        title: "revenue",
        fields: [{ ...field("value", true), path: ["measures", "revenue", "value"] }],
      }],
    },
  };
  const problems = [at(), at("time"), at("measures"), at("measures.revenue.value")];
  assertEquals(otherProblems([field("time", true), measures], { problems, marks: [] }), [
    at(),
    at("measures"),
  ]);
});
