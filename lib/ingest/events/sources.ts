/**
 * The sources of events, and the zone that each has its days in.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { isSameZone, isTimeZone, zoneName } from "@/lib/time_zone.ts";
import { addSources } from "./add_sources.ts";
import { checkSource } from "./batch_asked.ts";

/** The zone of sources that were given none, and of those that nobody has heard of yet. */
export const DEFAULT_ZONE = "UTC";

/** By which zones the events of a request are judged. */
export interface AskedZones {
  /** Of sources that are not among `zones`. */
  readonly zone: string;
  readonly zones: readonly (readonly [source: string, zone: string])[];
}

/**
 * Returns the zones for a request. A zone that it asks for is that of sources that are new, and of
 * its own source where that has no events yet.
 *
 * @throws AppError BAD_PARAMETER where its own source has another one
 */
export async function askedZones(
  database: Database,
  { source, zone }: { readonly source: string | null; readonly zone: string | null },
): Promise<AskedZones> {
  const { kysely } = database;
  const all = kysely.selectFrom("sources").select(["name", "zone"]);
  if (zone !== null && source !== null) {
    const own = await all.where("name", "=", source).executeTakeFirst();
    if (own !== undefined && !isSameZone(own.zone, zone)) await setZone(database, source, zone);
  }
  // What nobody gave a zone has the zone of unknown ones, unless one is asked for.
  const rows = await (zone === null ? all.where("zone", "<>", DEFAULT_ZONE) : all).execute();
  return { zone: zone ?? DEFAULT_ZONE, zones: rows.map((row) => [row.name, row.zone]) };
}

/**
 * Gives a source its zone, and makes it if need be. The zone of one that has events stays what it
 * is, since days are stored with them.
 *
 * @throws AppError BAD_PARAMETER
 */
export async function setZone(database: Database, source: string, zone: string): Promise<void> {
  if (!isTimeZone(zone)) {
    throw new AppError(
      "BAD_PARAMETER",
      `Cannot set the zone of a source as it must be an IANA name such as Europe/Vienna: ` +
        `current value is "${zone}"`,
    );
  }
  const name = checkSource(source);
  const wanted = zoneName(zone);
  await database.transaction(async (session) => {
    await addSources(session, new Map([[name, wanted]]));
    // Waits for a batch of the source that is being stored.
    const [kept] = await session.query<{ zone: string }>(
      "select zone from daybook.sources where name = $1 for update",
      [name],
    );
    if (isSameZone(kept.zone, wanted)) return;
    const events = await session.query(
      "select 1 from daybook.events where source = $1 limit 1",
      [name],
    );
    if (events.length > 0) throw refuseZone(name, { kept: kept.zone, wanted });
    await session.query("update daybook.sources set zone = $2 where name = $1", [name, wanted]);
  });
}

function refuseZone(
  source: string,
  { kept, wanted }: { readonly kept: string; readonly wanted: string },
): AppError {
  const message = `Cannot count the days of source "${source}" by the clocks of ${wanted} ` +
    `as a source that has events keeps its zone: current value is "${kept}"`;
  const remedy = `Leave the zone out, or say ${kept}. What counts by the clocks of ${wanted} ` +
    `takes a source of another name`;
  return new AppError("BAD_PARAMETER", message, {
    problems: [{
      severity: "error",
      code: "BAD_PARAMETER",
      message,
      place: { key: "zone" },
      remedy,
    }],
  });
}
