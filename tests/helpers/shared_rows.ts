/**
 * A notebook with tables and a chart, hostile texts in them, shared by links.
 *
 * @module
 */
import { createDrawer } from "@/lib/chart/drawer.ts";
import type { LinkAsked, Links } from "@/lib/workspace/links/contract.ts";
import { createLinks } from "@/lib/workspace/links/links.ts";
import { createTables } from "@/lib/workspace/tables/tables.ts";
import { makeClock, type TestClock } from "./clock.ts";
import { linkAsked } from "./link_asked.ts";
import { type NotebooksForTest, runToEnd } from "./notebooks.ts";
import { type FetchPage, openPages } from "./site.ts";

/** What is hostile to HTML, to spreadsheets, and to the order of reading. */
export const HOSTILE = {
  markup: `</script><img src=x onerror="alert(1)">`,
  formula: "=cmd|'/c calc'!A1",
  reversed: "\u202Egnp.exe",
} as const;

/** Tables: "all" has 150 rows that nobody builds on, "means" feeds the kpi. */
export const NOTEBOOK = `---
title: ${JSON.stringify(HOSTILE.markup)}
params:
  least: { type: number, default: 0 }
  region: { type: text, default: North }
---

\`\`\`load orders
file: orders.csv
\`\`\`

\`\`\`sql means
query: select day, region, amount from orders
\`\`\`

\`\`\`kpi daily
from: means
time: day
grain: day
measures:
  sold: sum(amount)
\`\`\`

\`\`\`chart bars
from: means
type: bar
x: region
y: amount
\`\`\`

\`\`\`sql all
query: |
  select amount, region as ${JSON.stringify(HOSTILE.formula)} from orders
  where amount >= \${least} order by amount
\`\`\`
`;

/** 150 rows: amounts from 1 to 150, every third region hostile in its own way. */
export function orders(regions: readonly string[] = Object.values(HOSTILE)): string {
  const rows = Array.from({ length: 150 }, (_, index) => {
    const region = regions[index % regions.length].replaceAll('"', '""');
    return `2026-01-${String(1 + index % 28).padStart(2, "0")},"${region}",${index + 1}`;
  });
  return ["day,region,amount", ...rows, ""].join("\n");
}

/** A notebook that is shared. */
export interface SharedRows {
  readonly id: string;
  readonly links: Links;
  readonly clock: TestClock;
  readonly fetchPage: FetchPage;
  /** Makes a link and returns the path of its page. */
  share(changes?: Partial<LinkAsked>): Promise<string>;
}

/** Runs the notebook, and opens all that its readers may ask for. */
export async function shareRows(given: NotebooksForTest): Promise<SharedRows> {
  const { notebooks, database, folder, services } = given;
  await folder.write("orders.csv", orders());
  const { id } = await notebooks.create({ text: NOTEBOOK });
  await runToEnd(notebooks, { id });
  const clock = makeClock();
  const links = createLinks({
    database,
    notebooks,
    log: services.log,
    reports: services.reports,
    now: clock.now,
  });
  const drawer = services.drawer ?? createDrawer();
  // Paints what it is given.
  const tables = createTables({ database, drawer: drawer as ReturnType<typeof createDrawer> });
  const owner = {
    signIn: () => Promise.resolve(null),
    session: () => Promise.resolve(null),
    signOut: () => Promise.resolve(),
  };
  const results = "routes/s/[token]/results/[cell]";
  const fetchPage = await openPages({ links, tables, owner, notebooks }, [
    "routes/s/[token]/index.tsx",
    "routes/s/[token]/export/[format].ts",
    `${results}/index.tsx`,
    ...["rows", "statistics", "export", "charts/[file]"].map((name) => `${results}/${name}.ts`),
  ]);
  return {
    id,
    links,
    clock,
    fetchPage,
    async share(changes = {}) {
      const { token } = await links.create(linkAsked({ notebook: id, ...changes }));
      return `/s/${token}`;
    },
  };
}
