import { deepStrictEqual as assertEquals, match, ok, rejects } from "node:assert/strict";
import fc from "fast-check";
import { AppError } from "@/lib/errors.ts";
import { columnLetters } from "@/lib/read/formats/xlsx_references.ts";
import { makeWorkbook, rowXml, workbookParts } from "../../../fixtures/formats/workbook.ts";
import { makeZip } from "../../../fixtures/formats/zip.ts";
import { parseCanonical, readAll, typesOf } from "./reading.ts";
import { countThreadTime } from "@/tests/helpers/timing.ts";

const refusal = (code: string, pattern: RegExp) => (error: unknown) =>
  error instanceof AppError && error.code === code && pattern.test(error.message);

function sheetOf(rows: string) {
  return [{ name: "Sheet1", rows }];
}

Deno.test("readXlsx() reads every type of cell", async () => {
  const bytes = makeWorkbook({
    texts: [
      "name",
      "x &amp; &lt;y&gt;, &quot;z&quot;",
      "<r><t>rich </t></r><r><t>text</t></r><rPh><t>sound</t></rPh>",
    ],
    formats: [14, 22, "0.0%", "hh:mm", "[h]:mm:ss", "&quot;day&quot; 0"],
    sheets: sheetOf(
      '<row r="1"><c r="A1" t="s"><v>0</v></c>' +
        ["day", "at", "share", "time", "long", "number", "yes", "formula", "error"]
          .map((name) => `<c t="inlineStr"><is><t>${name}</t></is></c>`).join("") +
        "</row>" +
        '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" s="1"><v>46023</v></c>' +
        '<c r="C2" s="2"><v>46023.75</v></c><c r="D2" s="3"><v>0.256</v></c>' +
        '<c r="E2" s="4"><v>0.5</v></c><c r="F2" s="5"><v>1.25</v></c>' +
        '<c r="G2" s="6"><v>4.3499999999999996</v></c><c r="H2" t="b"><v>1</v></c>' +
        '<c r="I2" t="str"><f>A2</f><v>a_x000D_\nb</v></c><c r="J2" t="e"><v>#DIV/0!</v></c></row>' +
        '<row r="3"><c r="A3" t="s"><v>2</v></c><c r="G3"><v>1.5E+3</v></c><c r="I3"><f>1+1</f></c></row>',
    ),
  });
  const reading = await readAll(bytes, "a.xlsx");
  // Day 46023 is 2026-01-01: 45658 is 2025-01-01, and 365 days later.
  assertEquals(
    reading.text,
    "line,name,day,at,share,time,long,number,yes,formula,error\n" +
      '2,"x & <y>, ""z""",2026-01-01,2026-01-01T18:00:00,0.256,12:00:00,30:00:00,4.35,true,"a\r\nb",#N/A\n' +
      "3,rich text,,,,,,1500,,,\n",
  );
  assertEquals(typesOf(reading), {
    name: null,
    day: "date",
    at: "timestamp",
    share: "decimal",
    time: "time",
    long: null,
    number: "decimal",
    yes: "boolean",
    formula: null,
    error: null,
  });
  ok(reading.warnings.some((warning) => /1 formulas have no saved value/.test(warning)));
  ok(reading.warnings.some((warning) => /1 cells hold an error/.test(warning)));
});

Deno.test("readXlsx() counts days from 1904 where the workbook does", async () => {
  const bytes = makeWorkbook({
    system1904: true,
    formats: ["yyyy\\-mm\\-dd"],
    sheets: sheetOf(rowXml(1, ["day"]) + '<row r="2"><c r="A2" s="1"><v>44561</v></c></row>'),
  });
  // 1904 counts 1462 days fewer: 44561 + 1462 = 46023, which is 2026-01-01.
  assertEquals((await readAll(bytes, "a.xlsx")).text, "line,day\n2,2026-01-01\n");
});

