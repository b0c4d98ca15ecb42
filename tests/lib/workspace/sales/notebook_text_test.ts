import { deepStrictEqual as assertEquals, doesNotMatch, match } from "node:assert/strict";
import { parseNotebook } from "@/lib/notebook/file/parse.ts";
import { KINDS } from "@/lib/steps/registry.ts";
import { findColumns } from "@/lib/workspace/sales/columns.ts";
import { FORMULA, NUMBER, salesNotebook, tagsOf } from "@/lib/workspace/sales/notebook_text.ts";

const DIGEST = "ab".repeat(32);

const columns = [
  { name: "Sold on", type: "date" },
  { name: "Amount", type: "text" },
  { name: "region", type: "text" },
] as const;

const OPTIONS = { fileName: "a.md", kinds: KINDS };

const base = await Deno.readTextFile("notebooks/sales.md");

function notebookOf(fileName: string, model: { readonly again: number } | null = null): string {
  const uses = findColumns(columns);
  return salesNotebook({ base, digest: DIGEST, fileName, columns, uses, model });
}

Deno.test("salesNotebook() loads the file, and gives its columns the sample's names", () => {
  const text = notebookOf("sales.csv");
  match(text, /upload: "?sha256:(?:ab){32}"?\n/);
  match(text, /rename:\n {6}Sold on: order_date\n {6}Amount: revenue\n/);
  // What a revenue was written as text for, the reader says.
  match(text, /Amount:[\s{]+type: decimal/);
  doesNotMatch(text, /unit: USD|samples\/orders/);
  assertEquals(parseNotebook(text, OPTIONS).problems, []);
});

Deno.test("salesNotebook() keeps a file's name in the title, whatever it is", () => {
  const name = 'a"\n---\n```sql x\nquery: select 1\n```';
  const { notebook, problems } = parseNotebook(notebookOf(name), OPTIONS);
  assertEquals(problems, []);
  assertEquals(notebook.head.title, `Sales: ${name}`);
  assertEquals(tagsOf(DIGEST).at(-1), "abababababab");
});

Deno.test("salesNotebook() asks a model, and anew where it is told to", () => {
  match(notebookOf("a.csv", { again: 0 }), /```summary brief\nmodel: auto\ntemplate/);
  match(notebookOf("a.csv", { again: 2 }), /```summary brief\nmodel: auto\nagain: 2\ntemplate/);
});

Deno.test("FORMULA knows what a spreadsheet would run, and NUMBER what it would not", () => {
  const runs = (text: string) => new RegExp(FORMULA).test(text) && !new RegExp(NUMBER).test(text);
  for (const text of ["=1+1", "+cmd|calc", "-A1", "@SUM(A1)", "\t=1", "\r=1", "=-5"]) {
    assertEquals([text, runs(text)], [text, true]);
  }
  for (const text of ["-5", "+49", "-1,234.50", "-$12", "-5%", "1e-5", "North", "a=b"]) {
    assertEquals([text, runs(text)], [text, false]);
  }
});
