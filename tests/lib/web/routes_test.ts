import { deepStrictEqual as assertEquals, throws as assertThrows } from "node:assert/strict";
import { folderOfPath, foldersOf, isRoute, patternOf, routeTable } from "@/lib/web/routes.ts";

Deno.test("patternOf() tells the path of a file", async (t) => {
  const cases: [file: string, pattern: string][] = [
    ["routes/index.tsx", "/"],
    ["routes/data.tsx", "/data"],
    ["routes/notebooks/index.tsx", "/notebooks"],
    ["routes/notebooks/[notebook].tsx", "/notebooks/:notebook"],
    ["routes/notebooks/[notebook]/cells/[cell].ts", "/notebooks/:notebook/cells/:cell"],
    ["routes/days/[[day]].tsx", "/days/:day?"],
    ["routes/files/[...path].ts", "/files/:path{.+}"],
    ["routes/(workspace)/home.tsx", "/home"],
    ["routes/(workspace)/index.tsx", "/"],
  ];
  for (const [file, pattern] of cases) {
    await t.step(file, () => assertEquals(patternOf(file), pattern));
  }
});

Deno.test("isRoute() leaves out what stands around routes", () => {
  const files = [
    "routes/_app.tsx",
    "routes/api/_middleware.ts",
    "routes/(_shared)/define.ts",
    "routes/(_shared)/deep/er.ts",
    "routes/s/[token].tsx",
    "routes/(open)/about.tsx",
  ];
  assertEquals(files.filter(isRoute), ["routes/s/[token].tsx", "routes/(open)/about.tsx"]);
});

Deno.test("routeTable() puts fixed paths before those that take any", () => {
  const files = [
    "routes/[...rest].tsx",
    "routes/notebooks/[notebook].tsx",
    "routes/notebooks/new.tsx",
    "routes/[page].tsx",
    "routes/index.tsx",
    "routes/_404.tsx",
  ];
  assertEquals(routeTable(files).map(({ pattern }) => pattern), [
    "/",
    "/notebooks/new",
    "/notebooks/:notebook",
    "/:page",
    "/:rest{.+}",
  ]);
});

Deno.test("routeTable() refuses two files of one path", () => {
  assertThrows(
    () => routeTable(["routes/a/[x].tsx", "routes/(group)/a/[y].tsx"]),
    /routes\/\(group\)\/a\/\[y\]\.tsx/,
  );
});

Deno.test("foldersOf() gives the folders around a file, the outermost first", () => {
  assertEquals(foldersOf("routes/a/(b)/c.tsx"), ["routes", "routes/a", "routes/a/(b)"]);
});

Deno.test("folderOfPath() finds the deepest folder that a path leads into", () => {
  const files = ["routes/index.tsx", "routes/api/_500.ts", "routes/api/data/rows.ts"];
  assertEquals(folderOfPath(files, "/api/none/at/all"), "routes/api");
  assertEquals(folderOfPath(files, "/api/data/none"), "routes/api/data");
  assertEquals(folderOfPath(files, "/none"), "routes");
});
