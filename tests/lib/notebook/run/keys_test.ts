import { deepStrictEqual as assertEquals, notEqual, throws } from "node:assert/strict";
import { createHash } from "node:crypto";
import { canonicalJson, makeKey, parseKey } from "@/lib/notebook/run/keys.ts";

const PARTS = {
  kind: "kpi",
  version: 1,
  parameters: { grain: "day", by: ["region"] },
  setting: {},
  parents: [],
  digests: [],
};

Deno.test("canonicalJson() does not depend on the order of keys", () => {
  assertEquals(
    canonicalJson({ b: [1, { d: null, c: "x" }], a: undefined }),
    '{"b":[1,{"c":"x","d":null}]}',
  );
});

Deno.test("makeKey() is the SHA-256 of the canonical parts", () => {
  const text =
    '{"digests":[],"kind":"kpi","parameters":"{\\"grain\\":\\"day\\",\\"by\\":[\\"region\\"]}",' +
    '"parents":[],"setting":{},"version":1}';
  assertEquals(String(makeKey(PARTS)), createHash("sha256").update(text).digest("hex"));
});

Deno.test("makeKey() changes with each of its parts", async (t) => {
  const changes = {
    kind: "sql",
    version: 2,
    parameters: { grain: "week", by: ["region"] },
    setting: { zone: "UTC" },
    parents: [makeKey(PARTS)],
    digests: ["00"],
  };
  for (const [part, value] of Object.entries(changes)) {
    await t.step(part, () => notEqual(makeKey({ ...PARTS, [part]: value }), makeKey(PARTS)));
  }
});

Deno.test("parseKey() refuses what is no key", () => {
  throws(() => parseKey("results; drop table results"), TypeError);
});
