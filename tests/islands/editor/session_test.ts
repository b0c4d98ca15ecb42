import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import type { CellAsker, SaveAsked, Saved } from "@/islands/editor/ask.ts";
import { createSession, type SessionView } from "@/islands/editor/session.ts";
import type { Editing } from "@/lib/workspace/editor/contract.ts";
import { editingOf } from "@/tests/helpers/editor_services.ts";

const TEXT = "time: day # why\nmeasures:\n  units: sum(units)\n";

const NOTEBOOK = `
\`\`\`load orders
inline: |
  day,units
  2026-01-01,2
\`\`\`

\`\`\`kpi daily
${TEXT}\`\`\`
`;

const CELL = { notebook: "one", cell: "daily", parameters: {} };

/** Asks the editing in this process; saving is told by the test. */
function askerOf(editing: Editing, save: (asked: SaveAsked) => Promise<Saved>): CellAsker {
  return {
    complete: (text, offset) => editing.complete({ ...CELL, text, offset }),
    completeField: (text, asked) => editing.complete({ ...CELL, text, ...asked }),
    check: (text) => editing.check({ ...CELL, text }),
    hover: (text, offset) => editing.hover({ ...CELL, text, offset }),
    format: (text) => editing.format({ ...CELL, text }),
    form: (text) => editing.form({ ...CELL, text }),
    change: (text, changes) => editing.change({ ...CELL, text, changes }),
    save,
  };
}

interface Keeper {
  text: string;
  revision: number;
  readonly saved: SaveAsked[];
}

/** Begins a session on a cell that is kept in memory. */
function begin(keeper: Keeper = { text: TEXT, revision: 1, saved: [] }) {
  const views: SessionView[] = [];
  let revision = 1;
  const asker = askerOf(editingOf(NOTEBOOK), (asked) => {
    keeper.saved.push(asked);
    if (asked.base !== keeper.text) {
      return Promise.resolve({
        type: "conflict",
        revision: keeper.revision,
        text: keeper.text,
      });
    }
    keeper.text = asked.text;
    keeper.revision++;
    return Promise.resolve({ type: "saved", revision: keeper.revision, text: asked.text });
  });
  const session = createSession({
    asker,
    text: TEXT,
    form: null,
    revision: () => revision,
    onRevision: (newer) => revision = newer,
    onView: (view) => views.push(view),
    editor: "page",
    // Tests save by themselves.
    pauseMilliseconds: 1e6,
  });
  return { session, keeper, views, asker };
}

Deno.test("createSession() saves what was typed, and asks nothing where nothing was", async () => {
  const { session, keeper } = begin();
  await session.save();
  assertEquals(keeper.saved, []);
  session.setText("time: day\n");
  assertEquals(session.view().status, { type: "unsaved" });
  await session.save();
  assertIs(keeper.text, "time: day\n");
  assertEquals(session.view().status, { type: "saved" });
  session.close();
});

Deno.test("createSession() makes changes of the form one after the other and keeps comments", async () => {
  const { session, keeper } = begin();
  session.change([{ type: "set_value", path: ["grain"], value: "week" }]);
  session.change([{ type: "set_value", path: ["measures", "units", "unit"], value: "pieces" }]);
  await session.save();
  assertIs(
    keeper.text,
    "time: day # why\ngrain: week\nmeasures:\n  units:\n    value: sum(units)\n    unit: pieces\n",
  );
  assertIs(session.view().form?.type, "form");
  session.close();
});

Deno.test("createSession() keeps what is typed while an answer is on its way", async () => {
  const { session } = begin();
  session.change([{ type: "set_value", path: ["grain"], value: "week" }]);
  session.setText(`${TEXT}compare: both\n`);
  await session.save();
  // The change was made to the newer text.
  assertIs(
    session.view().text,
    "time: day # why\ngrain: week\nmeasures:\n  units: sum(units)\ncompare: both\n",
  );
  session.close();
});

Deno.test("createSession() runs a cell that has nothing to save", async () => {
  const { session, keeper } = begin();
  await session.save({ run: true });
  assertEquals(keeper.saved.map(({ run }) => run), [true]);
  session.close();
});

Deno.test("createSession() overwrites nobody in silence", async (t) => {
  for (const choice of ["mine", "theirs"] as const) {
    await t.step(choice, async () => {
      const { session, keeper } = begin();
      keeper.text = "time: theirs\n";
      session.setText("time: mine\n");
      await session.save();
      assertEquals(session.view().status, { type: "conflict", theirs: "time: theirs\n" });
      assertIs(session.view().text, "time: mine\n");
      await session.settle(choice);
      await session.save();
      assertIs(keeper.text, `time: ${choice}\n`);
      assertIs(session.view().text, `time: ${choice}\n`);
      session.close();
    });
  }
});

Deno.test("createSession() takes what others have saved last, as text and as form", async () => {
  const { session, keeper } = begin();
  keeper.text = "time: theirs\n";
  session.setText("time: mine\n");
  await session.save();
  // They go on while the conflict is looked at.
  keeper.text = "time: theirs\ngrain: week\n";
  await session.settle("theirs");
  assertIs(session.view().text, "time: theirs\ngrain: week\n");
  assertEquals(session.view().status, { type: "saved" });
  const { form } = session.view();
  const grain = form?.type === "form" && form.fields.find(({ path }) => path[0] === "grain");
  assertIs(grain && "value" in grain.control && grain.control.value, "week");
  assertIs(keeper.text, "time: theirs\ngrain: week\n");
  session.close();
});

