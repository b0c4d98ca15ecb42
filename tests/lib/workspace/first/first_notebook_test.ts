import assert, { deepStrictEqual as assertEquals } from "node:assert/strict";
import { parseNotebook } from "@/lib/notebook/file/parse.ts";
import { KINDS } from "@/lib/steps/registry.ts";
import { titleOf } from "@/lib/workspace/first/first_notebook.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { makeFiles } from "@/tests/helpers/data_files.ts";
import { type RanNotebook, runNotebook } from "@/tests/helpers/run_notebook.ts";
import type { Database } from "@/lib/db/database.ts";

interface Made {
  readonly text: string;
  readonly ran: RanNotebook;
  /** The values of a cell's body. */
  body(name: string): Readonly<Record<string, unknown>>;
}

/** Makes the notebook of a file and runs it, without a cell that fails or warns of itself. */
async function makeAndRun(
  database: Database,
  name: string,
  content: string,
  chosen: { readonly holidays?: string } = {},
): Promise<Made> {
  await using test = await makeFiles(database);
  const digest = await test.keep(name, content);
  const { text } = await test.files.firstNotebook({ digest, options: {}, ...chosen });
  const { notebook, problems } = parseNotebook(text, { fileName: "first.md", kinds: KINDS });
  assertEquals(problems, []);
  const ran = await runNotebook(database, text, { files: { [name]: content } });
  for (const { name: cell, outcome } of ran.run.cells) {
    assert.equal(outcome.state, "done", `${cell} of ${name}: ${JSON.stringify(outcome)}\n${text}`);
  }
  const body = (cell: string) => {
    const found = notebook.blocks.find((block) => block.type === "cell" && block.name === cell);
    return found?.type === "cell" ? found.body.values : {};
  };
  return { text, ran, body };
}

function kindsOf({ ran }: Made): readonly string[] {
  return ran.run.cells.map(({ kind }) => kind);
}

const DAILY_KINDS = ["load", "clean", "check", "kpi", "detect", "forecast"];

databaseTest("firstNotebook() makes a notebook of the orders that runs", async (database) => {
  const text = await Deno.readTextFile("samples/orders.csv");
  const made = await makeAndRun(database, "orders.csv", text);
  assertEquals(kindsOf(made), [...DAILY_KINDS, "summary"]);
  const { time, grain, by, measures } = made.body("daily");
  assertEquals([time, grain], ["order_date", "day"]);
  assertEquals(by, ["region", "product_category", "status"]);
  assertEquals(made.body("odd").explain, by);
  assertEquals(measures, {
    revenue: { value: "sum(revenue)", gaps: "zero" },
    units_sold: { value: "sum(units_sold)", gaps: "zero" },
    unit_price: "avg(unit_price)",
    records: { value: "count(*)", gaps: "zero" },
    distinct_customer_id: "count(distinct customer_id)",
  });
  assert.match(made.text, /Averaged, .*`unit_price`/);
});

databaseTest("firstNotebook() tells what a row measures where it says so", async (database) => {
  const text = await Deno.readTextFile("samples/events.csv");
  const made = await makeAndRun(database, "events.csv", text);
  assertEquals(made.body("daily").by, ["metric", "currency", "source"]);
  const { measure, only, explain } = made.body("odd");
  // What the series is one slice of explains nothing.
  assertEquals(explain, ["source"]);
  assert.equal(measure, "value");
  assertEquals(Object.keys(only ?? {}), ["metric", "currency"]);
});

databaseTest("firstNotebook() leaves days open that were not counted", async (database) => {
  const text = await Deno.readTextFile("samples/web_traffic.csv");
  const made = await makeAndRun(database, "web_traffic.csv", text);
  assertEquals(made.body("daily").measures, {
    visits: "sum(visits)",
    visitors: "sum(visitors)",
    bounce_rate: "avg(bounce_rate)",
  });
});

databaseTest(
  "firstNotebook() divides orders by visits, as their names and rows say",
  async (database) => {
    const text = await Deno.readTextFile("samples/shop_visits.csv");
    const made = await makeAndRun(database, "shop_visits.csv", text);
    assertEquals(made.body("daily").measures, {
      visits: "sum(visits)",
      orders: "sum(orders)",
      orders_per_visit: { value: "sum(orders) / nullif(sum(visits), 0)", unit: "%" },
    });
    assert.match(made.text, /^- Divided: `orders` by `visits`\.$/m);
  },
);

databaseTest(
  "firstNotebook() tells amounts in the currency that their names end in",
  async (database) => {
    const made = await makeAndRun(
      database,
      "net.csv",
      `day,Revenue EUR,Orders\n${days(40, (day, i) => `${day},${i + 1}.5,${i % 3 + 2}`)}\n`,
    );
    assertEquals(made.body("daily").measures, {
      revenue: { value: "sum(revenue_eur)", unit: "EUR" },
      orders: "sum(orders)",
      revenue_per_order: { value: "sum(revenue_eur) / nullif(sum(orders), 0)", unit: "EUR" },
    });
  },
);

