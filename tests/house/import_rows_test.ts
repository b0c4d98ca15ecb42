import { deepStrictEqual as assertEquals, match as assertMatch } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import plugin from "./import_rows.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Returns what the plugin says of a file with this source, by rule. */
function complaints(file: string, source: string): string[] {
  return Deno.lint.runPlugin(plugin, `${ROOT}${file}`, source)
    .map(({ id, message }) => `${id.replace("house/", "")}: ${message}`);
}

Deno.test("import-rows lets imports lead down, and within a folder", async (t) => {
  const cases: [file: string, imported: string][] = [
    ["main.ts", "@/lib/cli/run.ts"],
    ["main.ts", "@/lib/db/open.ts"],
    ["lib/cli/run.ts", "@/lib/notebook/run.ts"],
    ["routes/api/runs.ts", "@/routes/(_shared)/define.ts"],
    ["routes/[notebook]/index.tsx", "@/islands/CellForm.tsx"],
    ["lib/page/cell.tsx", "@/islands/CellForm.tsx"],
    ["islands/CellForm.tsx", "@/lib/steps/form.ts"],
    ["lib/notebook/run.ts", "@/lib/steps/registry.ts"],
    ["lib/notebook/file/read.ts", "@/lib/notebook/model.ts"],
    ["lib/steps/detect/detect.ts", "@/lib/stats/rolling_z.ts"],
    ["lib/steps/detect/detect.ts", "@/lib/steps/step.ts"],
    ["lib/read/csv.ts", "@/lib/process/child.ts"],
    ["lib/db/embedded/open.ts", "@/lib/process/child.ts"],
    ["lib/db/migrate.ts", "@/migrations/0001_events.ts"],
    ["migrations/0001_events.ts", "@/lib/db/tables.ts"],
    ["lib/process/child.ts", "@/lib/errors.ts"],
    ["lib/config.ts", "./errors.ts"],
    ["tests/lib/db/open_test.ts", "@/lib/cli/run.ts"],
    ["tests/lib/db/open_test.ts", "../../helpers/database.ts"],
    ["bench/run.ts", "@/lib/cli/run.ts"],
  ];
  for (const [file, imported] of cases) {
    await t.step(`${file} imports ${imported}`, () => {
      assertEquals(complaints(file, `import { a } from "${imported}"; a();`), []);
    });
  }
});

Deno.test("import-rows refuses imports that lead up or aside", async (t) => {
  const cases: [file: string, imported: string, reason: RegExp][] = [
    ["lib/cli/run.ts", "@/main.ts", /main\.ts is above lib\/cli/],
    ["lib/notebook/run.ts", "@/lib/cli/run.ts", /lib\/cli is above lib\/notebook/],
    ["lib/notebook/run.ts", "@/lib/ingest/load.ts", /one row and do not know one another/],
    ["lib/steps/load/load.ts", "@/lib/notebook/store.ts", /lib\/notebook is above/],
    ["lib/stats/detect.ts", "@/lib/read/csv.ts", /one row/],
    ["lib/chart/line.ts", "@/lib/steps/step.ts", /lib\/steps is above/],
    ["lib/db/open.ts", "@/lib/frame/frame.ts", /one row/],
    ["lib/frame/frame.ts", "@/lib/crypto/seal.ts", /one row/],
    ["lib/web/render.ts", "@/lib/db/open.ts", /one row/],
    ["lib/process/child.ts", "@/lib/db/open.ts", /lib\/db is above/],
    ["migrations/0001_events.ts", "@/lib/steps/step.ts", /lib\/steps is above lib\/db/],
    ["lib/errors.ts", "@/lib/process/child.ts", /lib\/process is above lib/],
    ["islands/Chart.tsx", "@/lib/page/chart.tsx", /lib\/page is above islands/],
    ["lib/db/open.ts", "@/tests/helpers/database.ts", /is for tests/],
    ["lib/db/open.ts", "@/lib/utils/strings.ts", /is in no row/],
    ["lib/utils/strings.ts", "@/lib/errors.ts", /is in no row/],
  ];
  for (const [file, imported, reason] of cases) {
    await t.step(`${file} imports ${imported}`, () => {
      assertMatch(complaints(file, `import { a } from "${imported}"; a();`).join("\n"), reason);
    });
  }
});

