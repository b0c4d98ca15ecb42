import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { ColumnType } from "@/lib/frame/schema.ts";
import type { ColumnOptions } from "@/lib/read/options.ts";
import { readText } from "@/tests/helpers/read_text.ts";

interface Case {
  readonly name: string;
  readonly values: readonly string[];
  readonly type: ColumnType;
  /** What the values come to; `null` for nothing. */
  readonly read?: readonly (string | null)[];
  readonly rejected?: number;
  readonly options?: ColumnOptions;
  readonly unit?: string;
  readonly header?: string;
}

/** Reads a column beside one of numbered words, so that its dialect is beyond doubt. */
async function readColumn({ values, options, header = "v" }: Case) {
  const quoted = values.map((value) => `"${value.replaceAll('"', '""')}"`);
  const text = `name,${header}\n` + quoted.map((value, i) => `word ${i}x,${value}\n`).join("");
  return await readText(text, options === undefined ? {} : { columns: { [header]: options } });
}

async function check(t: Deno.TestContext, cases: readonly Case[]) {
  for (const wanted of cases) {
    await t.step(wanted.name, async () => {
      const { facts, rows } = await readColumn(wanted);
      assertEquals(facts.types[wanted.header ?? "v"], wanted.type);
      if (wanted.read !== undefined) assertEquals(rows.map((row) => row[1]), wanted.read);
      assertEquals(facts.rejected, wanted.rejected ?? 0);
      if (wanted.unit !== undefined) {
        const decision = facts.decisions.find(({ what }) => what === "unit");
        assertEquals(decision?.chosen, wanted.unit);
      }
    });
  }
}

Deno.test("decide() reads numbers as the whole column writes them", async (t) => {
  await check(t, [
    {
      name: "integers",
      values: ["1", "-2", "+3", "0"],
      type: "integer",
      read: ["1", "-2", "3", "0"],
    },
    { name: "decimals", values: ["1.5", "2", "-.5"], type: "decimal", read: ["1.5", "2", "-0.5"] },
    {
      name: "decimal comma",
      values: ["1,5", "2,25", "3"],
      type: "decimal",
      read: ["1.5", "2.25", "3"],
    },
    {
      name: "thousands points and decimal comma",
      values: ["1.234,56", "7,5", "1.000"],
      type: "decimal",
      read: ["1234.56", "7.5", "1000"],
    },
    {
      name: "thousands commas and decimal point",
      values: ["1,234.56", "7.5", "1,000"],
      type: "decimal",
      read: ["1234.56", "7.5", "1000"],
    },
    {
      name: "thousands spaces, one of them not to be broken",
      values: ["1 234,56", "12\u00a0345,00", "1\u202f000,1"],
      type: "decimal",
      read: ["1234.56", "12345.00", "1000.1"],
    },
    {
      name: "thousands apostrophes",
      values: ["1'234.50", "12’345.00"],
      type: "decimal",
      read: ["1234.50", "12345.00"],
    },
    {
      name: "lakhs and crores",
      values: ["12,34,567.50", "1,23,456.00"],
      type: "decimal",
      read: ["1234567.50", "123456.00"],
    },
    {
      name: "groups of three twice settle what one leaves open",
      values: ["1,234,567", "1,234", "12"],
      type: "integer",
      read: ["1234567", "1234", "12"],
    },
    {
      name: "negatives in parentheses and with a minus behind",
      values: ["(1.50)", "2.00-", "−3.25", "4.00"],
      type: "decimal",
      read: ["-1.50", "-2.00", "-3.25", "4.00"],
    },
    {
      name: "a currency before",
      values: ["$1,200.50", "-$3.00", "($4.00)"],
      type: "decimal",
      read: ["1200.50", "-3.00", "-4.00"],
      unit: "USD",
    },
    {
      name: "a currency behind",
      values: ["1.200,50 €", "3,00 €"],
      type: "decimal",
      read: ["1200.50", "3.00"],
      unit: "EUR",
    },
    {
      name: "a currency code",
      values: ["GBP 5", "7 GBP"],
      type: "integer",
      read: ["5", "7"],
      unit: "GBP",
    },
    {
      name: "percents, which are ratios",
      values: ["12.5%", "7 %", "-0.5%", "150%"],
      type: "decimal",
      read: ["0.125", "0.07", "-0.005", "1.50"],
      unit: "%",
    },
    {
      name: "magnitudes",
      values: ["1.5K", "2M", "0.25B", "12"],
      type: "decimal",
      read: ["1500", "2000000", "250000000", "12"],
    },
    {
      name: "trillions among others",
      values: ["$3.45T", "$210.5B"],
      type: "decimal",
      read: ["3450000000000", "210500000000"],
      unit: "USD",
    },
    {
      name: "signs for notes and flags",
      values: ["12,345*", "13,001", "2,500 p", "7,000 (r)", "8,100", "9,200", "1,000"],
      type: "integer",
      read: ["12345", "13001", "2500", "7000", "8100", "9200", "1000"],
    },
    { name: "stars that rate", values: ["4*", "5*", "3*"], type: "text" },
    { name: "exponents", values: ["1.5e3", "2E-2"], type: "float", read: ["1500", "0.02"] },
    {
      name: "beyond 2^53",
      values: ["9007199254740993", "1"],
      type: "decimal",
      read: ["9007199254740993", "1"],
    },
    {
      name: "more digits than a double has",
      values: ["0.1234567890123456789", "1"],
      type: "decimal",
      read: ["0.1234567890123456789", "1"],
    },
  ]);
});

