import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { EventPiece } from "@/lib/ingest/events/event_piece.ts";
import { PIECE_EVENTS, PieceCutter } from "@/lib/ingest/events/piece_cutter.ts";
import { makeEvent } from "./made_events.ts";

function cutting() {
  const pieces: EventPiece[] = [];
  const give = (piece: EventPiece) => {
    pieces.push(piece);
    return Promise.resolve();
  };
  return { pieces, cutter: new PieceCutter("b", () => "UTC", give) };
}

Deno.test("PieceCutter gives pieces when they are full, and tells what all were", async () => {
  const { pieces, cutter } = cutting();
  const event = (i: number) =>
    makeEvent({ value: "1", eventId: `${i}`, metric: i % 2 === 0 ? "even" : "odd" });
  const many = Array.from({ length: PIECE_EVENTS + 1 }, (_, i) => event(i));
  await cutter.add(many.slice(0, 7), []);
  assertEquals(pieces.length, 0);
  await cutter.add(many.slice(7), []);
  const rejection = { line: 9, column: "value", value: "x", reason: "No number" };
  await cutter.add([makeEvent({ value: "1", source: "other", time: "2026-02-01T00:00:00Z" })], [
    rejection,
  ]);
  const told = await cutter.finish();
  assertEquals(
    pieces.map(({ number, events, rejected }) => [number, events, rejected !== null]),
    [[0, PIECE_EVENTS, false], [1, 2, true]],
  );
  assertEquals(told, {
    events: PIECE_EVENTS + 2,
    metrics: ["even", "odd", "sales"],
    sources: ["other", "shop"],
    first: Date.parse("2026-01-05T12:00:00Z") * 1000,
    last: Date.parse("2026-02-01T00:00:00Z") * 1000,
  });
});

Deno.test("PieceCutter ends a batch without events by an empty piece", async () => {
  const { pieces, cutter } = cutting();
  assertEquals(await cutter.finish(), {
    events: 0,
    metrics: [],
    sources: [],
    first: null,
    last: null,
  });
  assertEquals(pieces.map(({ number, events }) => [number, events]), [[0, 0]]);
});
