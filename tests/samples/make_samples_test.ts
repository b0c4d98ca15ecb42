import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { makeQuarter } from "@/samples/orders.ts";
import { SAMPLES } from "@/samples/make_samples.ts";

Deno.test("SAMPLES make the files that are shipped", async (t) => {
  for (const [name, make] of Object.entries(SAMPLES)) {
    await t.step(name, async () => {
      const shipped = await Deno.readTextFile(new URL(`../../samples/${name}`, import.meta.url));
      ok(shipped === make(), `deno task samples would change ${name}`);
    });
  }
});

Deno.test("makeQuarter() has the documented totals", () => {
  const [header, ...rows] = makeQuarter().trim().split("\n").map((line) => line.split(","));
  const total = (columns: Readonly<Record<string, string>>, sum: string) => {
    const index = header.indexOf(sum);
    return rows
      .filter((row) =>
        Object.entries(columns).every(([name, v]) => row[header.indexOf(name)] === v)
      )
      .reduce((before, row) => before + Number(row[index].replace("$", "")), 0);
  };
  const count = (status: string) => rows.filter((row) => row.includes(status)).length;
  assertEquals(rows.length, 6);
  assertEquals([total({}, "Revenue"), total({}, "Units Sold")], [684_000, 640]);
  assertEquals(
    ["North", "South", "East", "West"].map((Region) => total({ Region }, "Revenue")),
    [466_500, 20_250, 88_000, 109_250],
  );
  assertEquals(total({ "Product Category": "Electronics" }, "Revenue"), 639_750);
  assertEquals(total({ "Product Category": "Home Appliances" }, "Revenue"), 44_250);
  assertEquals(["Shipped", "Delivered", "Cancelled"].map(count), [3, 2, 1]);
  assertEquals(total({ Status: "Cancelled" }, "Revenue"), 24_000);
  assertEquals([rows[0][1], rows[5][1]], ["2026-01-05", "2026-03-10"]);
  for (const row of rows) {
    assertEquals(Number(row[4]) * Number(row[5].replace("$", "")), Number(row[6]));
  }
});
