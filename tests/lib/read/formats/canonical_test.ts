import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { CanonicalWriter } from "@/lib/read/formats/canonical.ts";
import { parseCanonical } from "./reading.ts";

Deno.test("CanonicalWriter writes null as nothing and empty text as quotes", () => {
  const writer = new CanonicalWriter(["a", "", 'x"y']);
  writer.row(2, [null, "", 'a"b']);
  writer.row(3, [" x", "y\n", "z,"]);
  assertEquals(
    new TextDecoder().decode(writer.take()),
    'line,a,"","x""y"\n2,,"","a""b"\n3," x","y\n","z,"\n',
  );
  assertEquals(writer.take().length, 0);
});

Deno.test("CanonicalWriter keeps every text", () => {
  const field = fc.option(fc.string({ unit: "grapheme" }));
  fc.assert(fc.property(fc.array(fc.tuple(field, field), { minLength: 1 }), (rows) => {
    const writer = new CanonicalWriter(["a", "b"]);
    rows.forEach((row, i) => writer.row(i + 1, row));
    const [, ...read] = parseCanonical(
      new TextDecoder("utf-8", { ignoreBOM: true }).decode(writer.take()),
    );
    assertEquals(read.map(({ fields }) => fields), rows);
  }));
});
