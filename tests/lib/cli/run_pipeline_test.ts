import assert, { deepStrictEqual as assertEquals } from "node:assert/strict";
import { openDatabase } from "@/lib/db/open.ts";
import { resultsSchema } from "@/lib/notebook/run/results_schema.ts";
import { type Ended, type Folder, makeFolder, runTask, startTask } from "../../helpers/command.ts";
import { assertWithin } from "@/tests/helpers/timing.ts";

const NOTEBOOK = `---
title: Small shop
description: Two weeks of orders
params:
  least: { type: number, default: 1, title: Lowest price }
---

\`\`\`load orders
file: orders.csv
\`\`\`

\`\`\`clean tidy
steps:
  - filter: price >= \${least}
\`\`\`

\`\`\`kpi daily
time: day
grain: day
measures:
  revenue: { value: sum(units * price), unit: USD }
\`\`\`

\`\`\`detect odd
measure: revenue
method: rolling_z
window: 7
\`\`\`
`;

/** Fourteen days of about 20, and a day of 200. */
function orders(last = "200"): string {
  const days = Array.from({ length: 15 }, (_, i) => {
    const price = i === 14 ? last : `${20 + (i % 3)}`;
    return `2026-01-${String(i + 1).padStart(2, "0")},=1+1,1,${price}.50`;
  });
  return ["day,note,units,price", ...days, "2026-01-15,x,two,20"].join("\n") + "\n";
}

/** A folder with the notebook, its orders and a data directory. */
async function makeShop(): Promise<Folder & { run(...words: string[]): Promise<Ended> }> {
  const folder = await makeFolder();
  await folder.write("orders.csv", orders());
  await folder.write("shop.md", NOTEBOOK);
  return {
    ...folder,
    run: (...words) => runPipeline(folder, [`${folder.path}/shop.md`, ...words]),
  };
}

function runPipeline(folder: Folder, words: readonly string[], environment = {}): Promise<Ended> {
  return runTask("run-pipeline", ["--as-of", "2026-02-01", ...words], {
    environment: { DATA_DIR: `${folder.path}/data`, ...environment },
  });
}

