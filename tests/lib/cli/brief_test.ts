import assert from "node:assert/strict";
import { isBrief } from "@/lib/cli/brief.ts";

const MEGABYTE = 1024 * 1024;

/** Writes a notebook that loads these files, of so many megabytes each, into a folder of its own. */
async function withNotebook(
  files: Readonly<Record<string, number>>,
  test: (folder: string, notebook: string) => void,
  body?: string,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "daybook-brief-" });
  try {
    for (const [name, megabytes] of Object.entries(files)) {
      using file = await Deno.create(`${folder}/${name}`);
      await file.truncate(megabytes * MEGABYTE);
    }
    const cells = Object.keys(files).map((name, i) => `\`\`\`load l${i}\nfile: ${name}\n\`\`\`\n`);
    await Deno.writeTextFile(`${folder}/n.md`, body ?? cells.join("\n"));
    test(folder, `${folder}/n.md`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const NONE = new Map<string, string>();

Deno.test("isBrief() is true for a notebook whose files are small", async () => {
  await withNotebook({ "a.csv": 7, "b.csv": 8 }, (folder, notebook) => {
    assert.equal(isBrief({ notebook, inputs: NONE }, [folder]), true);
  });
});

Deno.test("isBrief() adds up the files of all cells", async () => {
  await withNotebook({ "a.csv": 8, "b.csv": 9 }, (folder, notebook) => {
    assert.equal(isBrief({ notebook, inputs: NONE }, [folder]), false);
  });
});

Deno.test("isBrief() counts the files that stand in for those of the notebook", async () => {
  await withNotebook({ "a.csv": 1, "large.csv": 17 }, (folder, notebook) => {
    const inputs = new Map([["l0", `${folder}/large.csv`]]);
    assert.equal(isBrief({ notebook, inputs }, []), false);
  });
});

Deno.test("isBrief() takes a compressed file for eight times its size", async () => {
  await withNotebook({ "a.csv.gz": 2 }, (folder, notebook) => {
    assert.equal(isBrief({ notebook, inputs: NONE }, [folder]), false);
  });
});

Deno.test("isBrief() is false where rows come from a table, whose number is not known", async () => {
  await withNotebook(
    {},
    (folder, notebook) => assert.equal(isBrief({ notebook, inputs: NONE }, [folder]), false),
    "```load rows\nconnection: shop\ntable: orders\n```\n",
  );
});

Deno.test("isBrief() is false for a notebook that is not there", () => {
  assert.equal(isBrief({ notebook: "/no/such/notebook.md", inputs: NONE }, []), false);
});
