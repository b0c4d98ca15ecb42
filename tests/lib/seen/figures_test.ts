import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import { Figures } from "@/lib/seen/figures.ts";

Deno.test("Figures counts by labels, and writes them so that no label ends early", async () => {
  const figures = new Figures();
  const count = figures.counter("daybook_asked_total", "What was asked.");
  count({ route: 'a"\\\n' });
  count({ route: 'a"\\\n' }, 2);
  count({ route: "b" }, 0);
  assertIs(
    await figures.text(),
    `# HELP daybook_asked_total What was asked.
# TYPE daybook_asked_total counter
daybook_asked_total{route="a\\"\\\\\\n"} 3
daybook_asked_total{route="b"} 0
`,
  );
});

Deno.test("Figures adds up the buckets of a histogram, each with those below it", async () => {
  const figures = new Figures();
  const took = figures.histogram("daybook_took_seconds", "How long.");
  for (const seconds of [0.005, 0.2, 1000]) took(seconds);
  const lines = (await figures.text()).split("\n").filter((line) =>
    /le="(0.005|0.1|0.25|300|\+Inf)"|_sum|_count/.test(line)
  );
  assertEquals(lines, [
    'daybook_took_seconds_bucket{le="0.005"} 1',
    'daybook_took_seconds_bucket{le="0.1"} 1',
    'daybook_took_seconds_bucket{le="0.25"} 2',
    // A bucket holds what is at most its bound, and 1000 is above all of them.
    'daybook_took_seconds_bucket{le="300"} 2',
    'daybook_took_seconds_bucket{le="+Inf"} 3',
    // 0.005 + 0.2 + 1000
    "daybook_took_seconds_sum 1000.205",
    "daybook_took_seconds_count 3",
  ]);
  assertEquals(figures.names, [
    "daybook_took_seconds_bucket",
    "daybook_took_seconds_sum",
    "daybook_took_seconds_count",
  ]);
});

Deno.test("Figures leaves out what cannot be had, and writes the others", async () => {
  const figures = new Figures();
  figures.gauge("daybook_broken", "None.", () => Promise.reject(new Error("gone")));
  figures.gauge("daybook_thrown", "None.", () => {
    throw new Error("gone");
  });
  figures.gauge("daybook_size", "Some.", () => [{ value: 7, labels: { of: "one" } }]);
  const lines = (await figures.text()).split("\n").filter((line) => !line.startsWith("#"));
  assertEquals(lines, ['daybook_size{of="one"} 7', ""]);
});