async function readResults(folder: string) {
  return resultsSchema.parse(JSON.parse(await Deno.readTextFile(`${folder}/results.json`)));
}

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("run-pipeline tells of each cell, and writes files that are documented", async (t) => {
  await using shop = await makeShop();
  const out = `${shop.path}/out`;

  await t.step("a first run computes", async () => {
    const { code, out: told, errors } = await shop.run("--out", out);
    assertEquals([code, errors], [0, ""]);
    assert.match(told, /^Small shop as of 2026-02-01$/m);
    assert.match(told, /^✓ load orders +16 rows +\S+ m?s {2}computed {2}1 rejected$/m);
    assert.match(told, /^Odd in odd: 1 of 15 periods$/m);
    assert.match(told, /4 computed, 0 from cache; files are in /);
    assert(!told.includes("\x1b"), "a pipe gets no escape codes");
    assertEquals(namesIn(out), [
      "daily.csv",
      "daily.png",
      "daily.svg",
      "odd.csv",
      "odd.png",
      "odd.svg",
      "orders.csv",
      "orders.rejected.csv",
      "report.html",
      "results.json",
      "tidy.csv",
    ]);
  });

  await t.step("report.html begins with what the front matter says", async () => {
    const page = await Deno.readTextFile(`${out}/report.html`);
    assert.match(page, /<h1>Small shop<\/h1><p>Two weeks of orders<\/p>/);
    assert.match(page, /<dt>Lowest price<\/dt><dd>1<\/dd>/);
  });

  await t.step("results.json is of its schema, with keys and figures", async () => {
    const { cells, run } = await readResults(out);
    assertEquals(cells.map(({ name, rows }) => [name, rows]).slice(0, 2), [["orders", 16], [
      "tidy",
      16,
    ]]);
    assertEquals(run.cells.map(({ origin }) => origin), Array(4).fill("computed"));
    // 14 days of 20, 21, 22 in turn from 20 (5, 5 and 4 times) and half a dollar each: 100 + 105
    // + 88 + 7 = 300; 200.5 more on the 15th, whose second row has no units.
    assertEquals(cells[2].figures["revenue.total"].value, 500.5);
  });

  await t.step("CSVs hold what is exact, and no formula", async () => {
    const text = await Deno.readTextFile(`${out}/orders.csv`);
    assert.equal(text.split("\r\n")[1], "2026-01-01,'=1+1,1,20.50");
    const rejected = await Deno.readTextFile(`${out}/orders.rejected.csv`);
    assert.match(rejected, /^line,column,value,reason\r\n17,units,two,[^\r]+\r\n$/);
  });

  await t.step("the same again comes from the cache, and leaves other files alone", async () => {
    await Deno.writeTextFile(`${out}/mine.txt`, "mine");
    const { out: told } = await shop.run("--out", out);
    assert.match(told, /0 computed, 4 from cache/);
    assert(namesIn(out).includes("mine.txt"));
  });

  await t.step("without the cache not a byte of the figures differs", async () => {
    const again = `${shop.path}/again`;
    await shop.run("--no-cache", "--out", again);
    const [first, second] = [await readResults(out), await readResults(again)];
    const figures = (results: typeof first) => JSON.stringify({ ...results, run: null });
    assert.equal(figures(second), figures(first));
    for (const name of namesIn(again).filter((name) => /\.(csv|svg|png)$/.test(name))) {
      assertEquals(await Deno.readFile(`${again}/${name}`), await Deno.readFile(`${out}/${name}`));
    }
  });

  await t.step("another parameter runs its cell and those below, and back runs none", async () => {
    assert.match((await shop.run("--param", "least=21")).out, /3 computed, 1 from cache/);
    assert.match((await shop.run("--param", "least=1")).out, /0 computed, 4 from cache/);
  });

  await t.step("--json prints the results and nothing else", async () => {
    const { code, out: printed } = await shop.run("--json");
    assert.equal(code, 0);
    assert.equal(resultsSchema.parse(JSON.parse(printed)).run.state, "done");
  });

  await t.step("--quiet prints problems alone", async () => {
    assertEquals(await shop.run("--quiet"), { code: 0, out: "", errors: "" });
  });

  await t.step("--input stands in for a file, --format chooses files", async () => {
    const other = await shop.write("other.csv", orders("20"));
    const less = `${shop.path}/less`;
    const { out: told } = await shop.run(
      ...["--input", `orders=${other}`, "--out", less, "--format", "csv"],
    );
    assert.match(told, /^Odd in odd: 0 of 15 periods$/m);
    assert(namesIn(less).every((name) => name.endsWith(".csv")));
  });

  await t.step("--fail-on anomaly ends with 4", async () => {
    assert.equal((await shop.run("--quiet", "--fail-on", "anomaly")).code, 4);
  });
});

Deno.test("run-pipeline runs an upload by its digest", async () => {
  await using shop = await makeShop();
  const environment = { DATA_DIR: `${shop.path}/data` };
  const file = `${shop.path}/orders.csv`;
  const { out } = await runTask("upload", [file], { environment });
  assert.match(out, /^sha256:[0-9a-f]{64}\n$/);
  await shop.write("shop.md", NOTEBOOK.replace("file: orders.csv", `upload: ${out.trim()}`));
  await Deno.remove(file);
  assert.match((await shop.run()).out, /4 computed/);
  const digest = out.trim().slice("sha256:".length);
  assertEquals(namesIn(`${shop.path}/data/uploads`), [digest, `${digest}.name`]);
});

