import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { type DrawnNode, escapeText, serialize } from "@/lib/chart/figure/serialize.ts";

function text(value: string): DrawnNode {
  return { nodeType: 3, nodeName: "#text", nodeValue: value, childNodes: [] };
}

function element(
  nodeName: string,
  attributes: Record<string, string>,
  childNodes: DrawnNode[] = [],
): DrawnNode {
  const list = Object.entries(attributes).map(([name, value]) => ({ name, value }));
  return { nodeType: 1, nodeName, nodeValue: null, childNodes, attributes: list };
}

Deno.test("serialize() sorts attributes, rounds coordinates, and drops what Plot adds", () => {
  const drawn = element("g", { "aria-label": "line", class: "plot-x", fill: "none" }, [
    element("style", {}, [text("p{}")]),
    element("path", { stroke: "red", d: "M1.23456,-0.04L2e-7,3" }),
  ]);
  // 1.23456 is nearest to 1 of all halves; -0.04 rounds to 0 without a sign.
  assertEquals(serialize(drawn), '<g fill="none"><path d="M1 0l-1 3" stroke="red"/></g>');
});

Deno.test("serialize() writes lines by their steps, which end where the lines do", () => {
  const cases = [
    // 10 to 10.2 is no step at half a pixel; 10.2 to 10.3 is one to 10.5.
    ["M0,10L1,10.2L2,10.3", "M0 10l1 0 1 .5"],
    ["M1,2L3,1Z", "M1 2l2-1Z"],
    ["M1,2L3,1M5,5Z", "M1 2l2-1M5 5Z"],
    // What is not straight stays as it is.
    ["M0,0C1.25,1 2,2 3,3", "M0,0C1.3,1 2,2 3,3"],
  ];
  for (const [d, expected] of cases) {
    assertEquals(serialize(element("path", { d })), `<path d="${expected}"/>`);
  }
});

Deno.test("escapeText() leaves nothing that XML or HTML would obey", () => {
  assertEquals(
    escapeText(`</title><script>"x" & 'y'\u0000\u001b\ud800`),
    "&lt;/title&gt;&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;\ufffd\ufffd\ufffd",
  );
});