databaseTest(
  "firstNotebook() adds no currencies up, whatever their column is called",
  async (database) => {
    const made = await makeAndRun(
      database,
      "kasse.csv",
      `Datum;Währung;in;Umsatz\n${
        days(
          60,
          (day, i) =>
            `${day};${i % 3 === 0 ? "CHF" : "EUR"};${i % 2 === 0 ? "GBP" : "USD"};${i % 7}`,
        )
      }\n`,
    );
    assertEquals(Object.keys(made.body("odd").only ?? {}), ["Währung", "in"]);
  },
);

databaseTest(
  "firstNotebook() knows the holidays of the country that its rows name",
  async (database, t) => {
    const file = (land: (row: number) => string) =>
      `Tag;Land;Umsatz\n${days(60, (day, i) => `${day};${land(i)};${i % 7 + 3}`)}\n`;
    await t.step("one country", async () => {
      const made = await makeAndRun(database, "laden.csv", file(() => "Österreich"));
      assertEquals(kindsOf(made), [
        "load",
        "clean",
        "check",
        "events",
        "kpi",
        "detect",
        "forecast",
        "summary",
      ]);
      assertEquals(made.body("calendar"), { holidays: ["AT"] });
      for (const cell of ["daily", "odd", "next"]) assert.equal(made.body(cell).events, "calendar");
      assert.match(made.text, /^- Holidays are those of Austria, which `Land` names\.$/m);
    });
    await t.step("several, of which none has four fifths", async () => {
      const made = await makeAndRun(database, "zwei.csv", file((i) => i % 3 === 0 ? "AT" : "de"));
      assertEquals(kindsOf(made), [...DAILY_KINDS, "summary"]);
      assert.match(made.text, /^- No holidays are known, as nothing says of which country/m);
    });
    await t.step("one that was chosen by hand, and none", async () => {
      const chosen = await makeAndRun(database, "hand.csv", file(() => "Österreich"), {
        holidays: "DE",
      });
      assertEquals(chosen.body("calendar"), { holidays: ["DE"] });
      assert.match(chosen.text, /^- Holidays are those of Germany\.$/m);
      const none = await makeAndRun(database, "none.csv", file(() => "Österreich"), {
        holidays: "",
      });
      assertEquals(kindsOf(none), [...DAILY_KINDS, "summary"]);
    });
  },
);

databaseTest("firstNotebook() calls figures what people wrote", async (database, t) => {
  const cases: readonly (readonly [string, readonly [string, string, string]])[] = [
    ["German", ["Datum", "Größe", "Stück"]],
    ["Polish", ["Data sprzedaży", "Województwo", "Przychód netto"]],
    ["Turkish", ["Tarih", "İl", "Satış tutarı"]],
    ["Greek", ["Ημερομηνία", "Περιφέρεια", "Συνολικά έσοδα καταστημάτων"]],
    ["Japanese", ["日付", "地域", "売上（税込）"]],
  ];
  for (const [language, names] of cases) {
    await t.step(language, async () => {
      const [time, dimension, measure] = names;
      const content = `${names.join(";")}\n${
        days(60, (day, i) => `${day};${"ABC"[i % 3]};${i % 7 + 3}`)
      }\n`;
      const made = await makeAndRun(database, "zahlen.csv", content);
      // "Συνολικά έσοδα καταστημάτων" has 52 bytes; 48 are what fits before what is put behind it.
      const shown = language === "Greek" ? "Συνολικά έσοδα καταστημ" : measure;
      assertEquals(made.body("daily").time, time);
      assertEquals(made.body("daily").by, [dimension]);
      assertEquals(Object.keys(made.body("daily").measures ?? {})[0], shown);
      const blocks = JSON.stringify(made.ran.run.cells);
      assert.ok(blocks.includes(`${shown} by day`), blocks.slice(0, 2000));
      assert.ok(blocks.includes(`${shown} by ${dimension}`), blocks.slice(0, 2000));
    });
  }
});

databaseTest(
  "firstNotebook() counts what is different by names of any length",
  async (database) => {
    const name = `Αριθμός πελάτη κατ.`;
    const content = `Ημέρα;${name};Έσοδα\n${
      days(60, (day, i) => `${day};K${i % 25};${i % 7 + 3}`)
    }\n`;
    await makeAndRun(database, "pelates.csv", content);
  },
);

databaseTest("firstNotebook() takes longer periods where days are few", async (database) => {
  const text = await Deno.readTextFile("samples/sales_q1_2026.csv");
  const made = await makeAndRun(database, "sales_q1_2026.csv", text);
  // Six orders two weeks apart, over three months.
  assert.equal(made.body("monthly").grain, "month");
  assertEquals(kindsOf(made).filter((kind) => kind === "detect" || kind === "forecast"), []);
});

const wide = Array.from({ length: 300 }, (_, i) => `Column "${i}" %`);
const columns300 = [
  ["Day", ...wide].map((name) => `"${name.replaceAll('"', '""')}"`).join(","),
  ...Array.from(
    { length: 40 },
    (_, row) =>
      [
        new Date(Date.UTC(2026, 0, row + 1)).toISOString().slice(0, 10),
        ...wide.map((_, i) => i * row + 0.5),
      ]
        .join(","),
  ),
].join("\n");

