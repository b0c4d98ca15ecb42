import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { eventColumns, hasNeeded, readingOfColumns } from "@/lib/ingest/events/columns.ts";

Deno.test("eventColumns() knows each alias in any case, trimmed", async (t) => {
  for (const time of ["timestamp", "time", "date", "datetime"]) {
    for (const value of ["value", "amount", "count", "qty", "quantity"]) {
      for (const metric of ["metric", "name", "metric_name"]) {
        await t.step(`${time}, ${value}, ${metric}`, () => {
          const names = [` ${time.toUpperCase()} `, "Region", value.toUpperCase(), `${metric}\t`];
          assertEquals(eventColumns(names), {
            time: names[0],
            value: names[2],
            metric: names[3],
            source: null,
            eventId: null,
            dimensions: ["Region"],
            added: [],
            warnings: [],
          });
        });
      }
    }
  }
});

Deno.test("eventColumns() takes a source and an id from columns", () => {
  const { source, eventId, metric, dimensions } = eventColumns(
    ["Source", "EVENT_ID", "time", "value", "city"],
  );
  assertEquals([source, eventId, metric, dimensions], ["Source", "EVENT_ID", null, ["city"]]);
});

Deno.test("eventColumns() takes nothing from the columns that were added to rejected rows", () => {
  const names = ["time", "value", "line", "daybook_line", "DAYBOOK_REASON", "daybook_day"];
  const columns = eventColumns(names);
  assertEquals(columns.dimensions, ["line", "daybook_day"]);
  assertEquals(columns.added, ["daybook_line", "DAYBOOK_REASON"]);
});

Deno.test("eventColumns() gives a role to one column, and warns of the others", () => {
  const { time, value, dimensions, warnings } = eventColumns(
    ["date", "quantity", "Amount", "amount", "timestamp"],
  );
  // The order of the aliases counts before that of the columns.
  assertEquals([time, value], ["timestamp", "Amount"]);
  assertEquals(dimensions, ["date", "quantity", "amount"]);
  assertEquals(warnings, [
    'Several columns could be the time: "timestamp" is, "date" is a dimension',
    'Several columns could be the value: "Amount" is, "amount", "quantity" are dimensions',
  ]);
});

Deno.test("eventColumns() tells which columns are missing, and which there are", async (t) => {
  const cases: [string, string[], string, string[]][] = [
    ["no time", ["value", "day"], 'column for time: current value is "value", "day"', ["time"]],
    ["no value", ["date"], 'column for value: current value is "date"', ["value"]],
    ["neither", ["a"], 'column for time and value: current value is "a"', ["time", "value"]],
    ["nothing", [], "column for time and value: current value is no column", ["time", "value"]],
  ];
  for (const [name, names, message, roles] of cases) {
    await t.step(name, () =>
      throws(() => eventColumns(names), (error) => {
        assertEquals(error instanceof AppError && error.code, "MISSING_COLUMNS");
        const { message: told, problems } = error as AppError;
        assertEquals(told, `Cannot take events as each must have a ${message}`);
        assertEquals(problems.map((problem) => problem.message.split(":")[0]), [
          ...roles.map((role) => `No column is the ${role}`),
        ]);
        return true;
      }));
  }
});

Deno.test("readingOfColumns() reads all but time and value as text", () => {
  const columns = eventColumns(["date", "qty", "metric", "store"]);
  assertEquals(readingOfColumns(columns, { date_order: "dmy", decimal: "," }).columns, {
    metric: { type: "text", nulls: [] },
    store: { type: "text", nulls: [] },
    date: { type: "timestamp", date_order: "dmy", epoch: undefined },
    qty: { type: "decimal", decimal: "," },
  });
});

Deno.test("hasNeeded() asks for a time and a value, by any of their names", () => {
  assertEquals(hasNeeded(["Shop", "DATE", " amount"]), true);
  assertEquals(hasNeeded(["date", "time"]), false);
  assertEquals(hasNeeded(["value", "amount"]), false);
});