Deno.test("run-pipeline ends with 1 where a cell failed, and writes the rest", async (t) => {
  await using shop = await makeShop();
  await shop.write("empty.csv", "");
  const failing = "```load nothing\nfile: empty.csv\n```\n\n" +
    "```kpi none\ntime: day\ngrain: day\nmeasures:\n  orders: count(*)\n```\n";
  await shop.write("shop.md", NOTEBOOK + failing);
  const out = `${shop.path}/out`;

  await t.step("what hangs on it does not run, what does not may", async () => {
    const { code, out: told } = await shop.run("--out", out, "--continue-on-error");
    assert.equal(code, 1);
    assert.match(told, /^✓ kpi daily/m);
    assert.match(told, /^✗ load nothing +failed$/m);
    assert.match(told, /^· kpi none +did not run: "nothing" failed$/m);
    assert.equal(told.match(/shop\.md:\d+:\d+ \(nothing/g)?.length, 1, told);
  });

  await t.step("the files tell of it", async () => {
    const { cells, run } = await readResults(out);
    assert.equal(run.state, "failed");
    assertEquals(cells.map(({ state }) => state).slice(-3), ["done", "failed", "waiting"]);
    const [{ message }] = cells[4].problems;
    const report = await Deno.readTextFile(`${out}/report.html`);
    assert(report.includes(message.replaceAll(`"`, "&quot;")));
    assert(namesIn(out).includes("daily.csv"));
  });
});

Deno.test("run-pipeline ends with 3 where a check failed, and keeps the failing rows", async () => {
  await using shop = await makeShop();
  const check = "```check sound\nrange: { price: { max: 100 } }\nseverity: error\n```\n\n```kpi";
  await shop.write("shop.md", NOTEBOOK.replace("```kpi", check));
  const out = `${shop.path}/out`;
  const { code, out: told } = await shop.run("--out", out);
  assert.equal(code, 3);
  assert.match(told, /^✗ check sound +failed$/m);
  assert.match(told, /^· kpi daily +did not run: "sound" failed$/m);
  // The header, and the one row above 100, of the 15th.
  const lines = (await Deno.readTextFile(`${out}/sound.rejected.csv`)).trim().split("\r\n");
  assert.equal(lines.length, 2);
});

Deno.test("run-pipeline refuses wrong use and notebooks with 2", async (t) => {
  await using shop = await makeShop();
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["no such notebook", [`${shop.path}/none.md`], /no such notebook: current value is/],
    ["a folder", [shop.path], /it must be a file/],
    ["a parameter that is no number", ["--param", "least=abc"], /\(params\.least\).*"abc"/],
    ["a parameter that there is not", ["--param", "lest=1"], /Did you mean "least"/],
    ["an input that there is not", ["--input", "order=x.csv"], /Load cells are orders/],
    ["an input that is missing", ["--input", "orders=none.csv"], /does not exist.*"none.csv"/],
    ["a day in words", ["--as-of", "yesterday"], /--as-of takes a day.*"yesterday"/],
    ["an option that there is not", ["--no-cahce"], /Did you mean "--no-cache"/],
    ["a file for a folder", ["--out", `${shop.path}/shop.md`], /must be written into a folder/],
  ];
  for (const [name, words, expected] of cases) {
    await t.step(name, async () => {
      const notebook = words[0].startsWith("--") ? [`${shop.path}/shop.md`] : [];
      const { code, out, errors } = await runPipeline(shop, [...notebook, ...words]);
      assertEquals([code, out], [2, ""]);
      assert.match(errors, expected);
    });
  }
  await t.step("a setting that is wrong", async () => {
    const environment = { DATABASE_URL: "mysql://me:secret@host/shop" };
    const { code, errors } = await runPipeline(shop, [`${shop.path}/shop.md`], environment);
    assert.equal(code, 2);
    assert.match(errors, /DATABASE_URL must be a URL/);
    assert(!errors.includes("secret"));
  });
  await t.step("--help is no wrong use", async () => {
    assert.equal((await runPipeline(shop, ["--help"])).code, 0);
  });
});

Deno.test("run-pipeline tells why it has no database", async (t) => {
  await using shop = await makeShop();
  const notebook = `${shop.path}/shop.md`;
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    ["a data directory that is a file", { DATA_DIR: notebook }, /data directory/],
    ["a data directory that may not be made", { DATA_DIR: "/proc/none" }, /data directory/],
    [
      "a server that is down",
      { DATABASE_URL: "postgres://127.0.0.1:1/shop" },
      /server.*ECONNREFUSED/,
    ],
  ];
  for (const [name, environment, expected] of cases) {
    await t.step(name, async () => {
      const { code, errors } = await runPipeline(shop, [notebook], environment);
      assert.equal(code, 1);
      assert.match(errors, expected);
    });
  }
});

