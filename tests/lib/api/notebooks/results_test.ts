import { deepStrictEqual as assertEquals, match } from "node:assert/strict";
import { notebooksTest } from "@/tests/helpers/notebooks.ts";
import { openProgram } from "@/tests/helpers/program.ts";
import { sendJson } from "./sent.ts";

const TEXT = `---
params:
  factor: { type: number, default: 2 }
---

\`\`\`sql total
query: select 21 * \${factor} as answer
\`\`\`
`;

notebooksTest("readResults gives what is shown, and runs nothing", async ({ notebooks }) => {
  const ask = await openProgram({ notebooks });
  const { id } = await notebooks.create({ text: TEXT });
  const path = `/api/notebooks/${id}/results`;
  const shown = await sendJson(ask, path, { parameters: { factor: 5 } });
  assertEquals((await shown.json()).cells[0].state, "waiting");
  const unknown = await (await sendJson(ask, path, { parameters: { facto: 5 } })).json();
  match(unknown.detail, /must declare a parameter: current value is "facto"$/);
  const { path: place, remedy } = unknown.errors[0];
  assertEquals([place, remedy], ["parameters.facto", 'Did you mean "factor"?']);
});
