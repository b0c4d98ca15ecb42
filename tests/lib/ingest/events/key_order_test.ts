import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { orderByKey } from "@/lib/ingest/events/key_order.ts";
import { makeEvent } from "./made_events.ts";

Deno.test("orderByKey() orders by source and key, and finds two of the same key", () => {
  const made = (source: string, eventId: string, value: string) =>
    makeEvent({ source, eventId, value });
  const apart = [made("b", "2", "1"), made("a", "2", "2"), made("b", "1", "3")];
  const { ordered, hasTwins } = orderByKey(apart);
  assertEquals([ordered.map(({ value }) => value), hasTwins], [["2", "3", "1"], false]);
  // The one that came first stays first.
  const twins = orderByKey([...apart, made("a", "2", "4")]);
  assertEquals([twins.ordered.map(({ value }) => value), twins.hasTwins], [
    ["2", "4", "3", "1"],
    true,
  ]);
});
