import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
} from "node:assert/strict";
import postgres from "postgres";
import type { DatabasePlace } from "@/lib/db/database.ts";
import { openDatabase } from "@/lib/db/open.ts";
import type { Compute } from "@/lib/stats/compute.ts";
import type { ForecastFacts } from "@/lib/steps/forecast/facts.ts";
import { databaseTest, makePlace } from "@/tests/helpers/database.ts";
import { killChild, killChildren } from "@/tests/helpers/processes.ts";
import {
  type NotebookOptions,
  type RanNotebook,
  runNotebook,
} from "@/tests/helpers/run_notebook.ts";

const SHOPS = 8;
const DAYS = 90;
const HORIZON = 7;

const NOTEBOOK = `\`\`\`load sold
file: sold.csv
\`\`\`

\`\`\`kpi daily
time: day
by: [shop]
measures:
  sold: sum(sold)
\`\`\`

\`\`\`forecast next
measure: sold
each: shop
horizon: ${HORIZON}
\`\`\`

\`\`\`sql rows
query: select shop, count(*) as n from next group by shop
\`\`\`
`;

/** Weeks and a little unrest, each shop on a level of its own. */
const SOLD = ["day,shop,sold"].concat(
  Array.from({ length: SHOPS * DAYS }, (_, i) => {
    const day = new Date(Date.UTC(2026, 0, 1 + i % DAYS)).toISOString().slice(0, 10);
    const shop = Math.floor(i / DAYS);
    return `${day},shop ${shop},${100 * (shop + 1) + 10 * (i % 7) + (i * 37) % 11}`;
  }),
).join("\n");

/** Does something as each of these series is asked for, counted from 1, and while it is forecast. */
function doing(
  what: (series: number, running: Promise<unknown>) => Promise<void>,
): NotebookOptions {
  return {
    files: { "sold.csv": SOLD },
    computing(compute: Compute) {
      let asked = 0;
      return {
        ...compute,
        async forecast(...of) {
          const running = compute.forecast(...of);
          // Whoever waits is told.
          running.catch(() => {});
          await what(++asked, running);
          return await running;
        },
      };
    },
  };
}

/** The rows of each shop. */
async function counts(ran: RanNotebook): Promise<readonly (readonly unknown[])[]> {
  return await ran.rows("rows");
}

const ALL = Array.from({ length: SHOPS }, (_, shop) => [`shop ${shop}`, HORIZON]);

function failuresOf(ran: RanNotebook): readonly string[] {
  const { outcome } = ran.cell("next");
  if (outcome.state !== "done") throw new Error(`The forecasts ended as ${outcome.state}`);
  const { series } = outcome.result.facts as ForecastFacts; // what a forecast cell keeps
  return series.flatMap(({ candidates }) => candidates.flatMap(({ failure }) => failure ?? []));
}

databaseTest(
  "runForecast() loses the methods whose process was killed under them, and no series",
  async (database) => {
    const ran = await runNotebook(
      database,
      NOTEBOOK,
      {
        ...doing(async (series, running) => {
          if (series !== 2) return;
          let isLeft = true;
          running.finally(() => isLeft = false).catch(() => {});
          // Whichever is found may just have nothing to do: none lives until this series is forecast.
          while (isLeft) await killChildren("killed_child.ts");
        }),
        // Other files run in the same process, and what they compute is not to be killed.
        child: new URL("./killed_child.ts", import.meta.url),
      },
    );
    assertEquals(ran.run.cells.map(({ outcome }) => outcome.state), new Array(4).fill("done"));
    assertEquals(await counts(ran), ALL);
    const failures = failuresOf(ran);
    assert(failures.length > 0);
    for (const failure of failures) {
      assertMatch(failure, /"killed_child.ts" must run.*signal SIGKILL$/);
    }
  },
);

Deno.test("runForecast() goes on where its database is killed while series are forecast", async () => {
  await using place = await makePlace();
  const database = await openDatabase(place.config);
  try {
    const files = { "sold.csv": SOLD };
    await runNotebook(database, NOTEBOOK.slice(0, NOTEBOOK.indexOf("```forecast")), { files });
    const ran = await runNotebook(
      database,
      NOTEBOOK,
      doing(async (series) => {
        if (series === 4) await killDatabase(place.config);
      }),
    );
    assertEquals(Object.values(ran.ends), ["cache", "cache", "computed", "computed"]);
    assertEquals(await counts(ran), ALL);
  } finally {
    await database.close();
  }
});

Deno.test("runForecast() says so where its database is killed under what it stands on, and runs again", async () => {
  await using place = await makePlace();
  const database = await openDatabase(place.config);
  try {
    // Series are looked at while their rows are still being stored.
    const ran = await runNotebook(
      database,
      NOTEBOOK,
      doing(async (series) => {
        if (series === 1) await killDatabase(place.config);
      }),
    );
    const problems = ran.run.cells.flatMap(({ name }) => ran.problems(name));
    for (const { code, message } of problems) {
      assertEquals([code, message], [
        "PROCESS_ENDED",
        "Cannot finish a statement as the database has ended",
      ]);
    }
    const again = await runNotebook(database, NOTEBOOK, { files: { "sold.csv": SOLD } });
    assertEquals(await counts(again), ALL);
  } finally {
    await database.close();
  }
});

/** Kills the embedded database, or all that a server does for us. */
async function killDatabase(config: DatabasePlace): Promise<void> {
  if (!("url" in config)) return await killChild(config.dataDirectory);
  const sql = postgres(config.url, { max: 1, onnotice() {} });
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`;
  await sql.end();
}
