import { deepStrictEqual as assertEquals, equal, match, ok } from "node:assert/strict";
import { notebooksTest, runToEnd } from "@/tests/helpers/notebooks.ts";
import { HOSTILE, orders, shareRows } from "@/tests/helpers/shared_rows.ts";
import { formOf } from "@/tests/helpers/site.ts";

notebooksTest(
  "findRows() gives readers the rows that a link shows, and no others",
  async (given, t) => {
    const { share, id, fetchPage } = await shareRows(given);
    const path = await share();
    const rows = async (cell: string, query = "") => {
      const response = await fetchPage(`${path}/results/${cell}/rows?${query}`, {
        headers: { Accept: "application/json" },
      });
      return { status: response.status, body: await response.json() };
    };

    await t.step("a page, sorted and filtered by the server", async () => {
      // Amounts are 1 to 150, the greatest first; three of them are at least 148.
      const query = "sort=amount&order=descending&column=amount&test=at_least&value=148";
      const { body } = await rows("all", query);
      equal(body.total, 3);
      assertEquals(body.rows.map(([amount]: number[]) => amount), [150, 149, 148]);
    });

    await t.step(
      "nothing of cells that the page leaves out, or that have no such table",
      async () => {
        for (const cell of ["orders", "means", "daily", "bars", "none"]) {
          equal((await rows(cell)).status, 404, cell);
        }
      },
    );

    await t.step("no key is told, nor taken", async () => {
      const page = await (await fetchPage(path)).text();
      equal(/[0-9a-f]{64}/.test(page), false);
      equal(page.includes("/api/"), false);
      const view = await given.notebooks.open({ id, parameters: {} });
      const [key] = /[0-9a-f]{64}/.exec(JSON.stringify(view)) ?? [];
      equal((await rows(String(key))).status, 404);
    });

    await t.step("a page that works without scripts", async () => {
      const html = await (await fetchPage(`${path}/results/all`)).text();
      match(html, /Rows 1 to 100 of 150/);
      match(html, /offset=100/);
      equal(html.includes("<img src=x"), false);
      equal(html.includes('href="/"'), false);
    });

    await t.step("statistics", async () => {
      const response = await fetchPage(`${path}/results/all/statistics?column=amount`);
      // The mean of 1 to 150 is 75.5.
      equal((await response.json()).mean, 75.5);
    });

    await t.step("files that a spreadsheet runs nothing of", async () => {
      const csv = await (await fetchPage(`${path}/results/all/export?format=csv`)).text();
      const [head, first, second, third] = csv.split("\r\n");
      equal(head, `amount,"'${HOSTILE.formula}"`);
      equal(first, `1,"${HOSTILE.markup.replaceAll('"', '""')}"`);
      equal(second, `2,"'${HOSTILE.formula}"`);
      equal(third, `3,${HOSTILE.reversed}`);
      const xlsx = await fetchPage(`${path}/results/all/export?format=xlsx&name=a"b`);
      match(xlsx.headers.get("Content-Disposition") ?? "", /filename="a-b\.xlsx"/);
      ok((await xlsx.arrayBuffer()).byteLength > 1000);
    });
  },
);

notebooksTest(
  "findShown() gives readers the charts of a link as files",
  async (given) => {
    const { share, fetchPage } = await shareRows(given);
    const path = await share();
    const page = await (await fetchPage(path)).text();
    const [address] = page.match(/\/s\/[^"]+bars\/charts\/\d+\.svg[^"]*/) ?? [];
    ok(address !== undefined, "the page leads to its chart");
    const svg = await (await fetchPage(address.replaceAll("&amp;", "&"))).text();
    match(svg, /^<svg|^<\?xml/);
    equal(/<img|<script/.test(svg), false);
    const csv = await (await fetchPage(address.replace(".svg", ".csv"))).text();
    ok(csv.includes(`'${HOSTILE.formula}`), csv);
    for (const file of ["9.svg", "0.exe", "x"]) {
      equal((await fetchPage(`${path}/results/bars/charts/${file}`)).status, 404);
    }
    equal((await fetchPage(`${path}/results/means/charts/0.svg`)).status, 404);
  },
  { draws: true },
);

notebooksTest("findShown() ends with the link, its password and its quota", async (given, t) => {
  const { share, links, id, fetchPage } = await shareRows(given);
  const ask = async (path: string, init?: RequestInit) => {
    const response = await fetchPage(`${path}/results/all/rows`, init);
    await response.body?.cancel();
    return response.status;
  };

  await t.step("revoked", async () => {
    const path = await share();
    equal(await ask(path), 200);
    const [{ id: link }] = await links.list({ notebook: id });
    await links.revoke({ id: link });
    equal(await ask(path), 404);
    equal((await fetchPage(`${path}/export/html`)).status, 404);
  });

  await t.step("guarded", async () => {
    const path = await share({ password: "correct horse" });
    equal(await ask(path), 403);
    equal((await fetchPage(`${path}/export/html`)).status, 403);
    const opened = await fetchPage(path, formOf({ password: "correct horse" }));
    const Cookie = (opened.headers.get("Set-Cookie") ?? "").split(";")[0];
    equal(await ask(path, { headers: { Cookie } }), 200);
  });

  await t.step("used too often", async () => {
    const path = await share();
    const token = path.slice("/s/".length);
    const visit = { token, parameters: {}, password: null, grant: null };
    for (let count = 0; count < 120; count++) await links.open(visit);
    equal(await ask(path), 429);
    for (const file of ["export/html", "results/all/rows"]) {
      const refused = await fetchPage(`${path}/${file}`);
      equal(refused.status, 429);
      ok(Number(refused.headers.get("Retry-After")) > 0, file);
    }
  });
});

notebooksTest("findShown() gives what was frozen, and what may be set", async (given) => {
  const { share, id, fetchPage } = await shareRows(given);
  const { notebooks, folder } = given;
  const total = async (path: string, query = "") => {
    const response = await fetchPage(`${path}/results/all/rows?${query}`);
    return response.ok ? (await response.json()).total : response.status;
  };
  const frozen = await share({ mode: "frozen" });
  const setting = await share({ verb: "view_and_set" });
  const locked = await share({ verb: "view_and_set", locked: ["least"] });
  // Of 1 to 150, 51 are at least 100.
  const given100 = new URLSearchParams({ given: "least=100" }).toString();
  equal(await total(setting, given100), 51);
  equal(await total(locked, given100), 150);
  equal(await total(frozen, given100), 150);

  await folder.write("orders.csv", orders().split("\n").slice(0, 11).join("\n") + "\n");
  await runToEnd(notebooks, { id });
  equal(await total(frozen), 150);
  equal(await total(await share()), 10);
});
