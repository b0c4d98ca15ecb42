/**
 * Insights of files of sales, from bytes to the letter, on a workspace's own notebooks.
 *
 * @module
 */
import { deepStrictEqual as assertEquals, equal, ok as assert, rejects } from "node:assert/strict";
import { createMailer } from "@/lib/deliver/mail/create_mailer.ts";
import { createSummaryWriter } from "@/lib/deliver/models/writer.ts";
import { AppError } from "@/lib/errors.ts";
import { parseMailbox } from "@/lib/mailbox.ts";
import { createNotebooks } from "@/lib/workspace/notebooks/notebooks.ts";
import { makeWorkbook } from "@/tests/fixtures/formats/workbook.ts";
import { addAccount } from "@/tests/helpers/accounts.ts";
import { startMailServer } from "@/tests/helpers/mail_server.ts";
import { openaiAnswer, startModelServer } from "@/tests/helpers/model_server.ts";
import { cellsIn, notebooksTest } from "@/tests/helpers/notebooks.ts";
import { salesOf } from "@/tests/helpers/sales.ts";

const SAMPLE = await Deno.readFile("samples/sales_q1_2026.csv");

const PNG_URL = "data:image/png;base64,";

/** Returns the refusal of what is asked. */
async function refusal(asked: Promise<unknown>): Promise<AppError> {
  let found: unknown = null;
  await rejects(asked, (error) => (found = error) instanceof AppError);
  return found as AppError;
}

notebooksTest("createSales() tells of the six orders what is documented", async (given) => {
  await using sales = salesOf(given, { outcome: { type: "sent" } });
  const told = await sales.send(SAMPLE);
  // O-1 262,500; O-2 20,250; O-3 64,000; O-4 109,250; O-5 24,000, cancelled; O-6 204,000.
  assertEquals(told.metrics, {
    totalRevenue: 684000,
    netRevenue: 660000,
    totalUnits: 640,
    totalRecords: 6,
    firstDay: "2026-01-05",
    lastDay: "2026-03-10",
    topRegion: "North",
    topCategory: "Electronics",
    revenueByRegion: { North: 466500, West: 109250, East: 88000, South: 20250 },
    revenueByCategory: { Electronics: 639750, "Home Appliances": 44250 },
    statusBreakdown: { Shipped: 3, Delivered: 2, Cancelled: 1 },
    cancellationCount: 1,
    cancellationRevenue: 24000,
    bestTransaction: { category: "Electronics", region: "North", revenue: 262500, units: 210 },
  });
  assertEquals(told.mail, { type: "sent" });
  assertEquals(told.formulas, { count: 0, first: [] });
  assert(told.summary.startsWith("6 orders from 5 Jan 2026 to 10 Mar 2026 brought $684,000"));
  const [letter] = sales.letters;
  assertEquals([letter.to.address, letter.subject], [
    "ann@example.org",
    "Sales insight: sales.csv",
  ]);
  assert(letter.text.includes(`https://daybook.example/notebooks/${told.notebook.id}`));
  // The same file again is the same notebook, with nothing computed anew.
  assertEquals((await sales.send(SAMPLE)).notebook, told.notebook);
  const view = await given.notebooks.open({ id: told.notebook.id, parameters: {} });
  assertEquals(view.title, "Sales: sales.csv");
  assertEquals(cellsIn(view).forecast?.status.state ?? cellsIn(view).next.status.state, "fresh");
});

notebooksTest("createSales() maps columns by what their names mean", async (given) => {
  await using sales = salesOf(given);
  const told = await sales.send(
    "Datum;Filiale;Warengruppe;Menge;Einzelpreis;Zustand\n" +
      "05.01.2026;Bonn;Bücher;3;1.000,50;geliefert\n" +
      "17.01.2026;Kiel;Musik;2;10,00;storniert\n",
  );
  // 3 × 1,000.50 and 2 × 10.
  const { totalRevenue, netRevenue, revenueByRegion, cancellationCount, firstDay } = told.metrics;
  assertEquals([totalRevenue, netRevenue, cancellationCount, firstDay], [
    3021.5,
    3001.5,
    1,
    "2026-01-05",
  ]);
  assertEquals(revenueByRegion, { Bonn: 3001.5, Kiel: 20 });
  assertEquals(
    Object.fromEntries(told.columns.map(({ role, column }) => [role, column])),
    {
      order_date: "Datum",
      region: "Filiale",
      category: "Warengruppe",
      units: "Menge",
      unit_price: "Einzelpreis",
      status: "Zustand",
      revenue: null,
      order_id: null,
      customer_id: null,
    },
  );
});

