import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { createDrawer } from "@/lib/chart/drawer.ts";
import type { Database } from "@/lib/db/database.ts";
import { column } from "@/lib/frame/schema.ts";
import { createTables } from "@/lib/workspace/tables/tables.ts";
import { unpackFigure } from "@/lib/chart/pack.ts";
import { answerFigure, answerFile, fileName } from "@/routes/(_shared)/result_files.ts";
import { sampleLine } from "@/tests/fixtures/sample_blocks.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { openPages } from "@/tests/helpers/site.ts";
import { makeResult } from "@/tests/lib/workspace/tables/results.ts";
import { OWNER_SESSION } from "@/tests/helpers/signed_pages.ts";

const API = "routes/api/results/[key]";
const ROUTES = [
  "routes/results/[key].tsx",
  ...["rows", "statistics", "export", "rejected", "charts/[file]"].map((name) =>
    `${API}/${name}.ts`
  ),
];

async function open(database: Database) {
  const key = await makeResult(database, "orders", {
    columns: [column("id", "integer"), column("region", "text")],
    rows:
      "select g, case g % 2 when 0 then '=North' else '<i>South' end from generate_series(1, 150) g",
  });
  const fetchPage = await openPages({
    tables: createTables({ database, drawer: createDrawer() }),
    owner: {
      session: () => Promise.resolve(OWNER_SESSION),
      signIn: () => Promise.resolve(null),
      signOut: () => Promise.resolve(),
    },
  }, ROUTES);
  const get = (path: string) => fetchPage(path, { headers: { Cookie: "daybook_session=x" } });
  return { key, get, fetchPage };
}

databaseTest("answerRows() gives a page of JSON for what an address asks", async (database) => {
  const { key, get, fetchPage } = await open(database);
  const query = "sort=id&order=descending&column=region&test=contains&value=north&limit=2";
  const { rows, total } = await (await get(`/api/results/${key}/rows?${query}`)).json();
  assertEquals([rows, total], [[[150, "=North"], [148, "=North"]], 75]);
  assertEquals((await fetchPage(`/api/results/${key}/rows`)).status, 401);
  assertEquals((await get(`/api/results/${key}/rows?sort=other`)).status, 404);
  const wrong = await get(`/api/results/${key}/rows?column=id&test=equals&value=x`);
  assertEquals([wrong.status, (await wrong.json()).code], [422, "BAD_PARAMETER"]);
  assertEquals((await get("/api/results/x/rows")).status, 404);
});

databaseTest("answerExport() gives a file with a plain name", async (database) => {
  const { key, get } = await open(database);
  const csv = await get(`/api/results/${key}/export?format=csv&name=a"b&sort=id`);
  assertEquals(csv.headers.get("Content-Disposition"), 'attachment; filename="a-b.csv"');
  ok((await csv.text()).startsWith("id,region\r\n1,<i>South\r\n2,'=North\r\n"));
  const xlsx = await get(`/api/results/${key}/export?format=xlsx`);
  assertEquals([...new Uint8Array(await xlsx.arrayBuffer()).subarray(0, 2)], [0x50, 0x4b]);
  assertEquals((await get(`/api/results/${key}/export?format=exe`)).status, 422);
  // What is refused is told before a file has begun.
  assertEquals((await get(`/api/results/${"0".repeat(64)}/export`)).status, 404);
  for (const file of ["0.svg", "0.exe", "..%2f0.svg"]) {
    assertEquals((await get(`/api/results/${key}/charts/${file}`)).status, 404);
  }
});

databaseTest("a table's page works without scripts", async (database) => {
  const { key, get } = await open(database);
  const html = await (await get(`/results/${key}?name=Orders&statistics=region`)).text();
  ok(html.includes("Rows 1 to 100 of 150"));
  ok(html.includes("&lt;i>South") && !html.includes("<i>South"));
  ok(html.includes(`href="/results/${key}?name=Orders&amp;offset=100"`), "the next page is a link");
  ok(html.includes(`href="/results/${key}?name=Orders&amp;sort=id"`), "a head is a link");
  ok(html.includes('aria-label="Statistics of region"') && html.includes("75"));
  const next = await (await get(`/results/${key}?name=Orders&offset=100`)).text();
  ok(next.includes("Rows 101 to 150 of 150"));
});

Deno.test("answerFigure() gives all that a chart shows", async () => {
  const figure = {
    ...sampleLine,
    title: "=Sum",
    axis: { title: "=Sum", unit: null },
    periods: ["2026-01-01", "2026-01-02"],
    series: [{ name: null, style: "plain", values: [-1.5, null] }],
    expected: null,
    band: null,
    flags: [],
    forecast: null,
  } as const;
  const csv = answerFigure(figure, { format: "csv", name: figure.title });
  assertEquals(csv.headers.get("Content-Disposition"), 'attachment; filename="Sum.csv"');
  assertEquals(await csv.text(), "Period,'=Sum\r\n2026-01-01,-1.5\r\n2026-01-02,\r\n");
  const json = answerFigure(figure, { format: "json", name: figure.title });
  assertEquals(unpackFigure(await json.json()), JSON.parse(JSON.stringify(figure)));
});

Deno.test("answerFile() is never far ahead of who reads slowly", async () => {
  let made = 0;
  let isLeft = false;
  async function* endless() {
    try {
      while (true) yield await Promise.resolve(new Uint8Array([++made]));
    } finally {
      isLeft = true;
    }
  }
  const { body } = await answerFile(endless(), { name: "a.csv", type: "text/csv" });
  const reader = body?.getReader();
  for (let read = 1; read <= 5; read++) {
    assertEquals([...(await reader?.read())?.value ?? []], [read]);
    // Whatever could go on by itself does so now.
    await new Promise((resolve) => setTimeout(resolve));
    ok(made <= read + 2, `${made} are made where ${read} were read`);
  }
  await reader?.cancel();
  ok(isLeft);
});

Deno.test("fileName() leaves nothing that a header or a disk would take amiss", () => {
  assertEquals(fileName('../a"b\r\nc', "csv"), "a-b-c.csv");
  assertEquals(fileName("Umsätze", "csv"), "Umsatze.csv");
  assertEquals(fileName("…", "csv"), "table.csv");
});
