import {
  deepStrictEqual as assertEquals,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import { Signal, signal } from "@preact/signals";
import { isValidElement } from "preact";
import { parseIslands } from "@/lib/web/client/parse.ts";
import { serializeIslands, Slot } from "@/lib/web/serialize.ts";

/** Sends props of one island and returns what arrives. */
function send(props: Record<string, unknown>): Record<string, unknown> {
  const [[address, arrived]] = parseIslands(serializeIslands([["/a.js", props]]), () => null);
  assertIs(address, "/a.js");
  return arrived;
}

Deno.test("serializeIslands() carries what JSON loses", () => {
  const props = {
    date: new Date("2026-01-31T10:20:30Z"),
    map: new Map([["a", new Set([1, 2])]]),
    numbers: [NaN, -0, Infinity, 2n ** 60n],
    nothing: undefined,
    text: "</script><!-- \u2028 é \u{1F600}",
  };
  assertEquals(send(props), props);
});

Deno.test("serializeIslands() carries keys that every object has, as columns are called anything", () => {
  const types = Object.fromEntries([["__proto__", "text"], ["constructor", { deep: 1 }]]);
  const { types: arrived } = send({ types });
  assertEquals(Object.entries(arrived as object), Object.entries(types));
  assertIs(Object.getPrototypeOf(arrived), Object.prototype);
});

Deno.test("serializeIslands() never closes the script that it stands in", () => {
  const text = serializeIslands([["/a.js", { text: "</script><!--<script>" }]]);
  assert(!text.includes("<"), text);
});

Deno.test("serializeIslands() keeps a signal shared that two islands share", () => {
  const count = signal(7);
  const text = serializeIslands([["/a.js", { count }], ["/b.js", { count, zero: signal(0) }]]);
  const [[, a], [, b]] = parseIslands(text, () => null);
  assert(a.count instanceof Signal);
  assertIs(a.count.value, 7);
  assertIs(a.count, b.count);
  assertIs((b.zero as Signal).value, 0);
});

Deno.test("serializeIslands() has elements stand for what the server has drawn", () => {
  const own = { innerHTML: "<b>drawn</b>", getAttribute: () => "children", closest: () => root };
  const other = { innerHTML: "wrong", getAttribute: () => "children", closest: () => null };
  // As much of an element as is asked of it; browsers are asked in islands_browser_test.ts.
  const root = { querySelectorAll: () => [other, own] } as unknown as Element;
  const text = serializeIslands([["/a.js", { children: new Slot("island-0", "children") }]]);
  const [[, props]] = parseIslands(text, (id) => id === "island-0" ? root : null);
  assert(isValidElement(props.children));
  assertEquals(props.children.props, {
    name: "children",
    dangerouslySetInnerHTML: { __html: "<b>drawn</b>" },
  });
});
