/**
 * Relations of schema `results` that no entry of the catalogue names: a run that was cancelled
 * leaves those that it had replaced, since others may still read them.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { quoteText } from "@/lib/sql/quote.ts";
import { dropEach } from "./relations.ts";

/** Whoever read a relation before it was replaced is done with it by then. */
const GRACE_MINUTES = 60;

/** Names that `nameRelation()` gives, and those beside them. */
const NAMES = "^r_[0-9a-f]{32}_[0-9a-f]{8}(_rows|_levels|_partials)?$";

/** What stands before the moment at which a relation was first found to be an orphan. */
const NOTE = "Replaced before ";

interface Orphan {
  readonly name: string;
  readonly kind: "table" | "view";
  readonly noted: boolean;
  readonly due: boolean;
}

/**
 * Drops orphans and returns how many are gone. Where others may be at work (`alone` is false),
 * one goes an hour after it was first seen; what is read right now, or by another result, stays.
 */
export async function dropOrphans(
  database: Database,
  { alone }: { readonly alone: boolean },
): Promise<number> {
  // What reads another relation was made after it, and has to go before it.
  const orphans = await database.query<Orphan & Readonly<Record<string, unknown>>>(
    `select format('results.%I', relname) as name,
       case relkind when 'v' then 'view' else 'table' end as kind,
       coalesce(note like $1 || '%', false) as noted,
       coalesce(note like $1 || '%' and
         substr(note, length($1) + 1)::timestamptz < now() - make_interval(mins => $2), false) as due
     from (select *, obj_description(oid, 'pg_class') as note from pg_class) c
     where relnamespace = 'results'::regnamespace and relkind in ('r', 'v') and relname ~ $3
       and not exists (select from results
         where relation = format('results."%s"', regexp_replace(relname, '_[a-z]+$', '')))
     order by oid desc`,
    [NOTE, GRACE_MINUTES, NAMES],
  );
  if (!alone) await note(database, orphans.filter(({ noted }) => !noted));
  return await dropEach(database, orphans.filter(({ due }) => alone || due));
}

async function note(database: Database, orphans: readonly Orphan[]): Promise<void> {
  const moment = new Date().toISOString();
  for (const { name, kind } of orphans) {
    await database.query(`comment on ${kind} ${name} is ${quoteText(`${NOTE}${moment}`)}`, [], {
      role: "results",
    });
  }
}
