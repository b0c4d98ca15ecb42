import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { readInfo } from "@/lib/notebook/file/info.ts";

const KINDS = ["load", "clean", "sql", "kpi", "chart", "forecast"];

Deno.test("readInfo() tells cells, listings and slips apart", async (t) => {
  const cases: readonly (readonly [string, string])[] = [
    ["load orders", "cell"],
    ["load", "cell"],
    ["sql\tq", "cell"],
    ["", "prose"],
    ["json", "prose"],
    ["lean", "prose"],
    ["psql", "prose"],
    ["toml", "prose"],
    ["python demo", "prose"],
    ["csv rows", "prose"],
    ["loda orders", "wrong"],
    ["kpis daily", "wrong"],
    ["forcast", "wrong"],
    ["Clean", "wrong"],
    ["load orders now", "wrong"],
  ];
  for (const [info, expected] of cases) {
    await t.step(info, () => assertEquals(readInfo(info, KINDS).type, expected));
  }
});
