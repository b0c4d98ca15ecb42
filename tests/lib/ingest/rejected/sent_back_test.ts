import { deepStrictEqual } from "node:assert/strict";
import { asSentBack } from "@/lib/ingest/rejected/sent_back.ts";
import type { TextTable } from "@/lib/read/text_table.ts";

/** The cells of a file's first line, where it is one that comes back. */
function headerOf(line: string): readonly string[] | null {
  const head = new TextEncoder().encode(`${line}\r\n1,2\r\n`);
  const table = { head, open: () => [] } as unknown as TextTable; // Nothing else is read of it.
  const back = asSentBack(table);
  return back === table ? null : back.layout.headerCells;
}

Deno.test("asSentBack() knows a header by what was added, however it is written", async (t) => {
  const cases: [string, readonly string[] | null][] = [
    ["a,b", null],
    ["time,daybook_line,", ["time", "daybook_line", ""]],
    ['"a ""b"", c";  "daybook_line" ;d', ['a "b", c', "daybook_line", "d"]],
    ['"a\t"\tDaybook_Line', ["a\t", "Daybook_Line"]],
    ['"a"b,daybook_line', ['"a"b', "daybook_line"]],
    ["'=a,x;'+b,daybook_line", ["=a", "x;+b", "daybook_line"]],
    ['daybook_line,"a,b', ["daybook_line", '"a,b']],
  ];
  for (const [line, cells] of cases) {
    await t.step(line, () => deepStrictEqual(headerOf(line), cells));
  }
});

Deno.test("asSentBack() reads a header once, also where a quote is never closed", () => {
  // Were each cell read with all before it, this would take hours.
  const open = `"daybook_line${",x".repeat(2_000_000)}`;
  deepStrictEqual(headerOf(open), null);
  deepStrictEqual(headerOf(`daybook_line,${open}`), ["daybook_line", open]);
});
