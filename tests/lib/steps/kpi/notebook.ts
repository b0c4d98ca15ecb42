/**
 * Notebooks of a load and a kpi.
 *
 * @module
 */
import type { KpiFacts } from "@/lib/steps/kpi/facts.ts";
import type { RanNotebook } from "@/tests/helpers/run_notebook.ts";

/** A load of rows under one another, and a kpi over them. */
export function notebook(rows: string, kpi: string): string {
  const lines = rows.trim().split("\n").map((line) => `  ${line.trim()}`).join("\n");
  return `\`\`\`load orders\ninline: |\n${lines}\n\`\`\`\n\n\`\`\`kpi k\n${kpi.trim()}\n\`\`\`\n`;
}

/** Returns what the kpi told of its result. */
export function factsOf(ran: RanNotebook): KpiFacts {
  const { outcome } = ran.cell("k");
  if (outcome.state !== "done") throw new Error(JSON.stringify(outcome));
  return outcome.result.facts as KpiFacts; // The facts of a kpi cell.
}

/** Six orders of three customers in three days. */
export const ORDERS = `
  day,region,customer,amount
  2026-01-01,North,a,10
  2026-01-01,North,b,20
  2026-01-01,South,a,60
  2026-01-02,North,a,30
  2026-01-02,South,c,40
  2026-01-03,South,a,5
`;

/** Measures that add up, and some that do not. */
export const MEASURES = `
measures:
  revenue: sum(amount)
  orders: count(*)
  average_order: revenue / orders
  customers: count(distinct customer)
  middle: median(amount)
`;