Deno.test("readXlsx() rejects a date outside the calendar and reads the rest of its row", async () => {
  const bytes = makeWorkbook({
    formats: [14],
    sheets: sheetOf(
      rowXml(1, ["day", "n"]) +
        '<row r="2"><c r="A2" s="1"><v>-5</v></c><c r="B2"><v>1</v></c></row>' +
        '<row r="3"><c r="A3" s="1"><v>60</v></c><c r="B3"><v>1e999</v></c></row>',
    ),
  });
  const reading = await readAll(bytes, "a.xlsx");
  assertEquals(reading.text, "line,day,n\n2,,1\n");
  assertEquals(reading.rejections.map(({ line, column, value }) => [line, column, value]), [
    [2, "day", "-5"],
    [3, "day", "60"],
    [3, "n", "1e999"],
  ]);
});

Deno.test("readXlsx() finds the table below a title, beside empty rows and columns", async () => {
  const bytes = makeWorkbook({
    sheets: sheetOf(
      '<row r="2"><c r="B2" t="inlineStr"><is><t>Sales of 2026</t></is></c></row><row r="3"/>' +
        '<row r="5"><c r="C5" t="inlineStr"><is><t>day</t></is></c><c r="D5" t="inlineStr"><is><t>units</t></is></c>' +
        '<c r="E5"><v>2025</v></c><c r="F5"><v>2026</v></c></row>' +
        '<row r="6"><c r="C6" t="inlineStr"><is><t>Mon</t></is></c><c r="D6"><v>1</v></c><c r="F6"><v>3</v></c></row>' +
        '<row r="7"><c r="C7" t="inlineStr"><is><t>Tue</t></is></c><c r="D7"><v>2</v></c><c r="E7"><v>4</v></c></row>',
    ),
  });
  const reading = await readAll(bytes, "a.xlsx");
  assertEquals(reading.text, "line,day,units,2025,2026\n6,Mon,1,,3\n7,Tue,2,4,\n");
  assertEquals(reading.decisions.map(({ what, chosen }) => [what, chosen]), [
    ["sheet", "Sheet1"],
    ["skip", "1 rows above the table"],
    ["header", "row 5"],
  ]);
  await rejects(readAll(bytes, "a.xlsx", { header: 4 }), refusal("BAD_PARAMETER", /from row 4/));
  assertEquals((await readAll(bytes, "a.xlsx", { header: 6 })).text.slice(0, 14), 'line,Mon,1,"",');
  const none = await readAll(bytes, "a.xlsx", { header: "none" });
  match(none.text, /^line,B,C,D,E,F\n2,Sales of 2026,,,,\n5,,day,units,2025,2026\n/);
});

Deno.test("readXlsx() names columns by letters where no row holds names", async () => {
  const bytes = makeWorkbook({ sheets: sheetOf(rowXml(1, [1, 2]) + rowXml(2, [3, 4])) });
  const reading = await readAll(bytes, "a.xlsx");
  assertEquals(reading.text, "line,A,B\n1,1,2\n2,3,4\n");
  assertEquals(reading.decisions.at(-1)?.doubtful, true);
});

Deno.test("readXlsx() takes the first visible sheet that is not empty, or the one asked for", async () => {
  const bytes = makeWorkbook({
    sheets: [
      { name: "Secret", rows: rowXml(1, ["a"]) + rowXml(2, [1]), state: "hidden" },
      { name: "Empty", rows: "" },
      { name: "Data", rows: rowXml(1, ["b"]) + rowXml(2, [2]) },
      { name: "More", rows: rowXml(1, ["c"]) + rowXml(2, [3]) },
    ],
  });
  const reading = await readAll(bytes, "a.xlsx");
  assertEquals(reading.text, "line,b\n2,2\n");
  assertEquals(reading.decisions[0].alternatives, ["Secret", "Empty", "More"]);
  assertEquals((await readAll(bytes, "a.xlsx", { sheet: "more" })).text, "line,c\n2,3\n");
  assertEquals((await readAll(bytes, "a.xlsx", { sheet: 1 })).text, "line,a\n2,1\n");
  await rejects(
    readAll(bytes, "a.xlsx", { sheet: "Other" }),
    refusal("BAD_PARAMETER", /none of "Secret", "Empty"/),
  );
  await rejects(readAll(bytes, "a.xlsx", { sheet: 2 }), refusal("EMPTY_FILE", /"Empty"/));
});