const days = (count: number, line: (day: string, row: number) => string) =>
  Array.from(
    { length: count },
    (_, row) => line(new Date(Date.UTC(2025, 0, row + 1)).toISOString().slice(0, 10), row),
  ).join("\n");

databaseTest("firstNotebook() makes a notebook that runs of any file", async (database, t) => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["without time", "no_time.csv", "region,amount\nN,1.5\nS,2.5\nN,3\nS,4\nN,5\n"],
    [
      "without numbers",
      "words.csv",
      `day,kind\n${days(30, (day, i) => `${day},${"ab"[i % 2]}`)}\n`,
    ],
    ["without time and numbers", "words2.csv", "kind,name\na,x\nb,y\na,z\nb,w\n"],
    ["one column of text", "texts.csv", "word\nalpha\nbeta\nalpha\ngamma\nbeta\nalpha\n"],
    ["one column of numbers", "numbers.csv", "n\n3\n5\n9\n12\n3\n"],
    ["one column of days", "days.csv", `day\n${days(20, (day) => day)}\n`],
    ["a header alone", "header.csv", "day,region,amount\n"],
    [
      "a column of nothing",
      "nothing.csv",
      `day,n,empty\n${days(20, (day, i) => `${day},${i},`)}\n`,
    ],
    [
      "percents, prices in dollars and in euros",
      "money.csv",
      `day,shop,net,currency,margin\n${
        days(
          60,
          (day, i) => `${day},s${i % 3},"$${i},000.50",${i % 2 === 0 ? "EUR" : "USD"},${i}%`,
        )
      }\n`,
    ],
    ["one row", "one.csv", "day,amount\n2026-01-01,5\n"],
    ["two rows", "two.csv", "day,amount\n2026-01-01,5\n2026-01-02,6\n"],
    ["300 columns", "wide.csv", columns300],
    [
      "names with quotes, reserved words and Markdown",
      "names.csv",
      '"select","Order","say ""hi""","*a* `b` ${c}","2024","<script>","日付","group"\n' +
      days(
        40,
        (day, i) => `${i % 3},${i},${i * 2}.5,${i + 1}.25,${i * 3},${"xy"[i % 2]},${day},g${i % 2}`,
      ) + "\n",
    ],
    [
      "a name of many bytes",
      "long.csv",
      `day,${"é".repeat(80)}\n${days(9, (day, i) => `${day},${i}`)}\n`,
    ],
    [
      "JSON",
      "rows.json",
      JSON.stringify([{ day: "2026-01-01", n: 1 }, { day: "2026-01-02", n: 2 }]),
    ],
    [
      "hours",
      "hours.csv",
      "at,load\n" + Array.from({ length: 60 }, (_, i) =>
        `2026-01-0${1 + Math.floor(i / 24)}T${String(i % 24).padStart(2, "0")}:10:00Z,${i % 7}`)
        .join("\n") +
      "\n",
    ],
    [
      "months",
      "months.csv",
      "month,price\n" + Array.from({ length: 30 }, (_, i) =>
        `${2020 + Math.floor(i / 12)}-${String(i % 12 + 1).padStart(2, "0")}-01,${i}.5`).join(
          "\n",
        ) +
      "\n",
    ],
    [
      "texts in mixed case",
      "mixed.csv",
      `day,status,n\n${
        days(40, (day, i) => `${day},${["Open", "open", "Closed"][i % 3]},${i}`)
      }\n`,
    ],
    [
      "rejected and missing values",
      "messy.csv",
      `day,n\n${
        days(60, (day, i) => i === 7 ? `,${i}` : `${day},${i === 9 ? "x" : i}`)
      }\n`,
    ],
    [
      "a kpi's own names",
      "own.csv",
      `period,complete,records,revenue_previous\n${
        days(20, (day, i) =>
          `${day},${"ab"[i % 2]},${i},${i}`)
      }\n`,
    ],
    [
      "all alike",
      "alike.csv",
      `day,n\n${
        days(20, (day) => `${day},5`)
      }\n`,
    ],
  ];
  for (const [name, file, content] of cases) {
    await t.step(name, async () => {
      const made = await makeAndRun(database, file, content);
      assertEquals([kindsOf(made)[0], kindsOf(made).at(-1)], ["load", "summary"]);
    });
  }
});

Deno.test("titleOf() makes a title of a file's name", async (t) => {
  const cases: readonly (readonly [string, string])[] = [
    ["sales_q1-2026.csv.gz", "Sales q1 2026"],
    ["Übersicht.xlsx", "Übersicht"],
    ["stück_liste.csv", "Stück liste"],
    ["işlem_özeti.csv", "İşlem özeti"],
    ["売上.csv", "売上"],
    ["noending", "Noending"],
    ["_.csv", "Untitled"],
  ];
  for (const [name, title] of cases) {
    await t.step(name, () => assert.equal(titleOf(name), title));
  }
});
