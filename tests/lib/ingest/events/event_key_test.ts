import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { type EventIdentity, eventKey } from "@/lib/ingest/events/event_key.ts";

const EVENT: EventIdentity = {
  source: "shop",
  eventId: null,
  time: 1_767_225_600_000_000,
  metric: "sales",
  dimensions: [["city", "Graz"], ["store", "7"]],
};

const key = (event: EventIdentity) => eventKey(event).toHex();

/** Few texts, full of what separates others, so that confusions would be found. */
const text = fc.string({
  unit: fc.constantFrom("a", ",", '"', "[", "]", "\\", "\u0001"),
  maxLength: 4,
});
const dimensions = fc.uniqueArray(fc.tuple(text, text), {
  selector: ([name]) => name,
  maxLength: 3,
});
const identity: fc.Arbitrary<EventIdentity> = fc.record({
  source: text,
  eventId: fc.option(text),
  time: fc.integer({ min: -2, max: 2 }),
  metric: text,
  dimensions,
});

/** What the rule of the key says of an event, compared by value. */
function meant({ source, eventId, time, metric, dimensions }: EventIdentity) {
  return eventId === null
    ? { source, time, metric, dimensions: new Map(dimensions) }
    : { source, eventId };
}

function isSame(one: EventIdentity, other: EventIdentity): boolean {
  try {
    assertEquals(meant(one), meant(other));
    return true;
  } catch {
    return false;
  }
}

Deno.test("eventKey() is the first half of a digest of canonical JSON", () => {
  const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 32);
  assertEquals(
    key(EVENT),
    digest('["values","shop",1767225600000000,"sales",[["city","Graz"],["store","7"]]]'),
  );
  assertEquals(key({ ...EVENT, eventId: "17" }), digest('["id","shop","17"]'));
});

Deno.test("eventKey() is the same in any order of dimensions", () => {
  fc.assert(fc.property(identity, fc.infiniteStream(fc.nat()), (event, numbers) => {
    const shuffled = event.dimensions
      .map((dimension) => ({ dimension, order: numbers.next().value ?? 0 }))
      .sort((one, other) => one.order - other.order)
      .map(({ dimension }) => dimension);
    assertEquals(key({ ...event, dimensions: shuffled }), key(event));
  }));
});

Deno.test("eventKey() differs exactly where events do, whatever separators their texts hold", () => {
  fc.assert(
    fc.property(identity, identity, (one, other) => {
      assertEquals(key(one) === key(other), isSame(one, other));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("eventKey() tells apart what joined texts would not", async (t) => {
  const cases: [string, Partial<EventIdentity>, Partial<EventIdentity>][] = [
    ["source and id", { source: "a", eventId: "bc" }, { source: "ab", eventId: "c" }],
    ["an id and none", { eventId: "" }, { eventId: null }],
    ["a name and a value", { dimensions: [["a", "bc"]] }, { dimensions: [["ab", "c"]] }],
    ["one and two dimensions", { dimensions: [["a", "b,c"]] }, {
      dimensions: [["a", "b"], ["c", ""]],
    }],
    ["a microsecond", { time: 1 }, { time: 2 }],
  ];
  for (const [name, one, other] of cases) {
    await t.step(name, () => {
      assertEquals(key({ ...EVENT, ...one }) === key({ ...EVENT, ...other }), false);
    });
  }
});

Deno.test("eventKey() ignores all but source and id where there is an id", () => {
  assertEquals(
    key({ ...EVENT, eventId: "17" }),
    key({ source: "shop", eventId: "17", time: 0, metric: "", dimensions: [] }),
  );
});
