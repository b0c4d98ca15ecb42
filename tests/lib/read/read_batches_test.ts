import { deepStrictEqual as assertEquals, ok as assert, rejects } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import type { ReadOptions } from "@/lib/read/options.ts";
import { readText } from "@/tests/helpers/read_text.ts";

/** Names and rows, which is what most cases are about. */
async function readTable(text: string | Uint8Array, options?: ReadOptions, chunkBytes?: number) {
  const { facts, rows } = await readText(text, options, chunkBytes);
  return [facts.names, ...rows];
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function utf16(text: string, littleEndian: boolean, mark: boolean): Uint8Array {
  const units = Array.from(mark ? `\ufeff${text}` : text, (character) => character.charCodeAt(0));
  return Uint8Array.from(
    units.flatMap((unit) => littleEndian ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255]),
  );
}

const TABLE = [["name", "n"], ["Ann", "1"], ["Bob", "2"]];

Deno.test("readBatches() reads any dialect", async (t) => {
  const cases: [string, string][] = [
    ["commas", "name,n\nAnn,1\nBob,2\n"],
    ["semicolons", "name;n\nAnn;1\nBob;2\n"],
    ["tabs", "name\tn\nAnn\t1\nBob\t2\n"],
    ["bars", "name|n\nAnn|1\nBob|2\n"],
    ["carets", "name^n\nAnn^1\nBob^2\n"],
    ["tildes", "name~n\nAnn~1\nBob~2\n"],
    ["commas and spaces", "name, n\nAnn, 1\nBob, 2\n"],
    ["a delimiter of two bytes", "name§n\nAnn§1\nBob§2\n"],
    ["CRLF", "name,n\r\nAnn,1\r\nBob,2\r\n"],
    ["CR alone", "name,n\rAnn,1\rBob,2\r"],
    ["mixed line ends", "name,n\r\nAnn,1\nBob,2\r"],
    ["no line end at the end", "name,n\nAnn,1\nBob,2"],
    ["quotes around all", '"name","n"\n"Ann","1"\n"Bob","2"\n'],
    ["single quotes", "'name','n'\n'Ann','1'\n'Bob','2'\n"],
    ["spaces around quotes", '"name" , "n"\n"Ann" , "1"\n"Bob" , "2"\n'],
    ["a line that names the delimiter", "sep=;\nname;n\nAnn;1\nBob;2\n"],
    ["blank lines and rows", "\nname,n\n\nAnn,1\n,\n   \nBob,2\n\n"],
    ["a byte-order mark", "\ufeffname,n\nAnn,1\nBob,2\n"],
    ["a preamble", "Report of staff\n\nname,n\nAnn,1\nBob,2\n"],
    ["a comment before", "# made by hand\nname,n\nAnn,1\nBob,2\n"],
    ["a repeated header", "name,n\nAnn,1\nname,n\nBob,2\n"],
    ["a total", "name,n\nAnn,1\nBob,2\nTotal,3\n"],
    ["a delimiter at the end of each row", "name,n,\nAnn,1,\nBob,2,\n"],
  ];
  for (const [name, text] of cases) {
    await t.step(name, async () => assertEquals(await readTable(text), TABLE));
  }
});

Deno.test("readBatches() reads the same whatever the chunks are", async () => {
  const text = 'name;note\r\n"Ann ""A""";"x;y\r\nz"\r\nZoë;\u20ac 5\r\n';
  const whole = [["name", "note"], ['Ann "A"', "x;y\r\nz"], ["Zoë", "€ 5"]];
  for (let chunkBytes = 1; chunkBytes < 12; chunkBytes++) {
    assertEquals(await readTable(text, {}, chunkBytes), whole);
  }
});

