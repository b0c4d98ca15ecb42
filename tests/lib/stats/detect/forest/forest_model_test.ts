import { deepStrictEqual as assertEquals, throws as assertThrows } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { readForest, storeForest } from "@/lib/stats/detect/forest/forest_model.ts";
import { fitIsolationForest } from "@/lib/stats/detect/forest/isolation_forest.ts";

const features = [Float64Array.of(1, 2, 3, 40), Float64Array.of(4, 5, 6, 7)];
const forest = fitIsolationForest(features, { trees: 3, sample: 4, seed: 1 });
const model = { forest, width: 2, made: "window 7", limit: 61.5 };
const text = storeForest(model);

/** The same text with other bytes, and a digest that holds. */
function forged(change: (view: DataView, first: number) => void): string {
  const [name, version, , packed] = text.split(" ");
  const bytes = Uint8Array.from(Buffer.from(packed, "base64"));
  const view = new DataView(bytes.buffer);
  change(view, 4 + view.getUint32(0, true));
  const digest = createHash("sha256").update(bytes).digest("hex");
  return [name, version, digest, Buffer.from(bytes).toString("base64")].join(" ");
}

Deno.test("readForest() gives back what storeForest() wrote", () => {
  const read = readForest(text);
  assertEquals([read.width, read.made, read.limit], [2, "window 7", 61.5]);
  assertEquals(read.forest.roots, forest.roots);
  assertEquals(read.forest.averagePath, forest.averagePath);
  assertEquals(storeForest(read), text);
});

Deno.test("readForest() refuses what is no model, of another version or damaged", async (t) => {
  const cases: [string, string, RegExp][] = [
    ["nothing", "", /it is not one/],
    ["something else", "a b c d", /it is not one/],
    ["another version", text.replace(" 1 ", " 2 "), /its version is not 1: current value is 2/],
    [
      "a changed letter",
      text.slice(0, -9) + (text.at(-9) === "A" ? "B" : "A") + text.slice(-8),
      /damaged/,
    ],
    ["an end cut off", text.slice(0, -40), /damaged/],
    [
      "a child before its parent",
      forged((view, first) => view.setInt32(first + 4, 0, true)),
      /leads nowhere/,
    ],
    [
      "a feature that is not there",
      forged((view, first) => view.setInt32(first, 2, true)),
      /leads nowhere/,
    ],
  ];
  for (const [name, damaged, message] of cases) {
    await t.step(name, () => {
      assertThrows(() => readForest(damaged), { code: "MODEL_FAILED", message });
    });
  }
});