Deno.test("import-rows sees every way to name a module", async (t) => {
  const sources = [
    `import type { A } from "@/lib/cli/run.ts"; export type B = A;`,
    `import "@/lib/cli/run.ts";`,
    `import * as run from "@/lib/cli/run.ts"; run.go();`,
    `const run = await import("@/lib/cli/run.ts"); run.go();`,
    `export { go } from "@/lib/cli/run.ts";`,
    `export * from "@/lib/cli/run.ts";`,
  ];
  for (const source of sources) {
    await t.step(source, () => {
      const [first] = complaints("lib/db/open.ts", source)
        .filter((complaint) => complaint.startsWith("import-rows"));
      assertEquals(first, "import-rows: lib/cli is above lib/db: imports lead down");
    });
  }
});

Deno.test("import-rows gives a package one home", async (t) => {
  const cases: [file: string, imported: string, complaint: string[]][] = [
    ["lib/db/server.ts", "postgres", []],
    ["lib/steps/load/load.ts", "postgres", ["The home of the package postgres is lib/db"]],
    ["lib/frame/danfo.ts", "danfojs", []],
    ["lib/db/copy.ts", "danfojs", ["The home of the package danfojs is lib/frame"]],
    ["lib/stats/holidays.ts", "date-holidays", []],
    ["lib/chart/png.ts", "@resvg/resvg-wasm/index_bg.wasm", []],
    ["lib/page/chart.ts", "@observablehq/plot", [
      "The home of the package @observablehq/plot is lib/chart",
    ]],
    ["lib/sql/parse.ts", "npm:libpg-query@18.1.5", []],
    ["lib/notebook/run.ts", "npm:/libpg-query@18.1.5/wasm", [
      "The home of the package libpg-query is lib/sql",
    ]],
    ["routes/_app.tsx", "hono", []],
    ["lib/web/app.ts", "hono/csrf", []],
    ["lib/auth/session.ts", "hono", [
      "The home of the package hono is routes, main.ts, lib/web, lib/api",
    ]],
    ["lib/steps/step.ts", "zod", []],
    ["lib/steps/kpi/kpi.ts", "kysely", []],
    ["lib/page/block.tsx", "preact/hooks", []],
    ["lib/read/csv.ts", "node:zlib", []],
    ["lib/read/csv.ts", "left-pad", [
      "The package left-pad has no home in tests/house/rows.ts",
    ]],
    ["tests/lib/stats/forest_test.ts", "ml-isolation-forest", []],
  ];
  for (const [file, imported, complaint] of cases) {
    await t.step(`${file} imports ${imported}`, () => {
      assertEquals(
        complaints(file, `import { a } from "${imported}"; a();`),
        complaint.map((message) => `import-rows: ${message}`),
      );
    });
  }
});

Deno.test("import-path wants ./ in the folder and @/ outside it, and mends it", async (t) => {
  const cases: [file: string, imported: string, right: string][] = [
    ["lib/db/open.ts", "@/lib/db/tables.ts", "./tables.ts"],
    ["lib/db/open.ts", "@/lib/db/server/copy.ts", "./server/copy.ts"],
    ["lib/db/server/copy.ts", "../tables.ts", "@/lib/db/tables.ts"],
    ["lib/db/open.ts", "../errors.ts", "@/lib/errors.ts"],
    ["lib/db/open.ts", "./server/../tables.ts", "./tables.ts"],
    ["main.ts", "./lib/log.ts", "@/lib/log.ts"],
  ];
  for (const [file, imported, right] of cases) {
    await t.step(`${file} imports ${imported}`, () => {
      const [found, ...others] = Deno.lint.runPlugin(
        plugin,
        `${ROOT}${file}`,
        `import { a } from "${imported}"; a();`,
      );
      assertEquals(others, []);
      assertEquals(found.id, "house/import-path");
      assertEquals(found.fix?.map(({ text }) => text), [`"${right}"`]);
    });
  }
});

Deno.test("environment lets lib/config.ts alone read the environment", () => {
  const reads = `Deno.env.get("HOME"); process.env.HOME;`;
  const message = "environment: Only lib/config.ts reads the environment";
  assertEquals(complaints("lib/log.ts", reads), [message, message]);
  assertEquals(complaints("lib/config.ts", reads), []);
  assertEquals(complaints("tests/lib/log_test.ts", reads), []);
});

Deno.test("no-barrels refuses files that hand on what others declare", () => {
  const message = "no-barrels: Import a name from the file that declares it";
  assertEquals(complaints("lib/db/open.ts", `export * from "./a.ts";`), [message]);
  assertEquals(complaints("lib/db/open.ts", `export { a } from "./a.ts";`), [message]);
  assertEquals(complaints("lib/db/open.ts", `export type { A } from "./a.ts";`), [message]);
  assertEquals(complaints("lib/db/open.ts", `const a = 1; export { a };`), []);
});
