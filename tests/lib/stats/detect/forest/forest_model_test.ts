import { deepStrictEqual as assertEquals, throws as assertThrows } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { sizeOfForest } from "@/lib/stats/detect/forest/forest_bytes.ts";
import { readForest, storeForest } from "@/lib/stats/detect/forest/forest_model.ts";
import { fitIsolationForest } from "@/lib/stats/detect/forest/isolation_forest.ts";

const features = [Float64Array.of(1, 2, 3, 40), Float64Array.of(4, 5, 6, 7)];
const forest = fitIsolationForest(features, { trees: 3, sample: 4, seed: 1 });
const model = { forest, width: 2, made: "window 7", limit: 61.5 };
const text = storeForest(model);

/** The same text with other bytes, and a digest that holds. */
function forged(change: (view: DataView, first: number) => void): string {
  const bytes = bytesOf(text);
  const view = new DataView(bytes.buffer);
  // Two features have a least and a greatest, three trees a root.
  change(view, 4 + view.getUint32(0, true) + 2 * 16 + 3 * 4);
  return packed(bytes);
}

/** The same text with another header. */
function headed(change: Readonly<Record<string, unknown>>): string {
  const bytes = bytesOf(text);
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const words = new TextEncoder().encode(JSON.stringify({ ...header, ...change }));
  const changed = new Uint8Array([0, 0, 0, 0, ...words, ...bytes.subarray(4 + length)]);
  new DataView(changed.buffer).setUint32(0, words.length, true);
  return packed(changed);
}

function bytesOf(model: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(inflateRawSync(Buffer.from(model.split(" ")[3], "base64")));
}

function packed(bytes: Uint8Array): string {
  return signed(deflateRawSync(bytes));
}

function signed(deflated: Uint8Array): string {
  const digest = createHash("sha256").update(deflated).digest("hex");
  return ["daybook-forest", 2, digest, Buffer.from(deflated).toString("base64")].join(" ");
}

const count = sizeOfForest(forest, 2).nodes;

Deno.test("readForest() gives back what storeForest() wrote", () => {
  const read = readForest(text);
  assertEquals([read.width, read.made, read.limit], [2, "window 7", 61.5]);
  const { averagePath, roots, least, greatest } = read.forest;
  assertEquals(roots, forest.roots);
  assertEquals(averagePath, forest.averagePath);
  assertEquals([[...least], [...greatest]], [[1, 4], [40, 7]]);
  assertEquals(storeForest(read), text);
});

Deno.test("readForest() refuses what is no model, of another version or damaged", async (t) => {
  const cases: [string, string, RegExp][] = [
    ["nothing", "", /it is not one/],
    ["something else", "a b c d", /it is not one/],
    ["another version", text.replace(" 2 ", " 1 "), /its version is not 2: current value is 1/],
    [
      "a changed letter",
      text.slice(0, -9) + (text.at(-9) === "A" ? "B" : "A") + text.slice(-8),
      /damaged/,
    ],
    ["an end cut off", text.slice(0, -40), /damaged/],
    ["too many letters", `${text}${"A".repeat(12_000_000)}`, /it is too large/],
  ];
  for (const [name, damaged, message] of cases) {
    await t.step(name, () => {
      assertThrows(() => readForest(damaged), { code: "MODEL_FAILED", message });
    });
  }
});

Deno.test("readForest() refuses what somebody forged, before anything is asked of it", async (t) => {
  const child = 4 * count;
  const number = 8 * count;
  const reach = 16 * count;
  const cases: [string, string, RegExp][] = [
    ["no bytes", packed(new Uint8Array()), /does not say what it looks at/],
    ["bytes that are not deflated", signed(Uint8Array.of(255, 255, 255)), /can't be unpacked/],
    ["bytes without end", packed(new Uint8Array(40_000_000)), /can't be unpacked/],
    ["a header without end", forged((view) => view.setUint32(0, 2 ** 31, true)), /too long/],
    ["a header that is none", forged((view) => view.setUint8(4, 0)), /what it looks at/],
    [
      "a child before its parent",
      forged((view, at) => view.setInt32(at + child, 0, true)),
      /nowhere/,
    ],
    ["a child below 0", forged((view, at) => view.setInt32(at + child, -5, true)), /nowhere/],
    [
      "a child beyond all",
      forged((view, at) => view.setInt32(at + child, 2 ** 31 - 1, true)),
      /nowhere/,
    ],
    ["a feature that is not there", forged((view, at) => view.setInt32(at, 2, true)), /nowhere/],
    [
      "a split that is no number",
      forged((view, at) => view.setFloat64(at + number, NaN, true)),
      /splits at no number/,
    ],
    [
      "a split that is infinite",
      forged((view, at) => view.setFloat64(at + number, Infinity, true)),
      /splits at no number/,
    ],
    [
      "a reach below 0",
      forged((view, at) => view.setFloat64(at + reach, -1, true)),
      /splits at no number/,
    ],
    [
      "a leaf with a path that is no number",
      forged((view, at) => {
        view.setInt32(at, -1, true);
        view.setFloat64(at + number, NaN, true);
      }),
      /has no path/,
    ],
    ["a root that is not there", forged((view, at) => view.setInt32(at - 4, -1, true)), /no root/],
    [
      "a bound that is no number",
      forged((view, at) => view.setFloat64(at - 12 - 8, NaN, true)),
      /a bound is no number/,
    ],
    ["more nodes than bytes", headed({ nodes: 900_000 }), /trees are missing/],
    ["nodes without end", headed({ nodes: 30_000_000 }), /too many nodes/],
    ["trees without end", headed({ trees: 30_000_000 }), /too many trees/],
    ["features without end", headed({ width: 1e6 }), /too many width/],
    ["half a node", headed({ nodes: 1.5 }), /too many nodes/],
    ["nodes below 0", headed({ nodes: -1 }), /nodes is out of bounds/],
    ["no tree", headed({ trees: 0 }), /no trees/],
    ["a limit that is no number", headed({ limit: null }), /limit is out of bounds/],
    ["a path without end", headed({ averagePath: 1e300 }), /averagePath is out of bounds/],
    ["no path", headed({ averagePath: 0 }), /averagePath is out of bounds/],
    ["hardly a path", headed({ averagePath: 5e-324 }), /averagePath is out of bounds/],
    ["what it looks at without end", headed({ made: "a".repeat(300) }), /what it looks at/],
    ["a header with a prototype", headed({ made: { toString: 1 } }), /what it looks at/],
  ];
  for (const [name, damaged, message] of cases) {
    await t.step(name, () => {
      assertThrows(() => readForest(damaged), { code: "MODEL_FAILED", message });
    });
  }
});