Deno.test("readXlsx() reads a cell in the last column of the last row without the cells between", async () => {
  const bytes = makeWorkbook({
    sheets: sheetOf(
      '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>' +
        '<row r="2"><c r="A2"><v>1</v></c></row>' +
        '<row r="1048576"><c r="XFD1048576"><v>9</v></c></row>',
    ),
  });
  assertEquals((await readAll(bytes, "a.xlsx")).text, 'line,a,b,""\n2,1,,\n1048576,,,9\n');
});

Deno.test("readXlsx() tells hidden and merged cells and macros", async () => {
  const bytes = makeWorkbook({
    sheets: sheetOf(
      '<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData>' +
        rowXml(1, ["a", "b"]) +
        '<row r="2" hidden="1"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>' +
        '</sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells></worksheet>',
    ),
    extra: [{ name: "xl/vbaProject.bin", content: "macro" }],
  });
  const reading = await readAll(bytes, "a.xlsm");
  assertEquals(reading.text, "line,a,b\n2,1,2\n");
  assertEquals(reading.warnings, [
    "The workbook holds macros: they were neither read nor run",
    "1 merged ranges have their value in their first cell alone",
    "1 hidden rows were read like the others",
    "2 hidden columns were read like the others",
  ]);
});

/** A sheet of rows with merged cells. */
function mergedSheet(rows: readonly (readonly (string | number | null)[])[], merges: string) {
  const cells = rows.map((row, i) => rowXml(i + 1, row)).join("");
  const tags = merges.split(" ").filter((range) => range !== "")
    .map((range) => `<mergeCell ref="${range}"/>`);
  return makeWorkbook({
    sheets: sheetOf(
      `<worksheet><sheetData>${cells}</sheetData><mergeCells>${
        tags.join("")
      }</mergeCells></worksheet>`,
    ),
  });
}

