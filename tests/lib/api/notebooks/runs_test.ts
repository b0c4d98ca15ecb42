import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import { notebooksTest } from "@/tests/helpers/notebooks.ts";
import { openProgram } from "@/tests/helpers/program.ts";
import { holdEtag } from "@/tests/lib/api/held_etag.ts";
import { sendJson } from "./sent.ts";

const TEXT = `---
params:
  factor: { type: number, default: 2 }
---

\`\`\`sql total
query: select 21 * \${factor} as answer
\`\`\`
`;

/** A cell that goes on for minutes. */
const SLOW = "```sql slow\nquery: |\n  select count(*) as n\n" +
  "  from generate_series(1, 30000) as a(x), generate_series(1, 30000) as b(x)\n```\n";

interface Told {
  readonly type: "cell" | "ended";
  readonly state?: string;
  readonly run?: { readonly state: string };
}

async function eventsOf(answer: Response): Promise<readonly Told[]> {
  const text = await answer.text();
  return text.split("\n\n").filter((part) => part.startsWith("data: "))
    .map((part) => JSON.parse(part.slice("data: ".length)));
}

notebooksTest("runNotebook is a function of its parameters", async ({ notebooks }) => {
  const ask = await openProgram({ notebooks });
  const { id } = await notebooks.create({ text: TEXT });
  const path = `/api/notebooks/${id}/runs`;
  // 21 × 4 and 21 × 2.
  for (const [parameters, answer] of [[{ factor: 4 }, 84], [{}, 42]] as const) {
    const ended = await sendJson(ask, path, { parameters, wait: true });
    assertIs(ended.status, 200);
    const { run, results } = await ended.json();
    assertEquals([run.state, run.cells[0].state, run.cells[0].rows], ["done", "done", 1]);
    assertIs(results.cells[0].figures.answer.value, answer);
  }
  const { runs } = await (await ask(path)).json();
  assertEquals(runs.map(({ parameters }: { parameters: object }) => parameters), [
    {},
    { factor: "4" },
  ]);
  const first = await (await ask(`${path}?limit=1`)).json();
  const second = await (await ask(`${path}?limit=1&cursor=${first.next_cursor}`)).json();
  assertEquals([second.runs[0].id, second.next_cursor], [runs[1].id, null]);
  const wrong = await sendJson(ask, path, { parameters: { factor: "many" }, wait: true });
  assertEquals([wrong.status, (await wrong.json()).errors[0].path], [422, "parameters.factor"]);
  const unknown = await sendJson(ask, path, { parameters: { other: 1 } });
  assertEquals([unknown.status, (await unknown.json()).errors[0].path], [422, "parameters.other"]);
});

notebooksTest("followRun tells how a run goes until it has ended", async ({ notebooks }) => {
  const ask = await openProgram({ notebooks });
  const { id } = await notebooks.create({ text: TEXT });
  const begun = await sendJson(ask, `/api/notebooks/${id}/runs`, {});
  assertIs(begun.status, 202);
  const { run } = await begun.json();
  const path = begun.headers.get("Location") ?? "";
  const events = await eventsOf(await ask(`${path}/events`));
  assertIs(events.at(-1)?.run?.state, "done");
  // Who comes later is told the end.
  assertEquals((await eventsOf(await ask(`${path}/events`))).map(({ type }) => type), ["ended"]);
  assertIs((await (await ask(path)).json()).id, run.id);
  assertIs((await ask(`/api/notebooks/${id}/runs/${crypto.randomUUID()}`)).status, 404);
});

notebooksTest("cancelRun stops one run", async ({ notebooks }) => {
  const ask = await openProgram({ notebooks });
  const { id } = await notebooks.create({ text: SLOW });
  const begun = await sendJson(ask, `/api/notebooks/${id}/runs`, {});
  const path = begun.headers.get("Location") ?? "";
  assertIs((await begun.json()).run.state, "running");
  const followed = ask(`${path}/events`).then(eventsOf);
  const stopped = await sendJson(ask, `${path}/cancel`, {});
  assertIs((await stopped.json()).state, "cancelled");
  assertIs((await followed).at(-1)?.run?.state, "cancelled");
  // Stopping it again does nothing.
  assertIs((await sendJson(ask, `${path}/cancel`, {})).status, 200);
});

notebooksTest("runNotebook stops the run of who waits and leaves", async ({ notebooks }) => {
  const ask = await openProgram({ notebooks });
  const { id } = await notebooks.create({ text: SLOW });
  const { eventId } = await notebooks.open({ id, parameters: {} });
  const abort = new AbortController();
  const answer = ask(`/api/notebooks/${id}/runs`, {
    method: "POST",
    body: JSON.stringify({ wait: true }),
    headers: { "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin" },
    signal: abort.signal,
  });
  for await (const { event } of notebooks.follow({ id, after: eventId })) {
    if (event.type === "cell" && event.status.state === "running") break;
  }
  abort.abort();
  assertIs((await (await answer).json()).run.state, "cancelled");
});

notebooksTest(
  "listRuns and readRun have ETags that hold until a run of the notebook begins",
  async ({ notebooks }) => {
    const ask = await openProgram({ notebooks });
    const { id } = await notebooks.create({ text: TEXT });
    const { id: other } = await notebooks.create({ text: TEXT });
    const path = `/api/notebooks/${id}/runs`;
    const none = await holdEtag(ask, path);
    const { run } = await (await sendJson(ask, path, { wait: true })).json();
    await none.isOther();
    const all = await holdEtag(ask, path);
    const one = await holdEtag(ask, `${path}/${run.id}`);
    await sendJson(ask, `/api/notebooks/${other}/runs`, { wait: true });
    await all.isSame();
    await one.isSame();
    await sendJson(ask, path, { wait: true });
    await all.isOther();
    await one.isSame();
  },
);
