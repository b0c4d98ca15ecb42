import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { FileFacts } from "@/lib/read/facts.ts";
import { readText } from "@/tests/helpers/read_text.ts";

/** What a person finds in a file of tests/fixtures/read/. */
interface Expected {
  readonly file: string;
  readonly known: Partial<FileFacts>;
  readonly types: string;
  readonly sums?: Readonly<Record<string, number>>;
  readonly dates?: Readonly<Record<string, readonly [string, string]>>;
  readonly nulls?: Readonly<Record<string, number>>;
}

const FILES: readonly Expected[] = [
  {
    file: "adult.data",
    known: { header_line: null, rows: 4, columns: 8 },
    types: "integer text integer text integer text text text",
    nulls: { column_2: 1, column_7: 1 },
  },
  {
    file: "bank_cp1252.csv",
    known: { encoding: "windows-1252", delimiter: ";", header_line: 5, rows: 4 },
    types: "date text decimal decimal",
    // 2500 - 1024.1 - 75.5 - 0.4 and 3000 + 1975.9 + 1900.4 + 1900.
    sums: { "Betrag (EUR)": 1400, Saldo: 8776.3 },
    dates: { Buchungstag: ["2026-01-02", "2026-01-31"] },
  },
  { file: "bs.csv", known: { rows: 3, header_line: 1 }, types: "integer text" },
  {
    file: "finance.csv",
    known: { rows: 3, header_line: 1 },
    types: "text decimal decimal decimal",
    // 1234.5 - 800.25, 2000 - 1000 + 100, 62 - 25.
    sums: { Q1: 434.25, Q2: 1100, Change: 37 },
    nulls: { Q1: 1, Change: 1 },
  },
  {
    file: "fred.csv",
    known: { rows: 31 },
    types: "date decimal",
    nulls: { T10Y2Y: 4 },
    dates: { DATE: ["2024-01-01", "2024-01-31"] },
  },
  {
    file: "indicators.csv",
    known: { header_line: 5, rows: 4, columns: 14 },
    types:
      "text text text text decimal decimal decimal text decimal decimal decimal text decimal decimal",
    nulls: { "1990": 4, "1994": 4, "1998": 4 },
  },
  {
    file: "messy_dates.txt",
    known: { delimiter: "|", rows: 3 },
    types: "integer timestamp text",
    dates: { when: ["2024-01-03T17:06:00Z", "2024-02-29T00:00:00Z"] },
  },
  {
    file: "mpg.data",
    known: { delimiter: " ", header_line: null, rows: 3, columns: 9 },
    types: "decimal integer decimal decimal decimal decimal integer integer text",
    nulls: { column_4: 1 },
  },
  {
    file: "no_header.csv",
    known: { header_line: null, rows: 2 },
    types: "integer date decimal",
    sums: { column_1: 2003, column_3: 24.99 },
  },
  {
    file: "noaa.txt",
    known: { delimiter: " ", header_line: 3, rows: 3 },
    types: "text date decimal decimal",
    sums: { temp: 1.75, prcp: 0.12 },
    nulls: { prcp: 1 },
  },
  {
    file: "pages.csv",
    known: { rows: 6, header_line: 1 },
    types: "text integer decimal",
    // 1 + 2 + 3 + 4 + 5 + 9: the subtotals between the rows stay, the grand total goes.
    sums: { Qty: 24, Price: 17.5 },
  },
  {
    file: "ratings.dat",
    known: { delimiter: "::", header_line: null, rows: 4, columns: 4 },
    types: "integer integer integer integer",
    sums: { column_3: 5 + 3 + 3 + 4 },
  },
  {
    file: "retail.csv",
    known: { rows: 60 },
    types: "text text text integer timestamp decimal integer text",
    dates: { InvoiceDate: ["2010-12-01T08:00:00Z", "2010-12-28T08:55:00Z"] },
    nulls: { CustomerID: 10 },
  },
  {
    file: "deaths.txt",
    known: { delimiter: "\t", header_line: 1, rows: 2 },
    types: "text integer integer integer integer decimal",
    sums: { Deaths: 2854838 + 3383729 },
  },
  {
    file: "employment.tsv",
    known: { delimiter: "\t", rows: 16, columns: 5 },
    types: "text decimal decimal decimal text",
    // 16 × 1000.5 + (0 + … + 15); without each fourth: 12 × 2000.1 + 96; 16 × 3000.2 + 120.
    sums: { "2019": 16128, "2020": 24097.2, "2021": 48123.2 },
    nulls: { "2020": 4, "2022": 16 },
  },
  {
    file: "exchange.csv",
    // The four rows of properties under the codes are no data.
    known: { header_line: 1, rows: 5, columns: 3 },
    types: "date decimal text",
    // 1.0956 + 1.0919 + 1.0953 + 1.0921
    sums: { "BBEX3.D.USD.EUR.BB.AC.000": 4.3749 },
    nulls: { "BBEX3.D.USD.EUR.BB.AC.000": 1 },
  },
  {
    file: "gauge.rdb",
    known: { header_line: 4, rows: 3, columns: 6 },
    types: "text text timestamp text text text",
  },
  {
    file: "home_values.csv",
    // Dates above numbers are names.
    known: { header_line: 1, rows: 3, columns: 7 },
    types: "integer integer text text decimal decimal decimal",
    // 122323.1 + 219850.4 + 222232.3
    sums: { "2000-01-31": 564405.8 },
  },
  {
    file: "ledger_list.txt",
    known: { delimiter: "|", header_line: 3, rows: 5, columns: 6 },
    types: "integer date text decimal text text",
    // 1234.56 - 500 + 100.44 + 65 + 10000
    sums: { Amount: 10900 },
  },
  {
    file: "mysql_table.txt",
    known: { header_line: 2, rows: 2, names: ["id", "name", "amount"] },
    types: "integer text decimal",
    sums: { amount: 30.75 },
    nulls: { name: 1 },
  },
  {
    file: "price_index.csv",
    known: { header_line: 5, rows: 3, columns: 4, encoding: "windows-1252" },
    types: "integer text decimal decimal",
    // 117.6 + 118.1 and 2.9 + 2.5; "..." and "." are nothing.
    sums: { Verbraucherpreisindex: 235.7, Veränderung: 5.4 },
    nulls: { Verbraucherpreisindex: 1, Veränderung: 1 },
  },
  {
    file: "psql.txt",
    known: { header_line: 1, rows: 2, names: ["id", "name", "amount"] },
    types: "integer text decimal",
    sums: { amount: 30.75 },
  },
  {
    file: "two_row_header.csv",
    known: {
      header_line: 2,
      rows: 3,
      names: ["Region", "2022 Q1", "2022 Q2", "2023 Q1", "2023 Q2"],
    },
    types: "text integer integer integer integer",
    sums: { "2022 Q1": 1 + 5 + 9, "2023 Q2": 4 + 8 + 12 },
  },
  {
    file: "yields.csv",
    known: { header_line: 6, rows: 8, columns: 3 },
    types: "date decimal decimal",
    dates: { "Time Period": ["2024-01-01", "2024-01-10"] },
    nulls: { "RIFLGFCM01_N.B": 1 },
  },
  { file: "two_rows.csv", known: { rows: 1, header_line: 1 }, types: "text decimal" },
  {
    file: "us_time.csv",
    known: { rows: 2 },
    types: "timestamp date integer",
    dates: {
      "Order Date": ["2024-07-04T00:05:00Z", "2024-12-31T23:59:59Z"],
      Ship: ["2024-07-09", "2025-01-02"],
    },
  },
  {
    file: "utf16.csv",
    known: { encoding: "utf-16le", delimiter: ";", names: ["Região", "Valor"] },
    types: "text decimal",
    sums: { Valor: 1235.25 },
  },
];

Deno.test("readBatches() finds in messy files what a person finds", async (t) => {
  for (const { file, known, types, ...figures } of FILES) {
    await t.step(file, async () => {
      const path = new URL(`../../fixtures/read/${file}`, import.meta.url);
      const { facts } = await readText(await Deno.readFile(path), { name: file });
      const found = Object.fromEntries(
        Object.keys(known).map((key) => [key, facts[key as keyof FileFacts]]),
      );
      assertEquals(found, known);
      assertEquals(facts.names.map((name) => facts.types[name]).join(" "), types);
      for (const key of ["sums", "dates", "nulls"] as const) {
        for (const [name, value] of Object.entries(figures[key] ?? {})) {
          assertEquals([name, facts[key][name]], [name, value]);
        }
      }
      assertEquals(facts.rejected, 0);
    });
  }
});