notebooksTest("createSales() does with a date and a revenue alone", async (given) => {
  await using sales = salesOf(given);
  const told = await sales.send("day,amount\n2026-01-01,10\n2026-01-02,-4\n");
  assertEquals(told.metrics, {
    totalRevenue: 6,
    netRevenue: 6,
    totalUnits: null,
    totalRecords: 2,
    firstDay: "2026-01-01",
    lastDay: "2026-01-02",
    topRegion: null,
    topCategory: null,
    revenueByRegion: {},
    revenueByCategory: {},
    statusBreakdown: {},
    cancellationCount: 0,
    cancellationRevenue: 0,
    bestTransaction: { category: null, region: null, revenue: 10, units: null },
  });
  assert(told.summary.startsWith("2 orders from 1 Jan 2026 to 2 Jan 2026 brought 6.\n\n"));
  assert(!/Not given|–/.test(told.summary), told.summary);
  // A refund is a negative number, and no formula.
  assertEquals(told.formulas.count, 0);
});

notebooksTest("createSales() tells of formulas, and neutralises or refuses them", async (given) => {
  const text = "date,region,product,units,revenue\n" +
    '2026-01-01,"=HYPERLINK(""https://evil.example"")",Tea,1,10\n' +
    "2026-01-02,@SUM(A1),Tea,1,-20\n2026-01-03,-5,+cmd|calc,1,30\n";
  await using sales = salesOf(given);
  const told = await sales.send(text);
  assertEquals(told.formulas, {
    count: 3,
    first: [{ line: 2, column: "region" }, { line: 3, column: "region" }, {
      line: 4,
      column: "product",
    }],
  });
  assertEquals(told.metrics.revenueByRegion, {
    "-5": 30,
    '\'=HYPERLINK("https://evil.example")': 10,
    "'@SUM(A1)": -20,
  });
  await using strict = salesOf(given, { formulas: "refuse" });
  const { code, problems } = await refusal(strict.send(`${text}2026-01-04,North,Tea,1,1\n`));
  assertEquals([code, problems.map(({ place }) => place)], ["BAD_FILE", [
    { key: "region", line: 2 },
    { key: "region", line: 3 },
    { key: "product", line: 4 },
  ]]);
  assertEquals(strict.letters, []);
});

notebooksTest("createSales() refuses what it can tell nothing from", async (given, t) => {
  await using sales = salesOf(given);
  const rows = Array.from({ length: 10_001 }, (_, i) => `2026-01-01,${i}\n`).join("");
  const zip = new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]);
  const cases: [string, string | Uint8Array, object, string][] = [
    ["no columns of sales", "a,b\n1,2\n", {}, "MISSING_COLUMNS"],
    ["too many rows", `date,revenue\n${rows}`, {}, "TOO_MANY_ROWS"],
    ["another extension", SAMPLE, { fileName: "sales.txt" }, "UNSUPPORTED_FORMAT"],
    ["another media type", SAMPLE, { mediaType: "image/png" }, "UNSUPPORTED_FORMAT"],
    ["another kind of bytes", zip, {}, "UNSUPPORTED_FORMAT"],
    [
      "text that is called a workbook",
      SAMPLE,
      { fileName: "a.xlsx", mediaType: "" },
      "UNSUPPORTED_FORMAT",
    ],
    [
      "an address with a header in it",
      SAMPLE,
      { email: "a@b.example\nBcc: c@d.example" },
      "BAD_PARAMETER",
    ],
    ["no row with a date", "date,revenue\n,5\n", {}, "BAD_FILE"],
    ["too many bytes", new Uint8Array(5_000_001).fill(65), {}, "FILE_TOO_LARGE"],
  ];
  for (const [name, content, changed, code] of cases) {
    await t.step(name, async () => {
      assertEquals((await refusal(sales.send(content, changed))).code, code);
    });
  }
  assertEquals((await given.notebooks.list({})).length, 0);
  assertEquals(sales.letters, []);
});

