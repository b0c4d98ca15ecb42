import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { notebooksTest } from "@/tests/helpers/notebooks.ts";
import { openProgram } from "@/tests/helpers/program.ts";
import { salesOf } from "@/tests/helpers/sales.ts";

const PATH = "/api/v1/sales/insights";
const SAMPLE = new File([await Deno.readFile("samples/sales_q1_2026.csv")], "sales_q1_2026.csv", {
  type: "text/csv",
});

/** Returns a posted form. */
function formOf(fields: Readonly<Record<string, string | File>>): RequestInit {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return { method: "POST", headers: { "Sec-Fetch-Site": "same-origin" }, body };
}

notebooksTest(
  "the sales endpoint answers for six orders as documented, key by key",
  async (given, t) => {
    await using sales = salesOf(given, { outcome: { type: "sent" } });
    const ask = await openProgram({ sales: sales.sales });
    const response = await ask(PATH, formOf({ file: SAMPLE, email: "ann@example.org" }));
    const answer = await response.json();
    assertEquals(response.status, 200, JSON.stringify(answer));
    assertEquals([answer.status, answer.recipient], ["success", "ann@example.org"]);
    assertEquals(answer.message, "The summary was sent to ann@example.org");
    assert(answer.summary_preview.startsWith("6 orders from 5 Jan 2026 to 10 Mar 2026 brought"));
    // O-1 262,500; O-2 20,250; O-3 64,000; O-4 109,250; O-5 24,000, cancelled; O-6 204,000.
    const expected: Readonly<Record<string, unknown>> = {
      total_revenue: 684000,
      total_units_sold: 640,
      total_records: 6,
      date_range: "2026-01-05 to 2026-03-10",
      top_region: "North",
      top_product_category: "Electronics",
      revenue_by_region: { North: 466500, South: 20250, East: 88000, West: 109250 },
      revenue_by_category: { Electronics: 639750, "Home Appliances": 44250 },
      status_breakdown: { Shipped: 3, Delivered: 2, Cancelled: 1 },
      cancellation_count: 1,
      cancellation_revenue: 24000,
      best_transaction: { category: "Electronics", region: "North", revenue: 262500, units: 210 },
      net_revenue: 660000,
    };
    for (const [key, value] of Object.entries(expected)) {
      await t.step(key, () => assertEquals(answer.metrics[key], value));
    }
    assertEquals(Object.keys(answer.metrics).toSorted(), Object.keys(expected).toSorted());
    assertEquals(answer.columns.length, 9);
    assert(answer.notebook.url.endsWith(`/notebooks/${answer.notebook.id}`));
  },
);

notebooksTest(
  "the sales endpoint says that nothing was sent where no mail is set up",
  async (given) => {
    await using sales = salesOf(given);
    const ask = await openProgram({ sales: sales.sales });
    const response = await ask(PATH, formOf({ file: SAMPLE, email: "ann@example.org" }));
    const { status, message } = await response.json();
    assertEquals([response.status, status], [200, "not_sent"]);
    assertEquals(message, "The summary was not sent to ann@example.org, as no mail is set up");
  },
);

notebooksTest("the sales endpoint refuses by its limits, each with a status", async (given, t) => {
  await using sales = salesOf(given);
  const ask = await openProgram({ sales: sales.sales });
  const csv = (text: string | Uint8Array<ArrayBuffer>, name = "a.csv", type = "text/csv") =>
    new File([text], name, { type });
  const rows = Array.from({ length: 10_001 }, (_, i) => `2026-01-01,${i}\n`).join("");
  const email = "ann@example.org";
  const cases: [string, RequestInit, number, string][] = [
    ["no form", { ...formOf({}), body: "x" }, 415, "UNSUPPORTED_FORMAT"],
    ["no file", formOf({ email }), 422, "BAD_PARAMETER"],
    ["no address", formOf({ file: SAMPLE }), 422, "BAD_PARAMETER"],
    ["a wrong address", formOf({ file: SAMPLE, email: "ann" }), 422, "BAD_PARAMETER"],
    [
      "too many bytes",
      formOf({ file: csv(new Uint8Array(5_100_000)), email }),
      413,
      "FILE_TOO_LARGE",
    ],
    ["too many rows", formOf({ file: csv(`date,revenue\n${rows}`), email }), 422, "TOO_MANY_ROWS"],
    ["another kind", formOf({ file: csv("a", "a.exe"), email }), 415, "UNSUPPORTED_FORMAT"],
    ["other columns", formOf({ file: csv("a,b\n1,2\n"), email }), 400, "MISSING_COLUMNS"],
  ];
  for (const [name, init, status, code] of cases) {
    await t.step(name, async () => {
      const response = await ask(PATH, init);
      assertEquals(response.headers.get("Content-Type"), "application/problem+json");
      const told = await response.json();
      assertEquals([response.status, told.code], [status, code]);
      if (code === "BAD_PARAMETER") {
        const field = name === "no file" ? "file" : "email";
        assertEquals(told.errors.map(({ path }: { readonly path: string }) => path), [field]);
      }
    });
  }
  // Ten a minute, of which eight are used.
  for (const _ of "12") await (await ask(PATH, formOf({ email }))).body?.cancel();
  const response = await ask(PATH, formOf({ email }));
  assertEquals([response.status, (await response.json()).code], [429, "TOO_OFTEN"]);
  assert(Number(response.headers.get("Retry-After")) > 0);
});

notebooksTest(
  "the sales endpoint tells of mail that failed, and where the figures are",
  async (given, t) => {
    const cases = [["time limit", 504], ["server error", 502]] as const;
    for (const [reason, status] of cases) {
      await t.step(reason, async () => {
        const outcome = { type: "failed", reason, perhapsSent: false } as const;
        await using sales = salesOf(given, { outcome });
        const ask = await openProgram({ sales: sales.sales });
        const file = new File(["date,revenue\n2026-01-01,1\n2026-01-02,2\n"], "a.csv");
        const response = await ask(PATH, formOf({ file, email: "ann@example.org" }));
        assertEquals(response.status, status);
        assert((await response.json()).detail.includes("/notebooks/"));
      });
    }
  },
);
