import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  strictEqual as assertIs,
} from "node:assert/strict";
import { createEditing } from "@/lib/workspace/editor/editing.ts";
import type { SessionView as SignedIn } from "@/lib/workspace/owner/contract.ts";
import { cellsIn, notebooksTest } from "@/tests/helpers/notebooks.ts";
import { type FetchPage, openPages, ORIGIN } from "@/tests/helpers/site.ts";
import { OWNER_SESSION } from "@/tests/helpers/signed_pages.ts";

const FOLDER = "routes/api/notebooks/[notebook]/cells/[cell]";
const ROUTES = ["complete", "check", "hover", "format", "form", "text"];

const NOTEBOOK = `---
title: One
---

\`\`\`load orders
inline: |
  day,region,units
  2026-01-01,North,2
\`\`\`

\`\`\`kpi daily
time: day # the day
measures:
  units: sum(units)
\`\`\`
`;

const OWNER: SignedIn = OWNER_SESSION;

function routesTest(
  name: string,
  test: (given: {
    readonly post: (action: string, asked: object) => Promise<Response>;
    readonly postForm: (
      action: string,
      fields: Readonly<Record<string, string>>,
    ) => Promise<Response>;
    readonly textOfCell: () => Promise<string>;
    readonly id: string;
    readonly fetchPage: FetchPage;
  }) => Promise<void>,
) {
  notebooksTest(name, async ({ notebooks }) => {
    const { id } = await notebooks.create({ text: NOTEBOOK });
    const fetchPage = await openPages({
      notebooks,
      editing: createEditing(notebooks),
      owner: {
        signIn: () => Promise.resolve(null),
        session: () => Promise.resolve(OWNER),
        signOut: () => Promise.resolve(),
      },
    }, ROUTES.map((route) => `${FOLDER}/${route}.ts`));
    const send = (action: string, type: string, body: string) =>
      fetchPage(`/api/notebooks/${id}/cells/daily/${action}`, {
        method: "POST",
        headers: {
          "Content-Type": type,
          "Cookie": "daybook_session=one",
          "Sec-Fetch-Site": "same-origin",
          "Origin": ORIGIN,
        },
        body,
      });
    await test({
      id,
      fetchPage,
      post: (action, asked) => send(action, "application/json", JSON.stringify(asked)),
      postForm: (action, fields) =>
        send(action, "application/x-www-form-urlencoded", String(new URLSearchParams(fields))),
      textOfCell: async () => cellsIn(await notebooks.open({ id, parameters: {} })).daily.text,
    });
  });
}

routesTest("the editor's routes answer a script", async ({ post }) => {
  const text = "time: da\n";
  const completed = await (await post("complete", { text, offset: 8 })).json();
  assertEquals(completed.map(({ label }: { label: string }) => label), ["day"]);
  const [marker] = await (await post("check", { text: "time: dya\nmeasures: { a: count(*) }" }))
    .json();
  assertEquals([marker.from, marker.to], [6, 9]);
  const hover = await (await post("hover", { text, offset: 1 })).json();
  assertMatch(hover.markdown, /Time column/);
  const formatted = await (await post("format", { text: "time:   day" })).json();
  assertEquals(formatted, { text: "time: day\n" });
  const form = await (await post("form", { text: "time: day\nmeasures: { a: count(*) }" })).json();
  assertIs(form.fields[0].control.value, "day");
});

routesTest("the form's route changes a text and saves nothing", async ({ post, textOfCell }) => {
  const changes = [{ type: "set_value", path: ["grain"], value: "week" }];
  const text = await textOfCell();
  const changed = await (await post("form", { text, changes })).json();
  assertIs(
    changed.text,
    "time: day # the day\ngrain: week\nmeasures:\n  units: sum(units)\n",
  );
  assertIs(await textOfCell(), text);
});

routesTest("the editor's routes refuse what they can't read", async ({ post }) => {
  for (
    const [action, asked] of [
      ["check", []],
      ["check", { text: 1 }],
      ["complete", { text: "", offset: -1 }],
      ["form", { text: "", changes: [{ type: "drop", path: ["a"] }] }],
      ["form", { text: "", changes: [{ type: "set_value", path: "a" }] }],
    ] as const
  ) {
    const { status } = await post(action, asked);
    assertIs(status, 422, JSON.stringify(asked));
  }
});

routesTest("the text's route saves, and tells of a conflict in this cell alone", async (given) => {
  const { post, textOfCell } = given;
  const base = await textOfCell();
  const asked = { base, editor: "page", revision: 1, run: false };
  const first =
    await (await post("text", { ...asked, text: "time: day\nmeasures: { a: count(*) }\n" }))
      .json();
  assertIs(first.type, "saved");
  assertIs(first.text, "time: day\nmeasures:\n  a: count(*)\n");
  const second = await (await post("text", { ...asked, text: "time: day\n" })).json();
  assertIs(second.type, "conflict");
  assertIs(second.text, first.text);
  // The revision is old, but the cell is as it was when this began.
  const third = await (await post("text", { ...asked, base: first.text, text: "time: day\n" }))
    .json();
  assertIs(third.type, "saved");
});

routesTest("a browser without scripts fills in the form and comes back", async (given) => {
  const { postForm, textOfCell, id } = given;
  const response = await postForm("form", {
    revision: "1",
    back: `/notebooks/${id}?edit-cell=daily`,
    '["grain"]': "week",
    '["time"]': "day",
    then: "save",
  });
  assertIs(response.status, 303);
  assertIs(response.headers.get("Location"), `/notebooks/${id}?edit-cell=daily#cell-daily`);
  assertIs(
    await textOfCell(),
    "time: day # the day\ngrain: week\nmeasures:\n  units: sum(units)\n",
  );
});

routesTest("a browser without scripts is not sent to another site", async ({ postForm, id }) => {
  const back = "//elsewhere.example/";
  const response = await postForm("text", { revision: "1", back, text: "time: day\r\n" });
  assertIs(response.headers.get("Location"), `/notebooks/${id}#cell-daily`);
});

routesTest("readEditorRequest() and readPosted() refuse NUL", async (given) => {
  const before = await given.textOfCell();
  const asked = { text: "a\u0000b", base: before, revision: 1, editor: "test", run: false };
  for (const action of ROUTES) {
    const answer = await given.post(action, { ...asked, offset: 0 });
    assertIs(answer.status, 400, action);
    assertMatch(await answer.text(), /no NUL character/);
  }
  const posted = await given.postForm("text", { text: "a\u0000b", revision: "1" });
  assertIs(posted.status, 400);
  assertIs(await given.textOfCell(), before);
});
