import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { titleOf } from "@/lib/cli/notebook_file.ts";
import { parseNotebook } from "@/lib/notebook/file/parse.ts";

function titled(text: string): string {
  const { notebook } = parseNotebook(text, { fileName: "any.md", kinds: ["load"] });
  return titleOf(notebook, "notebooks/web_shop.md");
}

Deno.test("titleOf() returns the title, else the name of the file alone", () => {
  assertEquals(titled("---\ntitle: Web shop\n---\n"), "Web shop");
  assertEquals(titled("# Words\n"), "web_shop");
});
