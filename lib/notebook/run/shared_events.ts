/**
 * The events of a cell's charts once for all of them: in a cell of many series each would tell the same.
 *
 * @module
 */
import type { Block, EventMark, LineBlock } from "@/lib/chart/block.ts";

/** A block as it is stored: its events stand beside it. */
export type StoredBlock = Exclude<Block, LineBlock> | Omit<LineBlock, "events">;

/** What happened, by the starts of the first and the last period that it touches. */
export interface CellEvent {
  readonly name: string;
  readonly from: string;
  readonly until: string;
}

/** The blocks of a cell, and what happened on their periods. */
export interface SharedEvents {
  readonly blocks: readonly StoredBlock[];
  /** In the order of time. */
  readonly events: readonly CellEvent[];
}

/** Takes the events out of lines, each once. What lies within another of its name is that one, cut short. */
export function shareEvents(blocks: readonly Block[]): SharedEvents {
  const found = new Map<string, CellEvent[]>();
  const seen = new Set<string>();
  // Lines of one cell with the same periods share their events.
  const read = new Map<readonly EventMark[], string>();
  const without = blocks.map((block): StoredBlock => {
    if (block.type !== "line" || block.events === undefined) return block;
    const { events, ...rest } = block;
    const periods = [...block.periods, ...block.forecast?.periods ?? []];
    const ends = `${periods.at(0)} ${periods.at(-1)}`;
    if (read.get(events) === ends) return rest;
    read.set(events, ends);
    for (const { name, from, until } of events) {
      const event = { name, from: periods[from], until: periods[until] };
      const id = JSON.stringify(event);
      if (seen.has(id)) continue;
      seen.add(id);
      const known = found.get(name) ?? [];
      found.set(name, known);
      known.push(event);
    }
    return rest;
  });
  const events = [...found.values()].flatMap(withoutParts).sort((a, b) =>
    compare(a.from, b.from) || compare(a.until, b.until) || compare(a.name, b.name)
  );
  return { blocks: without, events };
}

/** A series that begins amid an event has the rest of it alone. */
function withoutParts(events: readonly CellEvent[]): readonly CellEvent[] {
  let last = "";
  return events.toSorted((a, b) => compare(a.from, b.from) || compare(b.until, a.until))
    .filter(({ until }) => {
      if (until <= last) return false;
      last = until;
      return true;
    });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
