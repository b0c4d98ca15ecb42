import { deepStrictEqual as assertEquals, equal, ok } from "node:assert/strict";
import { createReports } from "@/lib/cli/reports.ts";
import { chromiumPath } from "@/tests/helpers/chromium_path.ts";
import { makeFolder } from "@/tests/helpers/command.ts";
import { sampleNotebook } from "@/tests/fixtures/sample_notebook.ts";

const OPTIONS = { audience: "owner", madeAt: "2026-07-06T10:00:00.000Z" } as const;

Deno.test("createReports() draws a view as one file, and prints nothing where no program is set", async () => {
  const { render, print } = createReports({ chromium: null, temporary: "" });
  const html = await render(sampleNotebook, OPTIONS);
  ok(html.startsWith("<!doctype html>"), html.slice(0, 80));
  // The same text for the same view.
  equal(await render(sampleNotebook, OPTIONS), html);
  equal(print, null);
});

Deno.test({
  name: "createReports() prints one file after the other",
  ignore: chromiumPath === null,
  async fn() {
    await using folder = await makeFolder();
    const { print } = createReports({ chromium: chromiumPath, temporary: folder.path });
    const made = await Promise.all(["One", "Two"].map((text) => print?.(`<h1>${text}</h1>`)));
    const begins = made.map((pdf) => new TextDecoder().decode(pdf?.slice(0, 5)));
    assertEquals(begins, ["%PDF-", "%PDF-"]);
    assertEquals([...Deno.readDirSync(folder.path)], []);
  },
});

Deno.test({
  name: "createReports() goes on printing after one print has failed",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using folder = await makeFolder();
    const { print } = createReports({ chromium: "/nothing/here", temporary: folder.path });
    const codes = await Promise.all(
      ["One", "Two"].map((text) => print?.(text).catch(({ code }) => code)),
    );
    assertEquals(codes, ["BAD_SETTING", "BAD_SETTING"]);
  },
});
