import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { createPlaces } from "@/lib/workspace/tables/places.ts";

Deno.test("createPlaces() gives the nearest place before an offset", () => {
  const places = createPlaces();
  const first = { offset: 0, address: "(0,0)" };
  assertEquals(places.before("a", 70), first);
  const [far, near] = [{ offset: 1000, address: "(9,1)" }, { offset: 50, address: "(1,2)" }];
  places.keep("a", far);
  places.keep("a", near);
  assertEquals(places.before("a", 49), first);
  assertEquals(places.before("a", 50), near);
  assertEquals(places.before("a", 999), near);
  assertEquals(places.before("a", 1000), far);
  assertEquals(places.before("a", 1e9), far);
  assertEquals(places.before("b", 1e9), first);
});

Deno.test("createPlaces() keeps no more than it may", () => {
  const places = createPlaces();
  for (let offset = 1; offset <= 501; offset++) {
    places.keep("a", { offset, address: `(${offset},1)` });
  }
  // The first of 501 is gone.
  assertEquals(places.before("a", 1).offset, 0);
  assertEquals(places.before("a", 2).offset, 2);
  for (let table = 1; table <= 200; table++) {
    places.keep(`t${table}`, { offset: 5, address: "(1,1)" });
  }
  assertEquals(places.before("a", 400).offset, 0);
  assertEquals(places.before("t1", 400).offset, 5);
});
