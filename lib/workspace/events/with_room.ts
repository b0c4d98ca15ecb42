/**
 * Takes no more events in where the disk has no room for what is received.
 *
 * @module
 */
import type { Room } from "@/lib/ingest/room.ts";
import type { Events } from "./contract.ts";

/** Returns events that are taken in as before, while there is room. */
export function withRoom<Taken extends Events>(events: Taken, room: Room): Taken {
  async function* counted(bytes: AsyncIterable<Uint8Array>) {
    for await (const chunk of bytes) {
      room.count(chunk.length);
      yield chunk;
    }
  }
  return {
    ...events,
    async ingest(asked, bytes) {
      await room.demandReceiving();
      return await events.ingest(asked, counted(bytes));
    },
    async correct(asked, bytes) {
      await room.demandReceiving();
      return await events.correct(asked, counted(bytes));
    },
  };
}
