import { deepStrictEqual as assertEquals, equal, match } from "node:assert/strict";
import { cellsIn, notebooksTest } from "@/tests/helpers/notebooks.ts";
import { openSignedPages } from "@/tests/helpers/signed_pages.ts";
import { ORIGIN } from "@/tests/helpers/site.ts";

const NOTEBOOK = "```load orders\ninline: |\n  day,units\n  2026-01-01,2\n```\n";

const FOLDER = "routes/api/notebooks/[notebook]";
const ROUTES = ["edit", "undo", "redo", "run", "cancel", "view", "source", "events"];

notebooksTest("/api/notebooks/… edits, runs and tells, as JSON", async ({ notebooks }, t) => {
  const fetchPage = await openSignedPages(
    { notebooks },
    ROUTES.map((route) => `${FOLDER}/${route}.ts`),
  );
  const { id } = await notebooks.create({ text: NOTEBOOK });
  const path = (route: string) => `/api/notebooks/${id}/${route}`;
  const post = (route: string, body: unknown) =>
    fetchPage(path(route), {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Sec-Fetch-Site": "same-origin",
        "Origin": ORIGIN,
      },
      body: JSON.stringify(body),
    });
  const rename = { type: "rename_cell", cell: "orders", to: "sales" };

  await t.step("edit answers with the view", async () => {
    const answer = await post("edit", { revision: 1, edits: [rename], editor: "page" });
    equal(answer.status, 200);
    const outcome = await answer.json();
    assertEquals([outcome.type, outcome.view.revision], ["saved", 2]);
  });

  await t.step("edit of an older revision is a conflict with the difference", async () => {
    const edits = [{ type: "set_body", cell: "orders", text: "inline: |\n  a\n  1\n" }];
    const answer = await post("edit", { revision: 1, edits });
    equal(answer.status, 409);
    const { type, differences } = await answer.json();
    equal(type, "conflict");
    equal(differences.some((line: { type: string }) => line.type !== "same"), true);
  });

  await t.step("undo and redo lead back and forth", async () => {
    const names = async () => Object.keys(cellsIn(await notebooks.open({ id, parameters: {} })));
    equal((await post("undo", { revision: 2 })).status, 200);
    assertEquals(await names(), ["orders"]);
    equal((await post("redo", { revision: 3 })).status, 200);
    assertEquals(await names(), ["sales"]);
  });

  await t.step("events begin after the one that is known", async () => {
    const { eventId } = await (await fetchPage(path("view"))).json();
    const answer = await fetchPage(path("events"), { headers: { "Last-Event-ID": eventId } });
    equal(answer.headers.get("Content-Type"), "text/event-stream; charset=utf-8");
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    equal((await reader?.read())?.value, "retry: 1000\n\n");
    equal((await post("run", { what: { type: "all" } })).status, 202);
    match((await reader?.read())?.value ?? "", /^id: .+\ndata: \{"type":"run".*"started"\}\n\n$/);
    await reader?.cancel();
    equal((await post("cancel", {})).status, 204);
  });

  await t.step("source is the file", async () => {
    equal(await (await fetchPage(path("source?revision=1"))).text(), NOTEBOOK);
  });

  await t.step("what is no request is refused", async () => {
    const cases: [string, unknown][] = [
      ["edit", []],
      ["edit", { revision: "1", edits: [] }],
      ["edit", { revision: 1, edits: [{ type: "explode" }] }],
      ["run", { what: { type: "cell" } }],
      ["run", { what: { type: "all" }, parameters: { region: 1 } }],
    ];
    for (const [route, body] of cases) {
      const answer = await post(route, body);
      assertEquals([answer.status, (await answer.json()).code], [400, "BAD_USAGE"]);
    }
  });
});
