/**
 * The ledger of forecasts: what was foreseen and when, as it was told then.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import type { ForecastAsked, ForecastEntry, ForecastView, Metrics } from "./contract.ts";
import { requireSource } from "./sources.ts";

const COLUMNS = `id, metric, field, made_at as "madeAt", horizon, level, told as forecast`;

const INSERT = `
insert into daybook.forecasts (source, metric, field, horizon, level, told)
values ($1, $2, $3, $4, $5, $6::jsonb) returning ${COLUMNS}`;

const LIST = `
select ${COLUMNS} from daybook.forecasts
where source = $1 and ($2::text is null or metric = $2) and ($3::uuid is null or
  (made_at, id) < (select made_at, id from daybook.forecasts where source = $1 and id = $3))
order by made_at desc, id desc limit $4`;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type EntryRow = { readonly [name in keyof ForecastEntry]: ForecastEntry[name] };

/** Enters a forecast. */
export async function enterForecast(
  database: Database,
  { source, metric, field, horizon, level }: ForecastAsked,
  forecast: ForecastView,
): Promise<ForecastEntry> {
  const told = JSON.stringify(forecast);
  const [entry] = await database.query<EntryRow>(
    INSERT,
    [source, metric, field, horizon, level, told],
  );
  return entry;
}

/** Lists forecasts of a source, the newest first. */
export function createLedger(database: Database): Pick<Metrics, "forecasts"> {
  return {
    async forecasts({ source, metric, after, limit }) {
      await requireSource(database, source);
      if (after !== null && !UUID.test(after)) {
        throw new AppError(
          "BAD_PARAMETER",
          "Cannot go on as cursor must be one that a list of forecasts gave: " +
            "current value is another",
        );
      }
      const rows = await database.query<EntryRow>(LIST, [source, metric, after, limit + 1]);
      const items = rows.slice(0, limit);
      return { items, next: rows.length > limit ? items[limit - 1].id : null };
    },
  };
}