Deno.test("readBatches() reads any encoding", async (t) => {
  const text = "name,n\nZoë,1\nBjörn,2\n";
  const table = [["name", "n"], ["Zoë", "1"], ["Björn", "2"]];
  const cases: [string, Uint8Array, string][] = [
    ["UTF-8", new TextEncoder().encode(text), "utf-8"],
    ["Windows-1252", latin1(text), "windows-1252"],
    ["UTF-16 with a mark", utf16(text, true, true), "utf-16le"],
    ["UTF-16 without", utf16(text, true, false), "utf-16le"],
    ["UTF-16, big end first", utf16(text, false, true), "utf-16be"],
    ["UTF-16, big end first, without a mark", utf16(text, false, false), "utf-16be"],
  ];
  for (const [name, bytes, encoding] of cases) {
    await t.step(name, async () => {
      const { facts, rows } = await readText(bytes, {}, 7);
      assertEquals([facts.names, ...rows], table);
      assertEquals(facts.encoding, encoding);
      assertEquals(facts.warnings, []);
    });
  }
  await t.step("Big5, by option", async () => {
    // 0xA4A4 0xA4E5 is 中文 in Big5.
    const bytes = Uint8Array.of(...latin1("a,b\n"), 0xa4, 0xa4, 0xa4, 0xe5, ...latin1(",1\n"));
    const { rows } = await readText(bytes, { encoding: "big5" });
    assertEquals(rows, [["中文", "1"]]);
  });
  await t.step("one line in Windows-1252 among UTF-8", async () => {
    const utf8 = new TextEncoder().encode("name,n\nZoë,1\n");
    const { facts, rows } = await readText(Uint8Array.of(...utf8, ...latin1("Björn,2\n")));
    assertEquals(rows, [["Zoë", "1"], ["Björn", "2"]]);
    assertEquals(facts.warnings.length, 1);
  });
  await t.step("one that is not known", async () => {
    await rejects(readText("a\n1\n", { encoding: "klingon" }), { code: "BAD_PARAMETER" });
  });
});

Deno.test("readBatches() loses no row in silence", async (t) => {
  await t.step("a short row is filled up and told", async () => {
    const { facts, rows } = await readText("a,b,c\n1,2,3\n4,5\n6,7,8\n");
    assertEquals(rows, [["1", "2", "3"], ["4", "5", null], ["6", "7", "8"]]);
    assertEquals(facts.warnings, ["1 row shorter than the table: filled up with nothing"]);
  });
  await t.step("a long row is rejected with its line", async () => {
    const { facts, rejections, lines } = await readText("a,b\n1,2\n3,4,5\n6,7\n8,9\n1,3\n");
    assertEquals(rejections, [
      { line: 3, column: null, value: "3,4,5", reason: "Has 3 cells where the table has 2" },
    ]);
    assertEquals(lines, [2, 4, 5, 6]);
    assertEquals([facts.rows, facts.rejected, facts.rejected_rows], [5, 1, 1]);
  });
  await t.step("a long row whose rest is empty is no longer", async () => {
    const { facts } = await readText("a,b\n1,2,,\n3,4\n5,6\n");
    assertEquals([facts.rows, facts.rejected], [3, 0]);
  });
  await t.step("a quote that is never closed takes no row with it", async () => {
    const { facts, rows } = await readText('a,b\nx,1\n"y,2\nz,3\nw,4\n');
    assertEquals(rows, [["x", "1"], ['"y', "2"], ["z", "3"], ["w", "4"]]);
    assertEquals(facts.warnings, ["1 quote never closed, first in line 3: taken for text"]);
  });
  await t.step("nor does one before another quoted field", async () => {
    const { rows } = await readText('a,b\n"x",1\n"y,2\n"z",3\n"w",4\n');
    assertEquals(rows, [["x", "1"], ['"y', "2"], ["z", "3"], ["w", "4"]]);
  });
  await t.step("nor does one before a quoted field within a row", async () => {
    const { facts, rows } = await readText('a,b,c\n"x,1,2\ny,3,4\nz,"5",6\nw,7,8\n');
    assertEquals(rows.length, 4);
    assertEquals(facts.sums.b, 1 + 3 + 5 + 7);
  });
  await t.step("a quote inside a field is text", async () => {
    assertEquals((await readText('a,b\n5" pipe,1\n6" pipe,2\n')).rows, [
      ['5" pipe', "1"],
      ['6" pipe', "2"],
    ]);
  });
  await t.step("spaces around texts are taken off and told", async () => {
    const { facts, rows } = await readText("id,name\n1, Anna \n2,Bo\n3, Cy\n");
    assertEquals(rows.map((row) => row[1]), ["Anna", "Bo", "Cy"]);
    assertEquals(facts.warnings, ["2 texts with spaces around: the spaces were left out"]);
  });
  await t.step("rows of nothing within quotes, and the end sign of DOS, are no rows", async () => {
    const { facts } = await readText('a,b\n1,x\n"",""\n2,y\n\u001a');
    assertEquals([facts.rows, facts.sums.a], [2, 3]);
  });
  await t.step("a header is known again however it is quoted and spaced", async () => {
    const { facts } = await readText('Name , Qty\nx,1\n"Name","Qty"\nz,3\n');
    assertEquals([facts.rows, facts.sums.Qty], [2, 4]);
    assertEquals(facts.warnings, ["1 repeated header left out"]);
  });
  await t.step("NUL bytes are taken out and told", async () => {
    const { facts, rows } = await readText("a,b\nx\0y,1\nz,2\n");
    assertEquals(rows, [["xy", "1"], ["z", "2"]]);
    assertEquals(facts.warnings, ["1 text with NUL bytes: the bytes were left out"]);
  });
  await t.step("lines are those of the file", async () => {
    const { lines } = await readText('a,b\n\n"x\ny",1\nz,2\n');
    assertEquals(lines, [3, 5]);
  });
});

