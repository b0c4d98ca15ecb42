import { deepStrictEqual, equal } from "node:assert/strict";
import { Recent } from "@/lib/auth/limits/recent.ts";

Deno.test("Recent remembers what was used last, and forgets the rest", () => {
  const recent = new Recent<number>(3);
  for (const [index, key] of ["a", "b", "c", "d", "e", "f"].entries()) recent.set(key, index);
  // Three and the three before them are there; a use of the oldest keeps it, and the others go.
  equal(recent.get("a"), 0);
  for (const key of ["g", "h"]) recent.set(key, 9);
  deepStrictEqual(
    ["a", "b", "c", "g", "h"].map((key) => recent.get(key)),
    [0, undefined, undefined, 9, 9],
  );
});

Deno.test("Recent forgets a key that is deleted, however old it is", () => {
  const recent = new Recent<number>(1);
  recent.set("a", 1);
  recent.set("b", 2);
  recent.delete("a");
  recent.delete("b");
  deepStrictEqual([recent.get("a"), recent.get("b")], [undefined, undefined]);
});
