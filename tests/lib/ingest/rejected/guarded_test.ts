import { strictEqual as assertIs } from "node:assert/strict";
import { csvField } from "@/lib/frame/csv.ts";
import { Unguarding } from "@/lib/ingest/rejected/guarded.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";

/** Takes the guards from a text in chunks of so many bytes. */
function taken(text: string, { delimiter = ",", size = 1000 } = {}): string {
  const bytes = new TextEncoder().encode(text);
  const unguarding = new Unguarding(delimiter);
  const decoder = new TextDecoder();
  let out = "";
  for (let at = 0; at < bytes.length; at += size) {
    out += decoder.decode(unguarding.take(bytes.subarray(at, at + size)), { stream: true });
  }
  return out + decoder.decode(unguarding.take(new Uint8Array(0), true));
}

/** A field of CSV without a guard, in quotes where it was with one. */
function field(text: string): string {
  return csvField(text).startsWith('"') ? `"${text.replaceAll('"', '""')}"` : text;
}

Deno.test("Unguarding takes one apostrophe from guarded cells alone, wherever a chunk ends", () => {
  const text = `a,b\r\n'=x,''=x\r\n"'-1,5","say ""'=no"""\r\n'quoted',a'=b\n'＝1,'`;
  const expected = `a,b\r\n=x,'=x\r\n"-1,5","say ""'=no"""\r\n'quoted',a'=b\n＝1,'`;
  for (let size = 1; size <= text.length + 8; size++) assertIs(taken(text, { size }), expected);
  assertIs(taken("'=a;'+b,'=c", { delimiter: ";" }), "=a;+b,'=c");
  // A spreadsheet may part cells by another sign when it writes the file anew.
  assertIs(taken(`"x;'=a"\t'+b\t"y\t""'=c"`, { delimiter: "\t" }), `"x;=a"\t+b\t"y\t""=c"`);
  assertIs(taken("x;'=a|''+b,c'=d"), "x;=a|'+b,c'=d");
});

Deno.test("Unguarding gives back whatever was guarded", () => {
  const random = createRandom(1);
  const signs = ["'", "'", "=", "-", "＝", "\t", '"', ",", ";", "|", "a", "1", "\n", "é"];
  const pick = (most: number) => Math.floor(random() * most);
  for (let round = 0; round < 20_000; round++) {
    const cells = Array.from(
      { length: 4 },
      () => Array.from({ length: pick(8) }, () => signs[pick(signs.length)]).join(""),
    );
    const written = `${cells.map(csvField).join(",")}\r\n`;
    assertIs(taken(written, { size: 1 + pick(7) }), `${cells.map(field).join(",")}\r\n`);
  }
});

Deno.test("Unguarding keeps one apostrophe back, however many there are", () => {
  // Were all kept, each chunk would be read with all before it.
  const many = "'".repeat(2_000_000);
  assertIs(taken(`${many}=1,${many}a,${many}`), `${many.slice(1)}=1,${many}a,${many}`);
});