Deno.test("readXlsx() puts merged groups before the names below them", async (t) => {
  const body = [["N", 1, 2, 3, 4], ["S", 5, 6, 7, 8]] as const;
  const months = ["Jan", "Feb", "Jan", "Feb"] as const;
  const grouped = "line,Region,2025 Jan,2025 Feb,2026 Jan,2026 Feb\n";
  const cases: readonly (readonly [
    string,
    readonly (readonly (string | number | null)[])[],
    string,
    string,
  ])[] = [
    [
      "beside a name merged downwards",
      [["Region", 2025, null, 2026, null], [null, ...months], ...body],
      "A1:A2 B1:C1 D1:E1",
      grouped,
    ],
    [
      "beside a name in their row, or in the row of names",
      [[null, "2025", null, "2026", null], ["Region", ...months], ...body],
      "B1:C1 D1:E1",
      grouped,
    ],
    [
      "below a merged title",
      [["Sales"], ["Region", 2025, null, 2026, null], [null, ...months], ...body],
      "A1:E1 A2:A3 B2:C2 D2:E2",
      grouped,
    ],
    [
      "of two rows",
      [
        ["Region", 2025, null, null, null],
        [null, "H1", null, "H2", null],
        [null, ...months],
        ...body,
      ],
      "A1:A3 B1:E1 B2:C2 D2:E2",
      "line,Region,2025 H1 Jan,2025 H1 Feb,2025 H2 Jan,2025 H2 Feb\n",
    ],
    [
      "one group over some of the columns, and one cell over a name",
      [[null, "Plan", null, null, "Total"], ["Region", "Jan", "Feb", "Mar", "sum"], ...body],
      "B1:D1",
      "line,Region,Plan Jan,Plan Feb,Plan Mar,Total sum\n",
    ],
    [
      "over years",
      [[null, "Sales", null, "Cost", null], ["Region", 2025, 2026, 2025, 2026], ...body],
      "B1:C1 D1:E1",
      "line,Region,Sales 2025,Sales 2026,Cost 2025,Cost 2026\n",
    ],
    [
      "but no title that is merged over all of the table",
      [["Sales of 2026"], ["Region", "Jan", "Feb", "Mar", "Apr"], ...body],
      "A1:E1",
      "line,Region,Jan,Feb,Mar,Apr\n",
    ],
    [
      "but no title that is merged over its beginning",
      [["Sales of 2026"], ["Region", "Jan", "Feb", "Mar", "Apr"], ...body],
      "A1:C1",
      "line,Region,Jan,Feb,Mar,Apr\n",
    ],
    [
      "but no title with a note beside it",
      [["Sales of 2026", null, null, null, "May"], ["Region", "Jan", "Feb", "Mar", "Apr"], ...body],
      "A1:C1",
      "line,Region,Jan,Feb,Mar,Apr\n",
    ],
    [
      "from the first column on, where all columns have one",
      [["Shop", null, 2025, null, "Sum"], ["Code", "Name", "Jan", "Feb", null], [7, "x", 1, 2, 3], [
        8,
        "y",
        5,
        6,
        11,
      ]],
      "A1:B1 C1:D1 E1:E2",
      "line,Shop Code,Shop Name,2025 Jan,2025 Feb,Sum\n",
    ],
    [
      "but no name that stands over two columns of values",
      [["Region", "Jan", null, "Feb", null], ...body],
      "B1:C1 D1:E1",
      'line,Region,Jan,"",Feb,""\n',
    ],
    [
      "but no name over two columns of words",
      [["Region", "Who", null, "Sum"], ["N", "Ann", "Lee", 1], ["S", "Bob", "Ray", 2]],
      "B1:C1",
      'line,Region,Who,"",Sum\n',
    ],
  ];
  for (const [name, rows, merges, head] of cases) {
    await t.step(name, async () => {
      const { text } = await readAll(mergedSheet(rows, merges), "a.xlsx");
      assertEquals(text.slice(0, text.indexOf("\n") + 1), head);
      assertEquals(text.split("\n").length, 4);
    });
  }
});

Deno.test("readXlsx() tells what it took for groups, and takes the names alone where it is told to", async () => {
  const bytes = mergedSheet(
    [["Sales"], ["Region", 2025, null, 2026, null], [null, "Jan", "Feb", "Jan", "Feb"], [
      "N",
      1,
      2,
      3,
      4,
    ], ["S", null, 6, 7, 8]],
    "A1:E1 A2:A3 B2:C2 D2:E2 A4:B4",
  );
  const { decisions, warnings, columns } = await readAll(bytes, "a.xlsx");
  assertEquals(decisions.slice(1).map(({ what, chosen, evidence }) => [what, chosen, evidence]), [
    ["skip", "1 rows above the table", "they end at row 1 and fill few cells"],
    [
      "header",
      "rows 2 and 3",
      'merged cells of row 2 ("2025", "2026") stand over several names of the row below',
    ],
  ]);
  assertEquals(decisions.at(-1)?.alternatives, ["3", "none"]);
  // The merged cells of names have told all they have; one among the values has not.
  assertEquals(warnings, ["1 merged ranges have their value in their first cell alone"]);
  assertEquals(columns.slice(1).map(({ type }) => type), [
    "integer",
    "integer",
    "integer",
    "integer",
  ]);
  const alone = await readAll(bytes, "a.xlsx", { header: 3 });
  match(alone.text, /^line,"",Jan,Feb,Jan,Feb\n4,N,1,2,3,4\n/);
});

Deno.test("readXlsx() heeds no merged cells that can't be", async (t) => {
  const rows = [["Region", "Jan", "Feb"], ["N", 1, 2]];
  for (const merges of ["B1", "C1:B1", "B0:C0", "B1:ZZZ1", "B1:C1048577", "x", "B1:C1:D1"]) {
    await t.step(merges, async () => {
      const { text } = await readAll(mergedSheet(rows, merges), "a.xlsx");
      match(text, /^line,Region,Jan,Feb\n2,N,1,2\n$/);
    });
  }
});

