import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { fillTemplate, isPlaceable } from "@/lib/steps/summary/template.ts";

/** The words of a text that has these figures. */
function filled(template: string, figures: Readonly<Record<string, number | string>>): string {
  const known = new Map(
    Object.entries(figures).map(([path, value]) => [path, { value, unit: null, title: path }]),
  );
  return fillTemplate(template, known, "UTC")
    .map((spans) => spans.map(({ text }) => text).join("")).join("\n\n");
}

Deno.test("fillTemplate() takes a style behind a bar, and names that have bars of their own", () => {
  const figures = { "daily.total": 412_345, "daily.by.=cmd|' /C calc'!A0": 412_345 };
  assertEquals(filled("{{ daily.total | short }}", figures), "412k");
  assertEquals(filled("{{ daily.by.=cmd|' /C calc'!A0 }}", figures), "412,345");
  assertEquals(filled("{{ daily.by.=cmd|' /C calc'!A0 | short }}", figures), "412k");
});

Deno.test("fillTemplate() shortens a name of thousands of letters", () => {
  const text = filled("Highest in {{ daily.top }}", { "daily.top": "x".repeat(10_000) });
  // 60 letters, an ellipsis among them.
  assertEquals(text, `Highest in ${"x".repeat(40)}…${"x".repeat(19)}`);
});

Deno.test("isPlaceable() knows what no place of a text can hold", () => {
  assertEquals(["daily.a", "a|b", "{a", "a }", " a", "a\n\nb"].map(isPlaceable), [
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
