import { strictEqual as assertIs } from "node:assert/strict";
import { guardedText, quotedField } from "@/lib/frame/guard.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";

Deno.test("guardedText() lets no part of a text begin as a formula", async (t) => {
  const cases: [string, string][] = [
    ["x;=1+1", "x;'=1+1"],
    ["x\t@SUM(A1)", "x\t'@SUM(A1)"],
    ["x|＝1", "x|'＝1"],
    ["x\r\n-cmd", "x\r\n'-cmd"],
    ["=1;;+a;-b", "'=1;;'+a;'-b"],
    ["\t=1", "'\t'=1"],
    ["x; -5 or so", "x; -5 or so"],
    ["2024-01-01; a=b", "2024-01-01; a=b"],
    // What a quote opens may be closed by the next one.
    ['x;"=1+1;', `x;"'=1+1;`],
    // Whoever takes one apostrophe away has the text that was.
    ["x;'=1", "x;''=1"],
    ["'=1", "''=1"],
    // A number is no formula, but what follows a part could go on with it.
    ["-2", "-2"],
    ["+49.50", "+49.50"],
    ["x;-2", "x;'-2"],
    ["x;-2|y", "x;'-2|y"],
  ];
  for (const [text, guarded] of cases) {
    await t.step(JSON.stringify(text), () => assertIs(guardedText(text, ","), guarded));
  }
});

Deno.test("guardedText() leaves out the sign that parts cells, since quotes are around it", () => {
  assertIs(guardedText("[1,-a]\t=1", ","), "[1,-a]\t'=1");
  assertIs(guardedText("[1,-a]\t=1", "\t"), "[1,'-a]\t=1");
});

Deno.test("quotedField() quotes what a number before it might take for its formula", () => {
  assertIs(quotedField("5+cmd|' /C calc'!A0", ","), `"5+cmd|' /C calc'!A0"`);
  assertIs(quotedField("5+f(1)", ","), `"5+f(1)"`);
  assertIs(quotedField("a,b", "\t"), "a,b");
  assertIs(quotedField("a\tb", ","), "a\tb");
});

/** The cells of lines, as spreadsheets split them: quotes count where a cell begins with one. */
function splitAt(text: string, delimiter: string): readonly string[] {
  const cells: string[] = [];
  let cell = "";
  let state: "start" | "plain" | "quoted" = "start";
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (state === "quoted") {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[++at];
      else state = "plain";
    } else if (sign === '"' && state === "start") state = "quoted";
    else if (sign === delimiter || sign === "\n" || sign === "\r") {
      cells.push(cell);
      cell = "";
      state = "start";
    } else {
      cell += sign;
      state = "plain";
    }
  }
  return [...cells, cell];
}

Deno.test("guardedText() leaves no formula, whichever sign a spreadsheet splits at", () => {
  const random = createRandom(4);
  const signs = [";", "\t", "|", "\n", ",", '"', "'", "=", "-", "＋", "2", "x"];
  const pick = (most: number) => Math.floor(random() * most);
  for (let round = 0; round < 20_000; round++) {
    const texts = Array.from(
      { length: 3 },
      () => Array.from({ length: pick(8) }, () => signs[pick(signs.length)]).join(""),
    );
    for (const own of [",", "\t"] as const) {
      // A name is first: what a number at the start of a line may become is told in docs/exports.md.
      const line = ["x", ...texts].map((text) => quotedField(guardedText(text, own), own)).join(
        own,
      );
      for (const other of [",", ";", "\t", "|"]) {
        for (const cell of splitAt(line, other)) {
          const isRun = /^[=+\-@＝＋－＠]/.test(cell) && !/^-\d+$/.test(cell);
          assertIs(isRun, false, JSON.stringify({ texts, line, other, cell }));
        }
      }
    }
  }
});
