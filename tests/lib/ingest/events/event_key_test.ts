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

const DIMENSIONS = '[["city","Graz"],["store","7"]]';

const key = (event: EventIdentity) => hexOf(eventKey(event));

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

function hexOf(bytes: string): string {
  return Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)).toHex();
}

function textHex(text: string): string {
  return new TextEncoder().encode(text).toHex();
}

function digestHex(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

Deno.test("eventKey() is the time and a digest of canonical JSON where there is no id", () => {
  const values = (time: number) => digestHex(`["values","shop",${time},"sales",${DIMENSIONS}]`);
  // 1767225600000000 is 0x6474846204000; the first bit is 1 from 1970 on.
  assertEquals(
    key(EVENT),
    "03" + "8006474846204000" + values(1_767_225_600_000_000).slice(0, 32),
  );
  // A microsecond before 1970 all bits of the time are 1, and the first is turned round.
  assertEquals(key({ ...EVENT, time: -1 }), "03" + "7fffffffffffffff" + values(-1).slice(0, 32));
});

Deno.test("eventKey() is the id where there is one, or the digest of a long one", () => {
  assertEquals(key({ ...EVENT, eventId: "17" }), "01" + "3137");
  const long = "x".repeat(48);
  assertEquals(key({ ...EVENT, eventId: long }), "01" + textHex(long));
  assertEquals(key({ ...EVENT, eventId: `${long}x` }), "02" + digestHex(`${long}x`));
  // 16 of these take 48 bytes.
  const wide = "\u20ac".repeat(16);
  assertEquals(key({ ...EVENT, eventId: wide }), "01" + textHex(wide));
  assertEquals(key({ ...EVENT, eventId: `${wide}x` }), "02" + digestHex(`${wide}x`));
});

Deno.test("eventKey() orders events without an id by their times", () => {
  fc.assert(fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (one, other) => {
    const [first, second] = [one, other].map((time) => eventKey({ ...EVENT, time }));
    if (one !== other) assertEquals(first < second, one < other);
  }));
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

Deno.test("eventKey() differs exactly where events of a source do, whatever their texts hold", () => {
  fc.assert(
    fc.property(identity, identity, (one, any) => {
      const other = { ...any, source: one.source };
      assertEquals(key(one) === key(other), isSame(one, other));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("eventKey() tells apart what joined texts would not", async (t) => {
  const cases: [string, Partial<EventIdentity>, Partial<EventIdentity>][] = [
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
