/**
 * Which files a notebook may load, the names by which accounts sent theirs, and who let somebody set
 * a new password.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  // Written when somebody who has a file puts it into a notebook; an account where that sent it.
  `create table daybook.notebook_files (
     notebook text collate "C" not null,
     digest text collate "C" not null,
     put_by text collate "C",
     put_at timestamptz not null,
     unique nulls not distinct (notebook, digest, put_by)
   )`,
  // What notebooks and their older revisions name. One that others may edit may name what its owner
  // never put there: that is left out, unless its owner sent the file, or nobody who has an account did.
  `insert into daybook.notebook_files (notebook, digest, put_by, put_at)
   select n.id, found.digest, held.account, now()
   from daybook.notebooks n
   join daybook.revisions r on r.notebook = n.id
   cross join lateral (
     select match[1] as digest from regexp_matches(r.text, '([0-9a-f]{64})', 'g') match
   ) found
   left join daybook.accounts a on a.id = n.owner
   left join daybook.dataset_holders held
     on held.digest = found.digest and held.account = n.owner
   where held.account is not null or (
       (n.owner is null or a.role = 'admin') and (
         not exists (
           select from daybook.notebook_people p where p.notebook = n.id and p.verb = 'edit'
         ) or not exists (select from daybook.dataset_holders h where h.digest = found.digest)
       )
     )
   group by n.id, found.digest, held.account`,
  "alter table daybook.dataset_holders add column name text",
  // Who did not send it first knows nothing of the name that the first gave it.
  `update daybook.dataset_holders h set name = coalesce(
     (select u.name from daybook.uploads u where u.digest = h.digest and u.account = h.account
      order by u.touched_at desc limit 1),
     (select d.name from daybook.datasets d
      where d.digest = h.digest and h.held_at <= d.created_at + interval '5 seconds'),
     left(h.digest, 12)
   )`,
  "alter table daybook.dataset_holders alter column name set not null",
  `alter table daybook.password_resets add column issued_by text collate "C"`,
];

/** Applies the migration inside a transaction. */
export async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}
