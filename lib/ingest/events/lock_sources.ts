/**
 * Gives the sources of some events to one transaction at a time, in the zones that these count by.
 *
 * @module
 */
import type { Session } from "@/lib/db/database.ts";
import { addSources } from "./add_sources.ts";
import type { SourceZone } from "./event_piece.ts";
import { DEFAULT_ZONE } from "./sources.ts";

/** The zone of a source changed after events were judged: they must be judged again. */
export class ZonesChanged extends Error {
  constructor() {
    super("Cannot store events as the zone of their source must be the one they were read in");
    this.name = "ZonesChanged";
  }
}

/**
 * Makes sources that are new, and has nobody else store events of these for now.
 *
 * @throws ZonesChanged where one has another zone than its events
 */
export async function lockSources(
  session: Session,
  wanted: readonly SourceZone[],
): Promise<void> {
  const zones = new Map<string, string>();
  for (const [source, zone] of wanted) {
    const other = zones.get(source);
    // Pieces of two requests may have been judged before and after a change.
    if (other !== undefined && zone !== null && other !== zone) throw new ZonesChanged();
    zones.set(source, zone ?? other ?? DEFAULT_ZONE);
  }
  await addSources(session, zones);
  const locked = await session.query<{ name: string; zone: string }>(
    "select name, zone from daybook.sources where name = any ($1::text[]) order by name for update",
    [[...zones.keys()]],
  );
  const kept = new Map(locked.map(({ name, zone }) => [name, zone]));
  // One that was removed meanwhile is not there either.
  const isOther = wanted.some(([source, zone]) =>
    !kept.has(source) || (zone !== null && kept.get(source) !== zone)
  );
  if (isOther) throw new ZonesChanged();
}