Deno.test("decide() leaves codes that look like numbers as text", async (t) => {
  await check(t, [
    { name: "leading zeros", values: ["00123", "01234", "99999"], type: "text" },
    { name: "8E467", values: ["8E467", "12345", "9E12"], type: "text" },
    { name: "above 18 digits", values: ["1234567890123456789012", "2"], type: "text" },
    { name: "telephone numbers", values: ["+491701234567", "+49301234567"], type: "text" },
    { name: "rooms", values: ["12B", "7B", "101"], type: "text" },
    { name: "addresses of machines", values: ["10.0.0.1", "192.168.1.10"], type: "text" },
    { name: "versions", values: ["1.2.3", "2.0.1"], type: "text" },
    {
      name: "invoices, a few of them with a letter",
      values: [
        ...Array.from({ length: 97 }, (_, i) => `${536365 + i}`),
        "C536379",
        "C536383",
        "C5",
      ],
      type: "text",
    },
    { name: "several currencies", values: ["$5", "€6", "$7", "£8"], type: "text" },
  ]);
});

Deno.test("decide() rejects the few values that do not fit", async (t) => {
  const numbers = Array.from({ length: 19 }, (_, i) => `${i}.5`);
  await check(t, [
    { name: "one in twenty", values: [...numbers, "oops"], type: "decimal", rejected: 1 },
    {
      name: "a placeholder nobody knows",
      values: ["1", "2", "3", "4", "withheld"],
      type: "integer",
      read: ["1", "2", "3", "4", null],
      rejected: 1,
    },
    { name: "as many words as numbers", values: ["1", "2", "x", "y"], type: "text" },
    { name: "infinity", values: [...numbers, "Infinity"], type: "decimal", rejected: 1 },
    {
      name: "a day that does not exist",
      values: ["2024-02-28", "2024-02-30", "2024-03-01"],
      type: "date",
      read: ["2024-02-28", null, "2024-03-01"],
      rejected: 1,
    },
    {
      name: "a fraction where all others are whole, by option",
      values: ["1", "2.5"],
      options: { type: "integer" },
      type: "integer",
      read: ["1", null],
      rejected: 1,
    },
  ]);
});

Deno.test("decide() finds what stands for nothing", async (t) => {
  await check(t, [
    {
      name: "among numbers",
      values: ["1", "NA", "-", "n/a", "***", "None", "#DIV/0!", " ", "2"],
      type: "integer",
      read: ["1", null, null, null, null, null, null, null, "2"],
    },
    {
      name: "among text only what is beyond doubt",
      values: ["red", "N/A", "None", "-", "unknown", "NULL", "blue"],
      type: "text",
      read: ["red", null, "None", null, "unknown", null, "blue"],
    },
    { name: "Namibia", values: ["DE", "NA", "FR"], type: "text", read: ["DE", "NA", "FR"] },
    {
      name: "not available",
      values: ["north", "NA", "south", "west"],
      type: "text",
      read: ["north", null, "south", "west"],
    },
    {
      name: "signs among signs",
      values: ["+", "-", "=", "+"],
      type: "text",
      read: ["+", "-", "=", "+"],
    },
    {
      name: "by option and nothing else",
      values: ["1", "99", "2"],
      options: { nulls: ["99"] },
      type: "integer",
      read: ["1", null, "2"],
    },
  ]);
});

Deno.test("decide() knows what statistics offices withhold", async (t) => {
  await check(t, [
    {
      name: "signs and letters in brackets",
      values: ["1,234", "(D)", ":", ": c", "5,678", "(X)"],
      type: "integer",
      read: ["1234", null, null, null, "5678", null],
    },
  ]);
});

