import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { matchingOf, rowOrder } from "@/lib/workspace/tables/addresses.ts";

/** Blocks and places within them, six bytes each. */
function bytesOf(...addresses: readonly (readonly [block: number, place: number])[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(6 * addresses.length));
  addresses.forEach(([block, place], i) => {
    view.setUint32(6 * i, block);
    view.setUint16(6 * i + 4, place);
  });
  return new Uint8Array(view.buffer);
}

const ALL = bytesOf([0, 1], [0, 2], [1, 1], [70_000, 300], [70_001, 1]);

Deno.test("rowOrder() gives the addresses of rows as they lie", () => {
  const order = rowOrder(ALL);
  assertEquals(order.total, 5);
  assertEquals(order.addresses(0, 2), ["(0,1)", "(0,2)"]);
  assertEquals(order.addresses(3, 1), ["(70000,300)"]);
});

Deno.test("rowOrder() gives fewer at the end, and none beyond it", () => {
  const order = rowOrder(ALL);
  assertEquals(order.addresses(4, 50), ["(70001,1)"]);
  assertEquals([order.addresses(5, 50), order.addresses(1e9, 50)], [[], []]);
});

Deno.test("rowOrder() reads addresses that begin within other bytes", () => {
  const within = new Uint8Array([9, 9, 9, ...ALL]).subarray(3);
  assertEquals(rowOrder(within).addresses(2, 1), ["(1,1)"]);
});

Deno.test("rowOrder() follows an order, whose marks of new keys are no part of a row", () => {
  const mark = 0x80000000;
  const sorted = { rows: Uint32Array.of(4 + mark, 0, 3 + mark, 1, 2), known: 5 };
  assertEquals(rowOrder(ALL, { sorted }).addresses(0, 3), ["(70001,1)", "(0,1)", "(70000,300)"]);
});

Deno.test("rowOrder() passes over what does not match, in either order", () => {
  const matching = matchingOf(ALL, bytesOf([0, 2], [70_000, 300], [70_001, 1]));
  const order = rowOrder(ALL, { matching });
  assertEquals(order.total, 3);
  assertEquals(order.addresses(0, 2), ["(0,2)", "(70000,300)"]);
  assertEquals(order.addresses(1, 50), ["(70000,300)", "(70001,1)"]);
  assertEquals(order.addresses(3, 1), []);
  const sorted = { rows: Uint32Array.of(4, 3, 2, 1, 0), known: 5 };
  assertEquals(rowOrder(ALL, { sorted, matching }).addresses(1, 2), ["(70000,300)", "(0,2)"]);
});

Deno.test("matchingOf() tells addresses apart by block and by place, a bit each", async (t) => {
  await t.step("the second and fourth of five: 2 + 8", () => {
    assertEquals(matchingOf(ALL, bytesOf([0, 2], [70_000, 300])), {
      total: 2,
      bits: Uint8Array.of(10),
    });
  });
  await t.step("one in the same place of another block", () => {
    assertEquals(matchingOf(ALL, bytesOf([1, 1])), { total: 1, bits: Uint8Array.of(4) });
  });
  await t.step("none", () => {
    assertEquals(matchingOf(ALL, bytesOf()), { total: 0, bits: Uint8Array.of(0) });
  });
  await t.step("the ninth of nine, in a byte of its own", () => {
    const nine = bytesOf(...Array.from({ length: 9 }, (_, i) => [0, i + 1] as const));
    assertEquals(matchingOf(nine, bytesOf([0, 9])), { total: 1, bits: Uint8Array.of(0, 1) });
  });
});
