import { strictEqual as assertIs } from "node:assert/strict";
import { createNotebook, duplicateNotebook } from "@/lib/workspace/notebooks/create.ts";
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
