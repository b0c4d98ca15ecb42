import { strictEqual as assertIs } from "node:assert/strict";
import openapiTS, { astToString } from "openapi-typescript";
import { DOCUMENT } from "@/tests/helpers/described.ts";

/** What a program would write with the generated types: every line must mean something. */
const PROGRAM = `
import type { components, operations, paths } from "./api.ts";

type Answer<Name extends keyof operations> = operations[Name] extends
  { responses: { 200: { content: { "application/json": infer Body } } } } ? Body : never;

export function worst(found: Answer<"findSeasonalAnomalies">): string | null {
  return found.points.toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0))[0]?.explanation ?? null;
}
export function total(days: Answer<"listDays">): number {
  return days.days.reduce((sum, { sum: value = 0 }) => sum + value, 0);
}
export const asked: paths["/api/forecast/daily"]["get"]["parameters"]["query"] = {
  source_name: "shop",
  horizon: 7,
};
export const start: NonNullable<operations["runNotebook"]["requestBody"]>["content"]["application/json"] =
  { parameters: { factor: 2 }, wait: true };
export const paused: NonNullable<operations["changeSchedule"]["requestBody"]>["content"]["application/json"] =
  { revision: 3, active: false };
export function overdue(found: Answer<"listSchedules">): readonly string[] {
  return found.schedules.filter(({ overdue }) => overdue).map(({ title }) => title);
}
export function told(problem: components["schemas"]["Problem"]): string {
  return problem.errors[0]?.message ?? problem.detail;
}
// @ts-expect-error there is no such field
export const wrong = (source: components["schemas"]["Source"]) => source.nothing;
// @ts-expect-error whoever changes something says what they saw of it
export const unseen: typeof paused = { active: false };
// @ts-expect-error horizon is a number
export const text: typeof asked = { source_name: "shop", horizon: "7" };
`;

Deno.test("the document makes a typed client that compiles", async () => {
  const types = astToString(await openapiTS(JSON.stringify(DOCUMENT)));
  const folder = await Deno.makeTempDir({ prefix: "daybook-client-" });
  try {
    await Deno.writeTextFile(`${folder}/api.ts`, types);
    await Deno.writeTextFile(`${folder}/program.ts`, PROGRAM);
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--no-config", "--no-lock", `${folder}/program.ts`],
      env: { NO_COLOR: "1" },
    }).output();
    assertIs(code, 0, new TextDecoder().decode(stderr));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
