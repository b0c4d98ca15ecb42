import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { refusal } from "./selected.ts";

Deno.test("compileSelect() refuses what could harm, leak or differ from run to run", async (t) => {
  const attacks = [
    ...[
      "select 1 as a; drop table orders",
      "drop table orders",
      "insert into orders values (1)",
      "update orders set units = 1",
    ],
    ...[
      "delete from orders",
      "truncate orders",
      "copy orders to '/tmp/x'",
      "copy orders to program 'id'",
      "vacuum",
      "set role postgres",
    ],
    ...[
      "do 'begin end'",
      "call p()",
      "explain select 1 as a",
      "create table x (a int)",
      "alter role x superuser",
      "listen x",
      "begin",
    ],
    ...[
      "prepare p as select 1",
      "execute p",
      "declare c cursor for select 1",
      "load 'x'",
      "reset all",
      "show all",
      "checkpoint",
    ],
    ...[
      "with x as (delete from orders returning *) select * from x",
      "with x as (insert into orders values (1) returning *) select 1 as a",
    ],
    ...[
      "with x as (update orders set units = 1 returning *) select * from x",
      "with recursive r as (select 1 as a union all select a + 1 from r) select * from r",
    ],
    ...[
      "select * into x from orders",
      "select * from orders for update",
      "select * from orders for share",
      "table pg_class",
    ],
    ...[
      "select * from pg_class",
      "select * from pg_catalog.pg_authid",
      "select * from information_schema.tables",
      "select * from results.r_1",
    ],
    ...[
      "select * from orders tablesample system (1)",
      "select * from dblink('x', 'y') as t (a int)",
    ],
    ...[
      "select * from pg_ls_dir('.') as t",
      "select * from pg_read_file('x') as t",
      "select * from query_to_xml('select 1', true, true, '') as t",
    ],
    ...[
      "select * from unnest('{1}') as t",
      "select * from generate_series(1, 100000000) as g",
      "select * from generate_series(1, (select 5 as a)) as g",
    ],
    ...[
      "select * from generate_series(date '2026-01-01', date '2026-02-01', interval '0 days') as g",
      "select * from rows from (generate_series(1, 2)) with ordinality as g",
    ],
    ...[
      "select * from xmltable('/a' passing 'x' columns a int) as t",
      "select * from json_table('{}', '$' columns (a int)) as t",
    ],
    ...[
      "select pg_sleep(10) as a from orders",
      "select random() as a",
      "select now() as a",
      "select current_user as a",
      "select set_config('a', 'b', true) as a",
    ],
    ...[
      "select orders from orders",
      "select orders.* as a from orders",
      "select (orders).units as a from orders",
      "select ctid from orders",
      "select tableoid from orders",
      "select xmin from orders",
    ],
    ...[
      "select * from orders, lateral (select units as b) as x",
      "select * from orders natural join regions",
      "select 1 as a where current of c",
    ],
    ...[
      "select region from orders order by units using <",
      "select units from orders limit units",
      "select units from orders limit (select 1 as a)::text",
    ],
    ...[
      'select 1 as "a", 2 as "a"',
      "select",
      "select from orders",
      "",
      ";",
      "select units as a from orders group by cube (1, units, price, ratio, ok, day, clock, at)",
    ],
    ...[
      "select (select units, price from orders) as a",
      "select row(1, 2) as a",
      "select array(select 1 as a) as b",
      "select units = all (select 1 as a) as b from orders",
    ],
    ...[
      "select (select region from orders) + 1 as a",
      "values (1, 2), (3)",
      "select 1 as a union select 1 as a, 2 as b",
      "select 1 as a union select 'x'::text as b",
    ],
    ...[
      "select a.units from orders a, orders a",
      "select x.units from orders",
      "select units from orders window w as (order by nope) order by sum(units) over w",
    ],
    ...[
      "merge into orders using regions on true when matched then delete",
      "select * from orders limit 1 for no key update",
      "select lag(units) over (partition by region) as a from orders",
    ],
    ...[
      "select 1 as a" + " union select 1 as a".repeat(2_000),
      "select " + "(select ".repeat(99) + "1 as a" + ")".repeat(99),
    ],
  ];
  for (const attack of attacks) {
    await t.step(attack.slice(0, 60), () => assertEquals(refusal(attack).problems.length, 1));
  }
});
