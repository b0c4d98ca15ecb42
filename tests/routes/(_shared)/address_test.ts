import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { readAddress, readCount } from "@/routes/(_shared)/address.ts";

function read(path: string) {
  return readAddress(new URL(path, "http://127.0.0.1"));
}

Deno.test("readAddress() tells parameters from what is open", () => {
  assertEquals(read("/notebooks/a?region=North%20%26%20East&edit-cell=daily&edit-as=text"), {
    parameters: { region: "North & East" },
    opened: { type: "cell", cell: "daily", tab: "text" },
    address: "/notebooks/a?region=North+%26+East",
    inPieces: false,
  });
});

Deno.test("readAddress() puts a range together that was sent in pieces", async (t) => {
  const cases: [string, Record<string, string>][] = [
    ["period=custom&period-from=2026-01-01&period-to=2026-01-31", {
      period: "2026-01-01..2026-01-31",
    }],
    ["period=custom&period-from=2026-01-01&period-to=", {}],
    ["period=last+7+days&period-from=2026-01-01&period-to=2026-01-31", { period: "last 7 days" }],
  ];
  for (const [query, parameters] of cases) {
    await t.step(query, () => {
      const address = read(`/notebooks/a?${query}`);
      assertEquals([address.parameters, address.inPieces], [parameters, true]);
    });
  }
});

Deno.test("readAddress() opens nothing that it does not know", async (t) => {
  for (const query of ["edit-cell=%3Cb%3E", "edit-prose=-1", "add-at=1.5", "add-at=", ""]) {
    await t.step(query, () => {
      assertEquals(read(`/notebooks/a?${query}`).opened, { type: "nothing" });
    });
  }
});

Deno.test("readCount() reads whole numbers from 0 on", () => {
  assertEquals(["0", "12", "-1", "1e3", "", null].map(readCount), [0, 12, null, null, null, null]);
});