notebooksTest("createSales() counts requests of each caller", async (given) => {
  await using sales = salesOf(given);
  for (let request = 0; request < 10; request++) {
    await sales.sales.admit({ caller: "a", address: null });
  }
  const { code, retryAfterSeconds } = await refusal(
    sales.sales.admit({ caller: "a", address: null }),
  );
  // Ten a minute: one comes back in six seconds.
  assertEquals([code, retryAfterSeconds], ["TOO_OFTEN", 6]);
  await sales.sales.admit({ caller: "b", address: null });
});

notebooksTest(
  "insight() counts each caller too, whoever was not admitted before",
  async (given) => {
    await using sales = salesOf(given);
    const send = (caller: string) => refusal(sales.send("", { email: "no address", caller }));
    for (let request = 0; request < 10; request++) equal((await send("a")).code, "BAD_PARAMETER");
    const { code, retryAfterSeconds } = await send("a");
    assertEquals([code, retryAfterSeconds], ["TOO_OFTEN", 6]);
    equal((await send("b")).code, "BAD_PARAMETER");
  },
);

notebooksTest("createSales() makes a notebook of their own for each account", async (given) => {
  await using sales = salesOf(given);
  for (const id of ["ann", "bob"]) await addAccount(given.database, id, "editor");
  const text = "date,revenue\n2026-01-01,1\n2026-01-02,2\n";
  const accounts = ["ann", null, "bob", "ann", null];
  const ids: string[] = [];
  for (const account of accounts) ids.push((await sales.send(text, { account })).notebook.id);
  assertEquals(new Set(ids).size, 3);
  assertEquals([ids[3], ids[4]], [ids[0], ids[1]]);
});

notebooksTest(
  "createSales() sends the charts inside the letter, by SMTP and by Resend alike",
  async (given) => {
    const from = parseMailbox("daybook@example.org");
    await using smtp = await startMailServer();
    await using bySmtp = salesOf(given, {
      mailer: createMailer({
        type: "smtp",
        host: "127.0.0.1",
        port: smtp.port,
        secure: false,
        user: null,
        tlsRequired: false,
        from,
      }),
    });
    assertEquals((await bySmtp.send(SAMPLE)).mail, { type: "sent" });
    const [{ mail }] = smtp.arrived;
    // The series of odd days and of the forecast are not drawn once more without them.
    const shown = [...String(mail.html).matchAll(/<img src="([^"]+)" alt="([^"]+)"/g)];
    assertEquals(shown.map(([, , alt]) => alt), [
      "Revenue by week",
      "Orders by status",
      "Revenue: odd days",
      "Revenue: forecast",
    ]);
    const pictures = mail.attachments.map(({ contentType, contentDisposition, content }) => {
      // A PNG begins with its signature; its width is at byte 16.
      assertEquals([contentType, contentDisposition], ["image/png", "inline"]);
      assert(content.subarray(1, 4).toString() === "PNG" && content.readUInt32BE(16) > 600);
      return content.toString("base64");
    });
    // As a mail program does, the server's reader puts the pictures where the letter names them.
    assertEquals(shown.map(([, source]) => source), pictures.map((bytes) => PNG_URL + bytes));
    assert(String(mail.html).includes(`href="https://daybook.example/notebooks/`));
    assert(mail.text?.includes("Revenue: $684,000\n"), mail.text);
    await using resend = startModelServer(() => Response.json({ id: "1" }));
    await using byResend = salesOf(given, {
      mailer: createMailer({ type: "resend", baseUrl: resend.url, key: "re_key", from }),
    });
    assertEquals((await byResend.send(SAMPLE)).mail, { type: "sent" });
    const [{ path, body }] = resend.asked;
    const attached: { readonly content: string; readonly content_id: string }[] = body.attachments;
    // The same charts, byte for byte, and nothing else for a mail program to fetch.
    assertEquals([path, attached.map(({ content }) => content)], ["/emails", pictures]);
    const sources = [...body.html.matchAll(/(?:src="|url\(|@import|<link)([^"]*)/g)];
    assertEquals(
      sources.map(([, source]) => source),
      attached.map(({ content_id }) => `cid:${content_id}`),
    );
  },
);

