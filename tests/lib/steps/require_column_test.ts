import { deepStrictEqual as assertEquals, throws as assertThrows } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { column } from "@/lib/frame/schema.ts";
import { requireColumn, requireDimensions } from "@/lib/steps/require_column.ts";

const COLUMNS = [column("day", "date"), column("Amount", "decimal"), column("AMOUNT", "text")];

Deno.test("requireColumn() finds a column, in another case where only one has the name", () => {
  assertEquals(requireColumn(COLUMNS, "day", "time"), COLUMNS[0]);
  assertEquals(requireColumn(COLUMNS, "DAY", "time"), COLUMNS[0]);
  assertEquals(requireColumn(COLUMNS, "AMOUNT", "y"), COLUMNS[2]);
});

Deno.test("requireColumn() refuses at the key, with the nearest name or all of them", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["dya", 'Did you mean "day"?'],
    ["region", "Columns are day, Amount, AMOUNT"],
  ];
  for (const [name, remedy] of cases) {
    assertThrows(() => requireColumn(COLUMNS, name, "by.0"), (error) => {
      assertEquals(error instanceof AppError && error.problems, [{
        severity: "error",
        code: "MISSING_COLUMN",
        message:
          `Cannot read a column as the input has none of this name: current value is "${name}"`,
        place: { key: "by.0" },
        remedy,
      }]);
      return true;
    });
  }
});

Deno.test("requireDimensions() returns all dimensions, and refuses at the key that names none", () => {
  const region = column("region", "text", { role: "dimension" });
  assertEquals(requireDimensions([...COLUMNS, region], [["each.0", "region"]]), ["region"]);
  const cases = [
    { columns: [region], name: "regio", remedy: 'Did you mean "region"?' },
    { columns: [region], name: "day", remedy: "Dimensions are region" },
    { columns: COLUMNS, name: "day", remedy: "Name it under by in the kpi cell" },
  ];
  for (const { columns, name, remedy } of cases) {
    assertThrows(() => requireDimensions(columns, [["each.0", name]]), (error) => {
      assertEquals(error instanceof AppError && error.problems, [{
        severity: "error",
        code: "MISSING_COLUMN",
        message:
          `Cannot use a dimension as the kpi cell has none of this name: current value is "${name}"`,
        place: { key: "each.0" },
        remedy,
      }]);
      return true;
    });
  }
});
