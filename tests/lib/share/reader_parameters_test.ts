import { deepStrictEqual, equal } from "node:assert/strict";
import { maySet, readerParameters } from "@/lib/share/reader_parameters.ts";

const parameters = { region: "North", days: "7" };

Deno.test("readerParameters() gives those who view what the link says", () => {
  const rule = { verb: "view", parameters, locked: [] } as const;
  deepStrictEqual(readerParameters(rule, { region: "South", other: "1" }), parameters);
  equal(maySet(rule, "region"), false);
});

Deno.test("readerParameters() lets those who set do so, but for what is locked", () => {
  // "secret" is locked without a value: it keeps its default, which the notebook tells.
  const rule = { verb: "view_and_set", parameters, locked: ["region", "secret"] } as const;
  deepStrictEqual(
    readerParameters(rule, { region: "South", days: "28", secret: "x", other: "1" }),
    { region: "North", days: "28", other: "1" },
  );
  equal(maySet(rule, "days"), true);
  equal(maySet(rule, "region"), false);
});

Deno.test("readerParameters() leaves out what no parameter is called, and what is too long", () => {
  const rule = { verb: "view_and_set", parameters: {}, locked: [] } as const;
  const given = JSON.parse(
    `{"__proto__": "x", "Region": "x", "a b": "x", "": "x", "day": "${"x".repeat(501)}", "ok": ""}`,
  );
  deepStrictEqual(readerParameters(rule, given), { ok: "" });
});
