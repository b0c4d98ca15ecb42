/**
 * Notebooks whose last cell explains what moved.
 *
 * @module
 */
import type { RanNotebook } from "@/tests/helpers/run_notebook.ts";

/** Orders of two months, in regions and channels; some have no region. */
export const ORDERS = `
  month,region,channel,visits,amount
  2026-01-15,EMEA,web,100,60
  2026-01-20,EMEA,shop,100,40
  2026-01-15,APAC,web,50,30
  2026-01-20,,shop,50,20
  2026-02-15,EMEA,web,80,10
  2026-02-28,EMEA,shop,120,28
  2026-02-15,APAC,web,50,11
  2026-02-28,LATAM,shop,50,1
`;

/** A load, a kpi by month, and an explain cell. */
export function notebook(explain: string, kpi = "", rows = ORDERS): string {
  const lines = rows.trim().split("\n").map((line) => `  ${line.trim()}`).join("\n");
  return `
\`\`\`load orders
inline: |
${lines}
\`\`\`

\`\`\`kpi monthly
time: month
grain: month
by: [region, channel]
measures:
  revenue: { value: sum(amount), unit: EUR }
  visits: sum(visits)
  a_visit: revenue / visits
  mean: avg(amount)
  rounded: { value: "round(100 * sum(amount) / nullif(sum(visits), 0), 1)", unit: points }
  customers: count(distinct region)
  middle: median(amount)
${kpi}
\`\`\`

\`\`\`explain why
${explain}
\`\`\`
`;
}

/** The rows of a dimension as they are shown, in their order. */
export function segmentsOf(ran: RanNotebook, dimension: string): readonly (readonly unknown[])[] {
  const details = ran.cell("why").blocks.find((block) => block.type === "details");
  const table = details?.blocks.find((block) => block.type === "table");
  return (table?.rows ?? []).filter(([name]) => name === dimension).map((row) => row.slice(1));
}
