import { strictEqual as assertIs } from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import type { Place, Problem } from "@/lib/errors.ts";
import { ProblemList } from "@/lib/page/ProblemList.tsx";

function problemAt(place: Place): Problem {
  return {
    severity: "error",
    code: "BAD_NOTEBOOK",
    message: "Cannot read it",
    place,
    remedy: null,
  };
}

/** What is read of it, and what is told on hovering. */
function shown(place: Place, full = false) {
  const html = renderToString(<ProblemList problems={[problemAt(place)]} full={full} />);
  const [, words = ""] = /<p class="place">(.*?)<\/p>/.exec(html) ?? [];
  const [, title = ""] = / title="(.*?)"/.exec(html) ?? [];
  return [words.replaceAll(/<[^>]*>/g, "").trim(), title].join(" | ");
}

const KEY: Place = { file: "notebook.md", cell: "daily", key: "time", line: 1234, column: 1 };

Deno.test("ProblemList() names the cell and the key, the line on hovering alone", () => {
  assertIs(
    shown(KEY),
    "cell daily, key time | key time, notebook.md, line 1,234, column 1, BAD_NOTEBOOK",
  );
});

Deno.test("ProblemList() names the line of a file of rows", () => {
  assertIs(
    shown({ file: "orders.csv", cell: "orders", line: 3, column: 7 }),
    "cell orders, orders.csv, line 3 | orders.csv, line 3, column 7, BAD_NOTEBOOK",
  );
});

Deno.test("ProblemList() says no place where there is none that a page has", () => {
  assertIs(shown({}), " | BAD_NOTEBOOK");
  assertIs(
    shown({ file: "notebook.md", line: 2, column: 1 }),
    " | notebook.md, line 2, column 1, BAD_NOTEBOOK",
  );
});

Deno.test("ProblemList() tells all of it in a report", () => {
  assertIs(
    shown(KEY, true),
    "cell daily, key time, notebook.md, line 1,234, column 1 BAD_NOTEBOOK | ",
  );
});