/** Starts a run and waits until it has printed a text. */
async function startUntil(shop: Folder, printed: string, words: readonly string[]) {
  const process = startTask("run-pipeline", words, {
    environment: { DATA_DIR: `${shop.path}/data` },
  });
  const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const read = async (until: () => boolean) => {
    while (!until()) {
      const { value, done } = await reader.read();
      if (done) break;
      text += value;
    }
    return text;
  };
  await read(() => text.includes(printed));
  return { process, rest: () => read(() => false) };
}

Deno.test({
  name: "run-pipeline stops at Ctrl-C, and leaves a directory that works",
  ignore: Deno.build.os === "windows",
  async fn(t) {
    await using shop = await makeShop();
    const words = ["notebooks/events.md", "--no-cache"];
    // Each line is printed when its cell has ended: what comes next has just begun.
    for (const line of ["as of", "load events", "kpi daily", "detect odd", "detect unlike"]) {
      await t.step(`after "${line}"`, async () => {
        await assertWithin(1000, async () => {
          const { process, rest } = await startUntil(shop, line, words);
          const start = performance.now();
          process.kill("SIGINT");
          const [{ code }, text] = await Promise.all([process.status, rest()]);
          const milliseconds = performance.now() - start;
          await process.stderr.cancel();
          assert.equal(code, 130);
          assert.match(text, /Cancelled in /);
          return milliseconds;
        });
      });
    }
    await t.step("the next run works", async () => {
      assert.equal((await shop.run("--quiet")).code, 0);
    });
  },
});

Deno.test("run-pipeline drops what is left over, and what was not used for too long", async () => {
  await using shop = await makeShop();
  const count = async (before = "select 1", role: "owner" | "results" = "owner") => {
    const database = await openDatabase({ dataDirectory: `${shop.path}/data/database` });
    try {
      await database.query(before, [], { role });
      const [{ tables, results }] = await database.query<{ tables: number; results: number }>(
        "select count(*) as tables, (select count(*) from results) as results from pg_class " +
          "where relnamespace = 'results'::regnamespace and relkind in ('r', 'v')",
      );
      return { tables, results };
    } finally {
      await database.close();
    }
  };
  assert.equal((await shop.run("--quiet")).code, 0);
  const first = await count();
  // As if a run had replaced a load and then been cancelled.
  const left = `results.r_${"0".repeat(32)}_${"0".repeat(8)}`;
  const { tables } = await count(`create table ${left} (n int8)`, "results");
  assert.equal(tables, first.tables + 1);
  // All of it comes from the cache, and within an hour nothing is tidied up again.
  assert.equal((await shop.run("--quiet")).code, 0);
  assert.equal((await count()).tables, first.tables + 1);
  const anHourLater = () => Deno.remove(`${shop.path}/data/tidied`);
  await anHourLater();
  assert.equal((await shop.run("--quiet")).code, 0);
  assert.deepEqual(await count(), first);
  await anHourLater();
  await count("update results set last_used_at = now() - interval '91 days'");
  const ran = await runPipeline(shop, [
    `${shop.path}/shop.md`,
    ...["--quiet", "--as-of", "2026-02-03"],
  ]);
  assert.equal(ran.code, 0);
  // What depends on the day of the run was computed anew, and what it was before went.
  assert.deepEqual(await count(), first);
});

Deno.test("run-pipeline is refused a directory that another process has", async () => {
  await using shop = await makeShop();
  const database = await openDatabase({ dataDirectory: `${shop.path}/data/database` });
  try {
    const { code, errors } = await shop.run();
    assert.equal(code, 1);
    assert.match(errors, new RegExp(`process ${Deno.pid} `));
  } finally {
    await database.close();
  }
});
