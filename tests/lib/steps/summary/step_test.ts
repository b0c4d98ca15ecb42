import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

function notebook(summary: string): string {
  return `
\`\`\`load orders
inline: |
  day,region,amount
  2026-01-01,North,1000
  2026-01-02,North,250
  2026-01-02,South,250.5
\`\`\`

\`\`\`check sound
not_null: [amount]
\`\`\`

\`\`\`kpi daily
time: day
by: [region]
measures:
  revenue: { value: sum(amount), unit: EUR }
\`\`\`

\`\`\`sql top
query: select region, sum(amount) as total from orders group by region order by total desc
\`\`\`

\`\`\`summary brief
${summary}
\`\`\`
`;
}

databaseTest("summary fills in figures of the cells that it names", async (database) => {
  const ran = await runNotebook(
    database,
    notebook(
      'template: "{{ daily.revenue.total }} or {{ daily.revenue.total | short }}; {{ top.first.region }} {{ top.by.South }}; {{ sound.failed }} of {{ sound.rules }}"',
    ),
  );
  // 1000 + 250 + 250.5.
  assertEquals(ran.figures("brief").text, "€1,501 or €1.5k; North 250.5; 0 of 1");
  assertEquals(ran.plan.cells.get("brief")?.parents, ["daily", "top", "sound"]);
});

databaseTest("summary writes moments for people, in the notebook's zone", async (database) => {
  const text = (head: string) =>
    `${head}\`\`\`load log\ninline: |\n  at\n  2026-01-05T23:30:00Z\n  2026-07-01T10:00:59Z\n\`\`\`\n\n` +
    "```sql ends\nquery: select min(at) as first, max(at) as last, min(at)::date as day from log\n```\n\n" +
    '```summary brief\ntemplate: "{{ ends.first }}; {{ ends.last }}; {{ ends.day }}"\n```\n';
  const utc = await runNotebook(database, text(""));
  assertEquals(utc.figures("brief").text, "5 Jan 2026, 23:30; 1 Jul 2026, 10:00; 5 Jan 2026");
  // Berlin is an hour ahead of UTC in winter, and two in summer.
  const berlin = await runNotebook(database, text("---\ntime_zone: Europe/Berlin\n---\n\n"));
  assertEquals(
    String(berlin.figures("brief").text).split("; ").slice(0, 2),
    ["6 Jan 2026, 00:30", "1 Jul 2026, 12:00"],
  );
});

databaseTest("summary writes of all cells above where it is given no text", async (database) => {
  const ran = await runNotebook(database, notebook("{}"));
  const text = String(ran.figures("brief").text);
  // What happened comes first: 1000 + 250 + 250.5, of which 250 + 250.5 on the last day.
  assertEquals(text.split("\n\n"), [
    "Revenue came to €1,501 from 1 Jan 2026 to 2 Jan 2026; €500.50 on the last whole day. " +
    "Highest by region in North (€1,250).",
    "3 rows were read. 1 check passed.",
  ]);
  // Every number of it is a figure of a cell.
  const [block] = ran.cell("brief").blocks;
  const plain = block.type === "text"
    ? block.paragraphs.flat().filter(({ kind }) => kind === "plain")
    : [];
  assertEquals(plain.filter(({ text }) => /\d/.test(text)), []);
});

databaseTest("summary words totals, averages and what is neither", async (database) => {
  const measures = "revenue: { value: sum(amount), unit: EUR }";
  const ran = await runNotebook(
    database,
    notebook("{}").replace(measures, "orders: count(*)\n  each: avg(amount)\n  most: max(amount)"),
  );
  const [told] = String(ran.figures("brief").text).split("\n\n");
  // 1500.5 / 3 is 500.17, and (250 + 250.5) / 2 is 250.25: from 100 on one decimal is written.
  assertEquals(told.split(/(?<=[^0-9]\.) /), [
    "Orders came to 3 from 1 Jan 2026 to 2 Jan 2026; 2 on the last whole day.",
    "Highest by region in North (2).",
    "Each averaged 500.2; 250.3 on the last whole day.",
    "Most: 1,000; 250.5 on the last whole day.",
  ]);
});