Deno.test("readBatches() tells where the header is", async (t) => {
  const cases: [string, string, number | null, readonly string[]][] = [
    ["words over numbers", "name,age\nBob,12\n", 1, ["name", "age"]],
    ["numbers alone", "1,2\n3,4\n", null, ["column_1", "column_2"]],
    ["words and numbers over the like", "Bob,12\nAnn,13\n", null, ["column_1", "column_2"]],
    ["words over words", "first,last\nAnn,Lee\nBob,Ray\n", 1, ["first", "last"]],
    ["years over numbers", "land,2019,2020\nA,1.5,2.5\nB,3,4\n", 1, ["land", "2019", "2020"]],
    ["only a header", "name,age\n", 1, ["name", "age"]],
    ["names twice", "a,a,a\n1,2,3\n", 1, ["a", "a_2", "a_3"]],
    ["no name", "a,,c\n1,2,3\n", 1, ["a", "column_2", "c"]],
    ["names of hidden columns", "_line,_repeat\n1,2\n", 1, ["_line_2", "_repeat_2"]],
    ["names of objects", "__proto__,constructor\n1,2\n", 1, ["__proto__", "constructor"]],
    ["row names", "a,b\nr1,1,2\nr2,3,4\nr3,5,6\n", 1, ["column_1", "a", "b"]],
  ];
  for (const [name, text, line, names] of cases) {
    await t.step(name, async () => {
      const { facts } = await readText(text);
      assertEquals(facts.header_line, line);
      assertEquals(facts.names, names);
    });
  }
  await t.step("by option", async () => {
    const { facts, rows } = await readText("x,y\na,b\n1,2\n", { header: 2 });
    assertEquals([facts.names, rows], [["a", "b"], [["1", "2"]]]);
  });
  await t.step("none by option", async () => {
    const { rows } = await readText("a,b\nc,d\n", { header: "none" });
    assertEquals(rows, [["a", "b"], ["c", "d"]]);
  });
});

Deno.test("readBatches() counts exact repeats", async () => {
  const { facts, repeats } = await readText('a,b\nx,1\ny,2\nx,1\n"x",1\nx,2\n"p,q",1\np,"q,1"\n');
  assertEquals(repeats, [0, 0, 1, 1, 0, 0, 0]);
  assertEquals(facts.duplicates, 2);
});

Deno.test("readBatches() decides from the whole file and reads it again where it must", async (t) => {
  // 40,000 rows are above the head from which types are guessed at first.
  const rows = Array.from({ length: 40_000 }, (_, i) => `${i + 1},0${i % 9 + 1}/02/2024,word\n`);
  await t.step("a fraction in the last row", async () => {
    const { facts, attempts } = await readText(`n,d,w\n${rows.join("")}40001.5,13/02/2024,word\n`);
    assertEquals(facts.types.n, "decimal");
    // 1 + … + 40000 = 800,020,000.
    assertEquals(facts.sums.n, 800_060_001.5);
    assertEquals(facts.dates.d, ["2024-02-01", "2024-02-13"]);
    assertEquals(attempts, 2);
  });
  await t.step("nothing new", async () => {
    const { attempts } = await readText(`n,d,w\n${rows.join("")}`);
    assertEquals(attempts, 1);
  });
});

