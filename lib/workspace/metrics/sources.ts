/**
 * Reads the sources of events, with what there is of each.
 *
 * Cost: what a source has is told by its days in `metric_daily`, never by its events.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import type { Metrics, SourceView } from "./contract.ts";

const SELECT = `
select source.id, source.name, source.zone, source.created_at as "createdAt", days.*
from daybook.sources as source
cross join lateral (
  select coalesce(sum(value_count), 0)::int8 as events, count(distinct metric) as metrics,
    min(day) as "firstDay", max(day) as "lastDay"
  from daybook.metric_daily where metric_daily.source = source.name
) as days`;

const LIST = `${SELECT} where $1::text is null or source.name > $1 order by source.name limit $2`;

const ONE = `${SELECT} where source.id = $1`;

type SourceRow = { readonly [name in keyof SourceView]: SourceView[name] };

/** A source as what is computed of it needs it. */
export type KnownSource = {
  readonly id: number;
  readonly zone: string;
  /** Grows with whatever changes its events or days. */
  readonly changes: number;
};

/** Reads sources. */
export function createSources(database: Database): Pick<Metrics, "sources" | "source"> {
  return {
    async sources({ after, limit }) {
      const rows = await database.query<SourceRow>(LIST, [after, limit + 1]);
      const items = rows.slice(0, limit);
      return { items, next: rows.length > limit ? items[limit - 1].name : null };
    },

    async source({ id }) {
      const [found] = await database.query<SourceRow>(ONE, [id]);
      if (found !== undefined) return found;
      throw new AppError("NOT_FOUND", `Cannot read the source as none has this id: ${id}`);
    },
  };
}

/** Finds a source by its name. @throws AppError NOT_FOUND */
export async function requireSource(database: Database, name: string): Promise<KnownSource> {
  const [found] = await database.query<KnownSource>(
    "select id, zone, changes from daybook.sources where name = $1",
    [name],
  );
  if (found !== undefined) return found;
  throw new AppError(
    "NOT_FOUND",
    `Cannot answer as a source must have sent events: current value is "${name}"`,
  );
}