Deno.test("decide() tells and counts times since 1970 of two units", async () => {
  const values = ["1704067200", "1704067261000", "1704067262500"];
  const { facts } = await readColumn({ name: "", type: "timestamp", header: "created_at", values });
  assertEquals(facts.decisions.filter(({ what }) => what === "time unit"), [{
    what: "time unit",
    column: "created_at",
    chosen: "seconds and milliseconds",
    evidence: "1 value in seconds since 1970, 2 values in milliseconds, each by its size",
    doubtful: true,
    alternatives: ["s", "ms"],
  }]);
});

Deno.test("decide() reads dates of rare forms", async (t) => {
  await check(t, [
    {
      name: "the year behind the time",
      values: ["Wed Aug 27 13:08:45 +0000 2008", "Thu Aug 28 01:00:00 -0200 2008"],
      type: "timestamp",
      read: ["2008-08-27T13:08:45Z", "2008-08-28T03:00:00Z"],
    },
    {
      name: "points between hour and minute",
      values: ["31-DEC-23 11.59.59.000000 PM", "01-JAN-24 12.00.01.000000 AM"],
      type: "timestamp",
      read: ["2023-12-31T23:59:59Z", "2024-01-01T00:00:01Z"],
    },
    {
      name: "months that begin like weekdays",
      values: ["January 5, 2024", "March 31, 2024", "Sun, 12 May 2024", "31 mars 2024"],
      type: "date",
      read: ["2024-01-05", "2024-03-31", "2024-05-12", "2024-03-31"],
    },
    {
      name: "points and spaces",
      values: ["5. 1. 2024", "25. 12. 2024"],
      type: "date",
      read: ["2024-01-05", "2024-12-25"],
    },
    {
      name: "months, which are their first days",
      values: ["2024-01", "2024-02", "NA", "2024-12"],
      type: "date",
      read: ["2024-01-01", "2024-02-01", null, "2024-12-01"],
    },
    {
      name: "months by name",
      values: ["Jan 2024", "February 2024", "März 2024"],
      type: "date",
      read: ["2024-01-01", "2024-02-01", "2024-03-01"],
    },
    { name: "numbers like months", values: ["2024-01", "2024-13", "2024-02"], type: "text" },
    { name: "months among days", values: ["2024-01", "2024-02-03", "2024-02"], type: "text" },
    { name: "quarters and weeks", values: ["2024Q1", "2024-W05"], type: "text" },
    {
      name: "East Asian signs",
      values: ["2024年1月31日", "2024年12月1日"],
      type: "date",
      read: ["2024-01-31", "2024-12-01"],
    },
  ]);
});