Deno.test("readXlsx() reads cells out of order and without names, and prefixed XML", async () => {
  const bytes = makeWorkbook({
    sheets: sheetOf(
      '<x:worksheet xmlns:x="u"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c>' +
        '<x:c t="inlineStr"><x:is><x:t>b</x:t></x:is></x:c></x:row>' +
        '<x:row><x:c r="B2"><x:v>2</x:v></x:c><x:c r="A2"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    ),
  });
  assertEquals((await readAll(bytes, "a.xlsx")).text, "line,a,b\n2,1,2\n");
});

Deno.test("readXlsx() refuses what is hostile or no workbook", async (t) => {
  const good = { sheets: sheetOf(rowXml(1, ["a"]) + rowXml(2, [1])) };
  const dtd =
    '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData/></worksheet>';
  const cases: [string, () => Uint8Array, string, RegExp][] = [
    [
      "entities",
      () => makeWorkbook({ sheets: sheetOf(`<?xml version="1.0"?>${dtd}`) }),
      "BAD_FILE",
      /without a document type/,
    ],
    [
      "an unknown entity",
      () => makeWorkbook({ sheets: sheetOf(rowXml(1, ["&x;"])) }),
      "BAD_FILE",
      /must be XML/,
    ],
    ["broken XML", () => makeWorkbook({ sheets: sheetOf("<row>") }), "BAD_FILE", /must be XML/],
    [
      "deep XML",
      () => makeWorkbook({ sheets: sheetOf("<a>".repeat(1000)) }),
      "BAD_FILE",
      /at most 256 deep/,
    ],
    [
      "a cell beyond the sheet",
      () => makeWorkbook({ sheets: sheetOf('<row r="1"><c r="XFE1"><v>1</v></c></row>') }),
      "BAD_FILE",
      /name cells from A1/,
    ],
    [
      "a row beyond the sheet",
      () => makeWorkbook({ sheets: sheetOf('<row r="1048577"/>') }),
      "BAD_FILE",
      /rows in order/,
    ],
    [
      "rows out of order",
      () => makeWorkbook({ sheets: sheetOf('<row r="2"/><row r="1"/>') }),
      "BAD_FILE",
      /rows in order/,
    ],
    [
      "no sheet with a table",
      () => makeWorkbook({ sheets: sheetOf("") }),
      "EMPTY_FILE",
      /visible sheet must hold a table/,
    ],
    ["a cut file", () => makeWorkbook(good).subarray(0, 900), "BAD_FILE", /directory at its end/],
    [
      "a ZIP of other things",
      () => makeZip([{ name: "../../etc/passwd", content: "x" }]),
      "UNSUPPORTED_FORMAT",
      /archive of 1 names/,
    ],
    [
      "a Word document",
      () => makeZip([{ name: "word/document.xml", content: "<a/>" }]),
      "UNSUPPORTED_FORMAT",
      /a Word document/,
    ],
    [
      "an OpenDocument file",
      () =>
        makeZip([{ name: "mimetype", content: "x", stored: true }, {
          name: "content.xml",
          content: "<a/>",
        }]),
      "UNSUPPORTED_FORMAT",
      /an OpenDocument file/,
    ],
    [
      "a part with a password",
      () => makeZip(workbookParts(good).map((part) => ({ ...part, encrypted: true }))),
      "BAD_FILE",
      /without a password/,
    ],
    [
      "a size that is too small",
      () => makeZip(workbookParts(good).map((part) => ({ ...part, tells: { bytes: 5 } }))),
      "BAD_FILE",
      /true size/,
    ],
    [
      "a size that is too large",
      () => makeZip(workbookParts(good).map((part) => ({ ...part, tells: { bytes: 50_000 } }))),
      "BAD_FILE",
      /whole: current value is \d+ of 50000 bytes/,
    ],
    [
      "a wrong checksum",
      () => makeZip(workbookParts(good).map((part) => ({ ...part, tells: { checksum: 1 } }))),
      "BAD_FILE",
      /checksum wrong/,
    ],
    [
      "a part twice",
      () => makeZip([...workbookParts(good), ...workbookParts(good)]),
      "BAD_FILE",
      /each part once/,
    ],
    [
      "20,000 parts",
      () =>
        makeZip(
          Array.from({ length: 20_000 }, (_, i) => ({ name: `${i}`, content: "", stored: true })),
        ),
      "FILE_TOO_LARGE",
      /at most 10000 parts: current value is 20000/,
    ],
  ];
  for (const [name, make, code, pattern] of cases) {
    await t.step(name, () => rejects(readAll(make(), "a.xlsx"), refusal(code, pattern)));
  }
});

Deno.test("readXlsx() refuses 400 MB from 0.4 MB before inflating it, and while inflating where the size lies", async (t) => {
  const content = new Uint8Array(400 * 1024 ** 2).fill(32);
  const parts = workbookParts({ sheets: sheetOf(rowXml(1, ["a"])) })
    .filter(({ name }) => name !== "xl/worksheets/sheet1.xml");
  const bomb = makeZip([...parts, { name: "xl/worksheets/sheet1.xml", content }]);
  const lying = makeZip([...parts, {
    name: "xl/worksheets/sheet1.xml",
    content,
    tells: { bytes: 1000 },
  }]);
  ok(bomb.length < 420_000);
  await t.step("honest", async () => {
    await rejects(readAll(bomb, "a.xlsx"), refusal("FILE_TOO_LARGE", /grow at most 250 times/));
  });
  await t.step("lying", async () => {
    const milliseconds = countThreadTime();
    await rejects(readAll(lying, "a.xlsx"), refusal("BAD_FILE", /more than the 1000 bytes/));
    ok(milliseconds() < 1000);
  });
});

Deno.test("readXlsx() gives back the cells that were written, wherever they are", async () => {
  const cell = fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ minLength: 1, unit: "grapheme" }).filter((text) =>
      !/_x|[\p{Cc}\u2028\u2029]/u.test(text)
    ),
    fc.constant(null),
  );
  const widths = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 2, maxLength: 6 });
  const table = fc.record({
    gaps: widths,
    rows: fc.array(fc.array(cell, { minLength: 6, maxLength: 6 }), { minLength: 1, maxLength: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(table, async ({ gaps, rows }) => {
      // Columns stand apart by the gaps; a header names each of them.
      const places = gaps.map((_, i) =>
        gaps.slice(0, i + 1).reduce((sum, gap) => sum + gap + 1, 0)
      );
      const header = places.map((place) => `c${place}`);
      const written = [header, ...rows.map((row) => row.slice(0, places.length))];
      const xml = written.map((row, i) =>
        `<row r="${i + 1}">${
          row.map((value, j) => {
            const reference = `${columnLetters(places[j])}${i + 1}`;
            if (value === null) return "";
            if (typeof value === "number") return `<c r="${reference}"><v>${value}</v></c>`;
            const text = value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(
              ">",
              "&gt;",
            );
            return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
          }).join("")
        }</row>`
      );
      const reading = await readAll(makeWorkbook({ sheets: sheetOf(xml.join("")) }), "a.xlsx", {
        header: 1,
      });
      const [names, ...read] = parseCanonical(reading.text);
      const found = read.map(({ line, fields }) => ({
        line,
        values: header.map((name) => fields[names.fields.indexOf(name)]),
      }));
      const expected = written.slice(1).map((row, i) => ({
        line: i + 2,
        values: row.map((value) => typeof value === "number" ? Number(value) : value),
      })).filter(({ values }) => values.some((value) => value !== null));
      assertEquals(
        found.map(({ line, values }) => ({
          line,
          values: values.map((value, j) => {
            const original = written[line - 1][j];
            // Digits may be written in another way, and minus zero is zero.
            return typeof original === "number" ? Number(value) + 0 : value;
          }),
        })),
        expected.map(({ line, values }) => ({
          line,
          values: values.map((value) => typeof value === "number" ? value + 0 : value),
        })),
      );
    }),
    { numRuns: 150, seed: 3 },
  );
});