Deno.test("readBatches() does not look for the end of each open quote through the whole row", async () => {
  // 40,000 openings in a row of 160 KB: searched from each to its end they took minutes.
  const row = '"x,"y'.repeat(40_000);
  const { facts } = await readText(`a,b\n1,2\n${row}\n3,4\n`);
  assertEquals([facts.rows, facts.rejected_rows, facts.sums.a], [3, 1, 4]);
});

Deno.test("readBatches() takes totals that say of what for no data", async () => {
  const text = "Campaign,Clicks,Cost\nA,1,2.5\nB,2,3.5\nTotal: Campaigns,3,6\nTotal: Account,3,6\n";
  const { facts } = await readText(text);
  assertEquals([facts.rows, facts.sums.Clicks, facts.sums.Cost], [2, 3, 6]);
});

Deno.test("readBatches() leaves out what comes after the table and tells it", async () => {
  const { facts, rows } = await readText(
    "name,n,m\nAnn,1,2\nBob,2,3\n\nSource: the office of numbers\n* estimated\n",
  );
  assertEquals(rows.length, 2);
  assertEquals(facts.warnings.filter((text) => text.startsWith("Line ")), [
    'Line 5 after the table left out: "Source: the office of numbers"',
    'Line 6 after the table left out: "* estimated"',
  ]);
});

Deno.test("readBatches() stands hostile files", async (t) => {
  const refused: [string, string | Uint8Array, string][] = [
    ["nothing", "", "EMPTY_FILE"],
    ["white space", " \n\n \t\n", "EMPTY_FILE"],
    [
      "a PNG image",
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0),
      "UNSUPPORTED_FORMAT",
    ],
    [
      "bytes at random",
      Uint8Array.from({ length: 999 }, (_, i) => (i * 37) % 32),
      "UNSUPPORTED_FORMAT",
    ],
  ];
  for (const [name, text, code] of refused) {
    await t.step(name, async () => {
      await rejects(readText(text), (error) => error instanceof AppError && error.code === code);
    });
  }
  await t.step("one column", async () => {
    assertEquals(await readTable("n\n1\n2\n"), [["n"], ["1"], ["2"]]);
  });
  await t.step("one cell", async () => {
    assertEquals((await readText("5")).rows, [["5"]]);
  });
  await t.step("10,000 columns", async () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `a column with a long name ${i}`);
    const { facts, rows } = await readText(
      `${names.join(",")}\n${names.map((_, i) => i).join(",")}\n`,
    );
    assertEquals([facts.columns, rows[0][9999]], [10_000, "9999"]);
  });
  await t.step("a field of 50 MB", async () => {
    const field = "x".repeat(1000).concat("\n").repeat(50_000);
    const { facts, rows } = await readText(`a,b\n"${field}",1\ny,2\n`);
    assertEquals([facts.rows, rows[0][0]?.length, rows[1]], [2, 50_049_999, ["y", "2"]]);
  });
  await t.step("an unclosed quote before much", async () => {
    const { facts } = await readText(`a,b\n"x,1\n${"y,2\n".repeat(200_000)}`);
    assert(facts.warnings[0].includes("line 2"));
    assertEquals(facts.rows, 200_001);
  });
});

Deno.test("readBatches() leaves out columns with all that is told of them", async () => {
  const text = "day,amount,note\n" + "2026-01-05,1.5,a\n".repeat(30) + "2026-01-05,x,b\n";
  const { facts, rows } = await readText(text, {
    columns: { amount: { leave_out: true }, note: { name: "amount" } },
  });
  assertEquals([facts.names, facts.columns, rows[0]], [["day", "amount"], 2, ["2026-01-05", "a"]]);
  assertEquals([facts.types, facts.sums, facts.rejected], [
    Object.assign(Object.create(null), { day: "date", amount: "text" }),
    Object.create(null),
    0,
  ]);
});