Deno.test("createSession() puts nothing of one's own into what is taken", async () => {
  const { session, keeper, asker } = begin();
  keeper.text = "time: theirs\n";
  session.setText("time: mine\n");
  await session.save();
  // A box that loses its focus to the button tells what was typed into it.
  const { change } = asker;
  const answered = Promise.withResolvers<void>();
  asker.change = async (text, changes) => {
    await answered.promise;
    return await change(text, changes);
  };
  session.change([{ type: "set_value", path: ["grain"], value: "week" }]);
  const settled = session.settle("theirs");
  answered.resolve();
  await settled;
  await session.save();
  assertIs(session.view().text, "time: theirs\n");
  assertIs(keeper.text, "time: theirs\n");
  // Boxes that still show what was typed are drawn anew.
  assertIs(session.view().taken, 1);
  session.close();
});

Deno.test("createSession() says so where what is to be taken was deleted meanwhile", async () => {
  const { session, asker } = begin({ text: "time: theirs\n", revision: 2, saved: [] });
  session.setText("time: mine\n");
  await session.save();
  asker.save = () => Promise.resolve({ type: "conflict", revision: 3, text: null });
  await session.settle("theirs");
  assertEquals(session.view().status, { type: "conflict", theirs: null });
  assertIs(session.view().text, "time: mine\n");
  session.close();
});

Deno.test("createSession() counts texts that were given, not those that were typed", async () => {
  const { session } = begin();
  session.setText("time:   day\n");
  assertIs(session.view().given, 0);
  await session.format();
  assertIs(session.view().text, "time: day\n");
  assertIs(session.view().given, 1);
  session.close();
});

Deno.test("createSession() tells why nothing was saved, and tries again", async () => {
  let isLost = true;
  const asker = askerOf(
    editingOf(NOTEBOOK),
    ({ text }) =>
      isLost
        ? Promise.reject(new Error("The connection is lost"))
        : Promise.resolve({ type: "saved", revision: 2, text }),
  );
  const session = createSession({
    asker,
    text: TEXT,
    form: null,
    revision: () => 1,
    onRevision() {},
    onView() {},
    editor: "page",
    pauseMilliseconds: 1e6,
  });
  session.setText("time: day\n");
  await session.save();
  assertEquals(session.view().status, { type: "failed", message: "The connection is lost" });
  isLost = false;
  await session.save();
  assertEquals(session.view().status, { type: "saved" });
  session.close();
});

Deno.test("createSession() saves a text once that is to be saved twice at once", async () => {
  const { session, keeper } = begin();
  session.setText("time: day\n");
  await Promise.all([session.save(), session.save()]);
  assertEquals(keeper.saved.map(({ text }) => text), ["time: day\n"]);
  assertEquals(session.view().status, { type: "saved" });
  session.close();
});

Deno.test("createSession() has nothing to save once what was typed is taken back", async () => {
  const { session, keeper } = begin();
  session.setText("time: day\n");
  session.setText(TEXT);
  await session.save();
  assertEquals(keeper.saved, []);
  assertEquals(session.view().status, { type: "saved" });
  session.close();
});

Deno.test("createSession() takes no revision of somebody else's for its own", async () => {
  const keeper: Keeper = { text: "time: theirs\n", revision: 2, saved: [] };
  const { session } = begin(keeper);
  session.setText("time: mine\n");
  await session.save();
  await session.settle("mine");
  await session.save();
  // As far as this page knows, the revision after its first is yet to be heard of.
  assertEquals(keeper.saved.map(({ revision }) => revision), [1, 1]);
  session.close();
});

Deno.test("createSession() knows what would be lost if its page closed", async () => {
  const keeper: Keeper = { text: TEXT, revision: 1, saved: [] };
  const { session } = begin(keeper);
  // What is typed leaves with the page, what a form says has to be written down first.
  session.setText("time: day\n");
  assertIs(session.wouldLose(), false);
  session.change([{ type: "set_value", path: ["grain"], value: "week" }]);
  assertIs(session.wouldLose(), true);
  assertEquals(session.view().status, { type: "unsaved" });
  await session.save();
  assertIs(session.wouldLose(), false);
  assertIs(keeper.text, "time: day\ngrain: week\n");
  session.close();
});

Deno.test("createSession() makes a change later that was lost on its way", async () => {
  const keeper: Keeper = { text: TEXT, revision: 1, saved: [] };
  const { session, asker } = begin(keeper);
  const { change } = asker;
  asker.change = () => Promise.reject(new TypeError("Failed to fetch"));
  session.change([{ type: "set_value", path: ["grain"], value: "week" }]);
  await session.save();
  assertEquals(session.view().status, { type: "failed", message: "Failed to fetch" });
  assertEquals(keeper.saved, []);
  asker.change = change;
  await session.save();
  assertIs(keeper.text, TEXT.replace("why\n", "why\ngrain: week\n"));
  assertEquals(session.view().status, { type: "saved" });
  session.close();
});