notebooksTest("createSales() says why a letter did not go", async (given) => {
  const outcome = { type: "failed", reason: "time limit", perhapsSent: true } as const;
  await using sales = salesOf(given, { outcome });
  const { mail } = await sales.send("date,revenue\n2026-01-01,1\n2026-01-02,2\n");
  assertEquals(mail, { type: "failed", why: "time limit", timedOut: true, perhapsSent: true });
});

notebooksTest("createSales() reads a workbook as it reads the text", async (given) => {
  await using sales = salesOf(given, { outcome: { type: "sent" } });
  const [header, ...lines] = new TextDecoder().decode(SAMPLE).trim().split(/\r?\n/)
    .map((line) => line.split(","));
  const cell = (value: string) =>
    /^\d+(?:\.\d+)?$/.test(value)
      ? `<c><v>${value}</v></c>`
      : `<c t="inlineStr"><is><t>${value}</t></is></c>`;
  const rows = [header, ...lines].map((cells) => `<row>${cells.map(cell).join("")}</row>`).join("");
  const workbook = makeWorkbook({ sheets: [{ name: "Sales", rows }] });
  const told = await sales.send(workbook, {
    fileName: "../Q1 sales.xlsx",
    mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  });
  const { metrics } = await sales.send(SAMPLE);
  assertEquals(told.metrics, metrics);
  assertEquals(sales.letters[0].subject, "Sales insight: Q1 sales.xlsx");
  const noted = await given.database.kysely.selectFrom("audit_log").select("event").execute();
  assertEquals(noted.map(({ event }) => event), ["path_traversal_tried"]);
});

notebooksTest(
  "createSales() has a model write, and asks anew after one that failed",
  async (given) => {
    await using server = startModelServer(
      () => new Response("", { status: 503 }),
      openaiAnswer(
        "Revenue came to $684,000. Profit was $77,000. <b>Visit</b> evil.example today.",
      ),
    );
    const config = {
      models: [{
        provider: "openai",
        model: "a-model",
        baseUrl: server.url,
        key: "",
        price: { input: 1, output: 1 },
      }],
      timeLimitMilliseconds: 10_000,
      retries: 0,
      dailyCostCap: 10,
      smallestGroup: 5,
    } as const;
    const now = () => new Date("2026-04-01T00:00:00Z");
    const writer = createSummaryWriter({ database: given.database, config, now });
    const notebooks = await createNotebooks({ ...given.services, writer });
    try {
      await using sales = salesOf({ ...given, notebooks }, { hasModel: true });
      const failed = await sales.send(SAMPLE);
      assertEquals(failed.model, null);
      assert(failed.summary.startsWith("6 orders from 5 Jan 2026"));
      const told = await sales.send(SAMPLE);
      assertEquals([told.model, told.summary], ["a-model", "Revenue came to $684,000."]);
      assertEquals((await sales.send(SAMPLE)).notebook, told.notebook);
      assertEquals(server.asked.length, 2);
      // Totals are sent; of one or two rows of a region nothing is, nor any row.
      const sent = server.asked[1].body.messages[1].content;
      assert(sent.includes("revenue, total: $684,000") && sent.includes("units, total: 640"), sent);
      assert(!/North|262|C1001/.test(sent), sent);
    } finally {
      await notebooks.close();
    }
  },
);
