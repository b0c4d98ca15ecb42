/**
 * Makes sources that are new.
 *
 * @module
 */
import type { Session } from "@/lib/db/database.ts";
import { deleteRemains } from "./removed_sources.ts";

/** Makes those sources that are not there, each in its zone; of removed ones of their names nothing is left. */
export async function addSources(
  session: Session,
  zones: ReadonlyMap<string, string>,
): Promise<void> {
  const names = [...zones.keys()].sort();
  const added = await session.query<{ readonly name: string }>(ADD, [
    names,
    names.map((name) => zones.get(name)),
  ]);
  if (added.length > 0) await deleteRemains(session, added.map(({ name }) => name));
}

/** Those there are would use up numbers if they were inserted again. All take them in this order. */
const ADD = `
insert into daybook.sources (name, zone)
select name, zone from unnest($1::text[], $2::text[]) with ordinality as wanted (name, zone, place)
where not exists (select from daybook.sources as known where known.name = wanted.name)
order by place
on conflict (name) do nothing
returning name`;
