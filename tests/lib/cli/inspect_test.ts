import { deepStrictEqual as assertEquals, match, throws } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { parseInspectArguments } from "@/lib/cli/inspect.ts";

const FIXTURES = fileURLToPath(new URL("../../fixtures/read/", import.meta.url));
const COMMAND = fileURLToPath(new URL("../../../lib/cli/inspect.ts", import.meta.url));

async function run(...words: string[]) {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-read", "--allow-env", "--allow-run", COMMAND, ...words],
    stdout: "piped",
    stderr: "piped",
  });
  const { code, stdout, stderr } = await command.output();
  return { code, out: new TextDecoder().decode(stdout), error: new TextDecoder().decode(stderr) };
}

Deno.test("parseInspectArguments() reads options for files and columns", () => {
  const asked = parseInspectArguments([
    ...["a.csv", "b.csv", "--json", "--delimiter", "tab", "--header", "none", "--skip", "2"],
    ...["--type", "a=b=integer", "--date-order", "day=dmy", "--null", "x", "--null", "y"],
  ]);
  assertEquals(asked?.files, ["a.csv", "b.csv"]);
  assertEquals(asked?.json, true);
  const { delimiter, header, skip, nulls, columns } = asked?.options ?? {};
  assertEquals([delimiter, header, skip, nulls], ["\t", "none", 2, ["x", "y"]]);
  assertEquals({ ...columns }, { "a=b": { type: "integer" }, day: { date_order: "dmy" } });
});

Deno.test("parseInspectArguments() refuses what it does not know", async (t) => {
  const cases: [string, string[]][] = [
    ["no file", []],
    ["an unknown option", ["a.csv", "--delimeter", ","]],
    ["an unknown type", ["a.csv", "--type", "a=number"]],
    ["a pair without a sign", ["a.csv", "--type", "a"]],
    ["a line that is no number", ["a.csv", "--header", "first"]],
  ];
  for (const [name, words] of cases) {
    await t.step(name, () => {
      throws(() => parseInspectArguments(words), { name: "AppError", code: "BAD_USAGE" });
    });
  }
});

Deno.test("inspect prints a line of JSON a file, and goes on after one it cannot read", async () => {
  const files = ["two_rows.csv", "missing.csv", "utf16.csv"].map((name) => FIXTURES + name);
  const { code, out, error } = await run("--json", ...files);
  const facts = out.trim().split("\n").map((line) => JSON.parse(line));
  assertEquals(facts.map(({ rows }) => rows), [1, 2]);
  assertEquals(Object.keys(facts[0]).slice(0, 9), [
    ...["file", "format", "encoding", "delimiter", "quote", "header_line", "rows", "columns"],
    "names",
  ]);
  match(error, /missing\.csv: Cannot read the file as there is none of this name/);
  assertEquals(code, 1);
});

Deno.test("inspect sets the facts for people", async () => {
  const { code, out } = await run(FIXTURES + "fred.csv");
  assertEquals(code, 0);
  match(out, /31 rows × 2 columns, 0 exact repeats, 0 rejections/);
  match(out, /T10Y2Y {2}decimal {2}4 nulls/);
});

Deno.test("inspect tells of wrong use with code 2", async () => {
  assertEquals((await run("--nonsense")).code, 2);
  assertEquals((await run("--help")).code, 0);
});
