import { deepStrictEqual as assertEquals } from "node:assert/strict";
import fc from "fast-check";
import { keepLarge } from "@/lib/deliver/facts/groups.ts";

function kept(amounts: Record<string, number>, sizes: Record<string, number>, smallest = 5) {
  const { kept, merged } = keepLarge(new Map(Object.entries(amounts)), sizes, smallest);
  return [Object.fromEntries(kept), merged];
}

Deno.test("keepLarge() merges what rests on few rows", async (t) => {
  const cases: [string, Record<string, number>, Record<string, number>, unknown][] = [
    ["all large", { a: 10, b: 20 }, { a: 5, b: 9 }, [{ a: 10, b: 20 }, null]],
    ["some small", { a: 10, b: 20, c: 30 }, { a: 3, b: 2, c: 9 }, [{ c: 30 }, 30]],
    // One alone would be the total without the others, so the next smallest joins it.
    ["one small", { a: 10, b: 20, c: 30 }, { a: 3, b: 6, c: 9 }, [{ c: 30 }, 30]],
    // 1 + 2 rows are too few as well.
    ["few together", { a: 1, b: 2, c: 4, d: 8 }, { a: 1, b: 2, c: 6, d: 9 }, [{ d: 8 }, 7]],
    ["too few in all", { a: 1, b: 2 }, { a: 1, b: 2 }, [{}, null]],
    ["sizes unknown", { a: 1, b: 2 }, {}, [{}, null]],
    ["one large", { a: 1 }, { a: 9 }, [{ a: 1 }, null]],
    ["none", {}, {}, [{}, null]],
    ["a name of every object", { constructor: 1, b: 2 }, { b: 9 }, [{}, 3]],
  ];
  for (const [name, amounts, sizes, expected] of cases) {
    await t.step(name, () => assertEquals(kept(amounts, sizes), expected));
  }
});

Deno.test("keepLarge() lets no small group be told by the others and the total", () => {
  fc.assert(fc.property(fc.array(fc.nat({ max: 12 }), { maxLength: 8 }), (rows) => {
    const sizes = Object.fromEntries(rows.map((size, i) => [`m${i}`, size]));
    const { kept, merged } = keepLarge(
      new Map(Object.keys(sizes).map((name) => [name, 1])),
      sizes,
      5,
    );
    const left = Object.entries(sizes).filter(([name]) => !kept.has(name));
    const leftRows = left.reduce((sum, [, size]) => sum + size, 0);
    assertEquals([...kept.keys()].every((name) => sizes[name] >= 5), true);
    assertEquals(left.length === 0 || kept.size === 0 || (left.length > 1 && leftRows >= 5), true);
    assertEquals(merged, left.length > 1 && leftRows >= 5 ? left.length : null);
  }));
});
