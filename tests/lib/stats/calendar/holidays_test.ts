import { deepStrictEqual as assertEquals, ok, rejects } from "node:assert/strict";
import { type HolidayRequest, holidaysOf } from "@/lib/stats/calendar/holidays.ts";
import { createCompute } from "@/lib/stats/compute.ts";
import { AppError } from "@/lib/errors.ts";

function ask(place: string, first: number, last = first): HolidayRequest {
  return { place, types: ["public"], first, last };
}

async function days(place: string, year: number): Promise<readonly string[]> {
  return (await holidaysOf(ask(place, year))).map(({ starts }) => starts.slice(5));
}

Deno.test("holidaysOf() tells the holidays of all of Germany", async (t) => {
  // The nine that every state has: New Year, Good Friday, Easter Monday, 1 May, Ascension, Whit
  // Monday, 3 October, 25 and 26 December. Easter Sunday was 31 March 2024 and 20 April 2025, and
  // is 5 April 2026: Good Friday is 2 days before, Ascension 39 after, Whit Monday 50 after.
  const fixed = { before: ["01-01"], may: ["05-01"], after: ["10-03", "12-25", "12-26"] };
  const cases: [number, string[]][] = [
    [2024, ["03-29", "04-01", "05-01", "05-09", "05-20"]],
    [2025, ["04-18", "04-21", "05-01", "05-29", "06-09"]],
    [2026, ["04-03", "04-06", "05-01", "05-14", "05-25"]],
  ];
  for (const [year, spring] of cases) {
    await t.step(`${year}`, async () => {
      assertEquals(await days("DE", year), [...fixed.before, ...spring, ...fixed.after]);
    });
  }
});

Deno.test("holidaysOf() tells the federal holidays of the United States", async (t) => {
  // As the Office of Personnel Management publishes them: New Year, Martin Luther King (third Monday
  // of January), Washington (third of February), Memorial Day (last Monday of May), Juneteenth,
  // Independence Day, Labor Day (first Monday of September), Columbus (second of October), Veterans
  // Day, Thanksgiving (fourth Thursday of November), Christmas. 4 July 2026 is a Saturday: the day
  // off is Friday the 3rd.
  const cases: [number, string[]][] = [
    [
      2024,
      "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25".split(" "),
    ],
    [
      2025,
      "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25".split(" "),
    ],
    [
      2026,
      "01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25".split(" "),
    ],
  ];
  for (const [year, expected] of cases) {
    await t.step(`${year}`, async () => assertEquals(await days("US", year), expected));
  }
});

Deno.test("holidaysOf() adds those of a region", async () => {
  const all = await days("DE", 2026);
  const own = (await days("DE-BY", 2026)).filter((day) => !all.includes(day));
  // Bavaria: Epiphany, Corpus Christi (60 days after Easter, 5 April) and All Saints.
  assertEquals(own, ["01-06", "06-04", "11-01"]);
});

Deno.test("holidaysOf() tells spans with both of their days", async (t) => {
  await t.step("over the end of a year, in both years", async () => {
    // Incwala in Eswatini is told with six days from 28 December.
    const incwala = (found: readonly { name: string }[]) =>
      found.filter(({ name }) => name.startsWith("Incwala"));
    assertEquals(incwala(await holidaysOf(ask("SZ", 2026))), [
      { name: "Incwala Festival", starts: "2025-12-28", ends: "2026-01-02" },
      { name: "Incwala Festival", starts: "2026-12-28", ends: "2027-01-02" },
    ]);
  });
  await t.step("a day on which the clocks change is one", async () => {
    // Austria's 26 October 2025 had 25 hours.
    const found = await holidaysOf(ask("AT", 2025));
    const national = found.find(({ starts }) => starts === "2025-10-26");
    assertEquals(national?.ends, "2025-10-26");
  });
  await t.step("half a day is one", async () => {
    // Iceland's Christmas Eve begins at 13:00.
    const found = await holidaysOf(ask("IS", 2025));
    const eve = found.find(({ starts }) => starts === "2025-12-24");
    assertEquals(eve?.ends, "2025-12-24");
  });
});

Deno.test("holidaysOf() tells nothing of a place that there is not", async () => {
  assertEquals(await holidaysOf(ask("XX", 2026)), []);
});

Deno.test("holidays() is computed in a process without rights", async (t) => {
  await using compute = createCompute({ size: 1 });
  await t.step("as here", async () => {
    const request = ask("DE", 2024, 2026);
    assertEquals(await compute.holidays(request), await holidaysOf(request));
  });
  await t.step("and given up when nobody waits", async () => {
    const signal = AbortSignal.abort();
    await rejects(
      compute.holidays(ask("HK", 1990, 2050), { signal }),
      (error) => error instanceof AppError && error.code === "CANCELLED",
    );
    ok(true);
  });
});