databaseTest(
  "summary never says that nothing is odd where nothing was judged",
  async (database) => {
    const detect = "```detect odd\nfrom: daily\nmeasure: revenue\n```\n\n```summary brief";
    const ran = await runNotebook(database, notebook("{}").replace("```summary brief", detect));
    assertEquals(
      String(ran.figures("brief").text).split("\n\n")[1],
      "Revenue: 2 days are too few to judge any.",
    );
  },
);

databaseTest("summary says of what it tells what comes next", async (database) => {
  const next = "```forecast next\nfrom: daily\nmeasure: revenue\neach: region\n" +
    "horizon: 2\nreconcile: bottom_up\n```\n\n```summary brief";
  const ran = await runNotebook(database, notebook("{}").replace("```summary brief", next));
  const told = String(ran.figures("brief").text).split("\n\n")[1];
  // The last values go on: 250 of North and 250.5 of South, for two days.
  assertEquals(
    told.split(". ")[0],
    "Revenue, total: €500.50 expected on the next day, and €1,001 in all up to 4 Jan 2026",
  );
});

databaseTest("summary tells cells of one measure apart", async (database) => {
  const forecast = (name: string, body: string) =>
    `\`\`\`forecast ${name}\nfrom: daily\nmeasure: revenue\n${body}\n\`\`\`\n\n`;
  const of = async (...cells: readonly string[]) => {
    const text = notebook("{}").replace("```summary brief", `${cells.join("")}\`\`\`summary brief`);
    const ran = await runNotebook(database, text);
    return String(ran.figures("brief").text).split("\n\n")[1].match(/Revenue[^:]*:/g);
  };
  // The last value goes on in both, as two days are too few for any model.
  assertEquals(await of(forecast("soon", "horizon: 2"), forecast("later", "horizon: 9")), [
    "Revenue (2 days ahead):",
    "Revenue (9 days ahead):",
  ]);
  assertEquals(await of(forecast("one", "horizon: 2"), forecast("two", "horizon: 2")), [
    "Revenue (one):",
    "Revenue (two):",
  ]);
  const detect = (name: string) =>
    `\`\`\`detect ${name}\nfrom: daily\nmeasure: revenue\n\`\`\`\n\n`;
  assertEquals(await of(detect("odd"), detect("again")), ["Revenue (odd):", "Revenue (again):"]);
});

databaseTest("summary tells explanations of the same change apart", async (database) => {
  const explain = (name: string) =>
    `\`\`\`explain ${name}\nfrom: daily\nmeasure: revenue\n\`\`\`\n\n`;
  const text = notebook("{}").replace(
    "```summary brief",
    `${explain("why")}${explain("because")}\`\`\`summary brief`,
  );
  const told = String((await runNotebook(database, text)).figures("brief").text);
  assertEquals(told.match(/\((why|because)\)\./g), ["(why).", "(because)."]);
});

databaseTest("summary changes with the check that it quotes", async (database) => {
  const text = notebook('template: "{{ sound.rules }}"');
  assertEquals((await runNotebook(database, text)).figures("brief").text, "1");
  const more = await runNotebook(database, text.replace("[amount]", "[amount, day]"));
  assertEquals(more.ends, {
    orders: "cache",
    sound: "computed",
    daily: "cache",
    top: "cache",
    brief: "computed",
  });
  assertEquals(more.figures("brief").text, "2");
});

databaseTest("summary refuses figures that there are not", async (database) => {
  const ran = await runNotebook(database, notebook('template: "{{ daily.revenu.total }}"'));
  assertEquals(ran.problems("brief").map(({ code, remedy }) => [code, remedy]), [
    ["BAD_PARAMETER", 'Did you mean "daily.revenue.total"?'],
  ]);
});