Deno.test("decide() reads dates in the order of the whole column", async (t) => {
  await check(t, [
    {
      name: "ISO",
      values: ["2024-01-31", "2024-12-01"],
      type: "date",
      read: ["2024-01-31", "2024-12-01"],
    },
    {
      name: "day first",
      values: ["01/02/2024", "13/02/2024"],
      type: "date",
      read: ["2024-02-01", "2024-02-13"],
    },
    {
      name: "month first",
      values: ["01/02/2024", "02/13/2024"],
      type: "date",
      read: ["2024-01-02", "2024-02-13"],
    },
    {
      name: "points",
      values: ["01.02.2024", "03.04.2024"],
      type: "date",
      read: ["2024-02-01", "2024-04-03"],
    },
    {
      name: "two digits",
      values: ["31-12-68", "01-01-69"],
      type: "date",
      read: ["2068-12-31", "1969-01-01"],
    },
    {
      name: "two digits, year first",
      values: ["99-12-31", "24-01-31"],
      type: "date",
      read: ["1999-12-31", "2024-01-31"],
    },
    {
      name: "both orders in one column",
      values: ["13/01/2024", "01/13/2024", "14/01/2024", "01/14/2024"],
      type: "text",
    },
    {
      name: "names",
      values: ["5 Jan 2024", "January 6, 2024", "07-Mar-24", "8. März 2024", "Mon, 9 Sep 2024"],
      type: "date",
      read: ["2024-01-05", "2024-01-06", "2024-03-07", "2024-03-08", "2024-09-09"],
    },
    {
      name: "times, am and pm, offsets, fractions",
      values: [
        "2024-01-01 09:30",
        "2024-01-01T09:30:15.250Z",
        "2024-01-01T09:30:00+02:00",
        "2024/1/1 9:30 PM",
      ],
      type: "timestamp",
      read: [
        "2024-01-01T09:30:00Z",
        "2024-01-01T09:30:15.25Z",
        "2024-01-01T07:30:00Z",
        "2024-01-01T21:30:00Z",
      ],
    },
    {
      name: "the log of a web server",
      values: ["10/Oct/2000:13:55:36 -0700"],
      type: "timestamp",
      read: ["2000-10-10T20:55:36Z"],
    },
    {
      name: "midnights alone are days",
      values: ["1/31/2024 0:00", "2/1/2024 0:00"],
      type: "date",
      read: ["2024-01-31", "2024-02-01"],
    },
    {
      name: "times of day",
      values: ["09:30", "23:59:59", "1:05 pm"],
      type: "time",
      read: ["09:30:00", "23:59:59", "13:05:00"],
    },
    {
      name: "seconds since 1970 in a column of that name",
      header: "created_at",
      values: ["1704067200", "1704067261"],
      type: "timestamp",
      read: ["2024-01-01T00:00:00Z", "2024-01-01T00:01:01Z"],
    },
    { name: "the same in another column", values: ["1704067200", "1704067261"], type: "integer" },
    {
      name: "seconds and milliseconds, each by its size",
      header: "created_at",
      values: ["1704067200", "1704067261000", "1704067262500", "4102444800", "631152000000"],
      type: "timestamp",
      read: [
        "2024-01-01T00:00:00Z",
        "2024-01-01T00:01:01Z",
        "2024-01-01T00:01:02.5Z",
        "2100-01-01T00:00:00Z",
        "1990-01-01T00:00:00Z",
      ],
    },
    {
      name: "both in another column",
      values: ["1704067200", "1704067261000"],
      type: "integer",
    },
    {
      name: "numbers of which one is neither",
      header: "time",
      values: ["1704067200", "1704067261000", "12"],
      type: "integer",
    },
    {
      name: "one that is neither where the type is asked for",
      header: "seen",
      options: { type: "timestamp" },
      values: [...Array(19).fill("1704067200"), "1704067261000", "12"],
      type: "timestamp",
      rejected: 1,
    },
    {
      name: "seconds and milliseconds where one of them is asked for",
      header: "created_at",
      options: { epoch: "ms" },
      values: ["1704067200", "1704067261000"],
      type: "timestamp",
      read: ["1970-01-20T17:21:07.2Z", "2024-01-01T00:01:01Z"],
    },
    {
      name: "eight digits in a column of dates",
      header: "date",
      values: ["20240131", "20240201"],
      type: "date",
      read: ["2024-01-31", "2024-02-01"],
    },
    {
      name: "the order by option",
      values: ["01/02/2024", "03/04/2024"],
      options: { date_order: "dmy" },
      type: "date",
      read: ["2024-02-01", "2024-04-03"],
    },
    {
      name: "first days of months",
      values: ["01/01/2024", "01/02/2024", "01/03/2024", "01/04/2024"],
      type: "date",
      read: ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"],
    },
  ]);
});

Deno.test("decide() reads true and false where both can be", async (t) => {
  await check(t, [
    {
      name: "true, false",
      values: ["true", "FALSE", "True"],
      type: "boolean",
      read: ["true", "false", "true"],
    },
    { name: "Y, N", values: ["Y", "N", ""], type: "boolean", read: ["true", "false", null] },
    { name: "one letter alone", values: ["Y", "Y"], type: "text" },
    { name: "ja, nein", values: ["ja", "nein"], type: "boolean", read: ["true", "false"] },
    { name: "words of two pairs", values: ["yes", "false", "true"], type: "text" },
    { name: "0 and 1 are numbers", values: ["0", "1"], type: "integer" },
    {
      name: "unless told",
      values: ["0", "1"],
      options: { type: "boolean" },
      type: "boolean",
      read: ["false", "true"],
    },
  ]);
});

Deno.test("decide() tells what it doubts, and what other columns settle", async (t) => {
  await t.step("an order nothing tells", async () => {
    const { facts } = await readText("d,v\n01/02/2024,1\n03/04/2024,2\n");
    const order = facts.decisions.find(({ what }) => what === "date order");
    assertEquals([order?.chosen, order?.doubtful, order?.alternatives], ["mdy", true, ["dmy"]]);
  });
  await t.step("an order another column tells", async () => {
    const { facts } = await readText("d,e\n01/02/2024,13/02/2024\n03/04/2024,05/04/2024\n");
    assertEquals(facts.dates.d, ["2024-02-01", "2024-04-03"]);
  });
  await t.step("a decimal sign another column tells", async () => {
    const { facts } = await readText("a;b\n1.234;1,5\n2.345;2,75\n");
    assertEquals(facts.sums, Object.assign(Object.create(null), { a: 3579, b: 4.25 }));
  });
});
