import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { extraFields } from "@/islands/form/FieldList.tsx";
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
