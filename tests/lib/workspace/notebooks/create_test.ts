import { rejects as assertRejects, strictEqual as assertIs } from "node:assert/strict";
import { createNotebook, duplicateNotebook } from "@/lib/workspace/notebooks/create.ts";
import { readText } from "@/lib/workspace/notebooks/read_text.ts";
import { loadNotebook } from "@/lib/workspace/notebooks/store.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

databaseTest(
  "createNotebook() gives a text with cells its title, and so its copy",
  async (database) => {
    const cell = "```load orders\nfile: a.csv\n```\n";
    const { id } = await createNotebook(database, { title: "Orders", text: cell });
    const { text } = await loadNotebook(database, id);
    assertIs(text, `---\ntitle: Orders\n---\n\n${cell}`);
    const copy = await duplicateNotebook(database, { id });
    assertIs((await loadNotebook(database, copy.id)).text, text.replace("Orders", "Orders (copy)"));
  },
);

databaseTest("createNotebook() keeps the title that it is given, or refuses", async (database) => {
  // A key that is unknown is told, and takes nothing with it.
  const { id } = await createNotebook(database, {
    title: "Orders",
    text: "---\nowner: Ada\n---\n",
  });
  const { text } = await loadNotebook(database, id);
  assertIs(readText(text).notebook.head.title, "Orders");
  assertIs(text, "---\ntitle: Orders\nowner: Ada\n---\n");
  const broken = "---\ntags: [a\n---\n";
  await assertRejects(createNotebook(database, { title: "Orders", text: broken }), {
    code: "BAD_NOTEBOOK",
  });
  // A file is imported whatever it holds: its author mends it here.
  const named = await createNotebook(database, { title: "orders", text: broken, imported: true });
  assertIs((await loadNotebook(database, named.id)).text, broken);
});
