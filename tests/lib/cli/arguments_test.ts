import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { parsePipelineArguments } from "@/lib/cli/arguments.ts";

Deno.test("parsePipelineArguments() reads every option", () => {
  assertEquals(
    parsePipelineArguments([
      "notebooks/sales.md",
      ...["--input", "orders=a=b.csv", "--param", "region=North", "--as-of", "2026-03-31"],
      ...["--out", "out", "--format", "json,csv", "--no-cache", "--continue-on-error"],
      ...["--fail-on", "check,anomaly", "--json", "--quiet"],
    ]),
    {
      notebook: "notebooks/sales.md",
      inputs: new Map([["orders", "a=b.csv"]]),
      parameters: new Map([["region", "North"]]),
      asOf: "2026-03-31",
      out: "out",
      formats: ["json", "csv"],
      cache: false,
      continueOnError: true,
      failOn: ["check", "anomaly"],
      json: true,
      quiet: true,
    },
  );
});

Deno.test("parsePipelineArguments() is asked for help", () => {
  assertEquals(parsePipelineArguments(["--help"]), null);
});

Deno.test("parsePipelineArguments() refuses what it can't act on", async (t) => {
  const cases: [string[], RegExp][] = [
    [[], /a run takes one notebook: current value is "none"/],
    [["a.md", "b.md"], /a run takes one notebook/],
    [["a.md", "--as-off", "2026-01-01"], /no such option: current value is "--as-off"/],
    [["a.md", "--as-of", "2026-02-30"], /a day that exists/],
    [["a.md", "--input", "orders"], /--input takes CELL=FILE/],
    [["a.md", "--input", "a=1", "--input", "a=2"], /--input names "a" once/],
    [["a.md", "--format", "csv"], /--format needs --out DIR/],
    [["a.md", "--out", "o", "--format", "pdf"], /--format takes json, html/],
    [["a.md", "--fail-on", "weather"], /--fail-on takes check, anomaly/],
    [["a.md", "--out"], /argument missing/],
  ];
  for (const [words, message] of cases) {
    await t.step(words.join(" ") || "nothing", () => {
      throws(() => parsePipelineArguments(words), { name: "AppError", code: "BAD_USAGE", message });
    });
  }
});
