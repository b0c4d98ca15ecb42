import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { packPiece } from "@/lib/ingest/events/event_piece.ts";
import { makeEvent } from "./made_events.ts";

/** Packs events of "shop" whose ids are these, each on a line of its own. */
function packIds(ids: readonly string[]) {
  const events = ids.map((eventId, i) => makeEvent({ value: "2", eventId, line: i + 2 }));
  return packPiece({ batch: "b", number: 3, events, rejections: [], zoneOf: () => "UTC" });
}

Deno.test("packPiece() puts rows in the order of their keys, and keeps where each was read", () => {
  const { rows, sample, lines, ...piece } = packIds(["b", "c", "a"]);
  assertEquals([...lines], [4, 2, 3]);
  // A key has two bytes here, of which the first says that it is an id.
  assertEquals(sample, [["shop", "0161"], ["shop", "0162"], ["shop", "0163"]]);
  const hex = rows?.toHex() ?? "";
  assertEquals([...hex.matchAll(/0000000201(6[123])/g)].map(([, id]) => id), ["61", "62", "63"]);
  assertEquals(piece, {
    batch: "b",
    number: 3,
    events: 3,
    sources: [["shop", "UTC"]],
    hasTwins: false,
    // 5 January 2026 is day 20458 from 1970.
    days: [
      { source: "shop", metric: "sales", day: 20458, count: 3, sum: "6", min: "2", max: "2" },
    ],
    rejected: null,
  });
});

Deno.test("packPiece() says where two events have one key", () => {
  assertEquals([packIds(["a", "b", "a"]).hasTwins, packIds(["a", "b"]).hasTwins], [true, false]);
});

Deno.test("packPiece() names some of many events, from the first to the last", () => {
  const ids = Array.from({ length: 100 }, (_, i) => `${i}`.padStart(3, "0"));
  const { sample } = packIds(ids);
  // Eight of them: each 99/7 = 14.1 events further on.
  const places = [0, 14, 28, 42, 56, 70, 84, 99];
  assertEquals(
    sample.map(([, key]) => key),
    places.map((place) => `01${new TextEncoder().encode(ids[place]).toHex()}`),
  );
});

Deno.test("packPiece() packs the end of a batch that has no more events", () => {
  const piece = packIds([]);
  assertEquals([piece.rows, piece.lines.length, piece.sample, piece.days], [null, 0, [], []]);
});
