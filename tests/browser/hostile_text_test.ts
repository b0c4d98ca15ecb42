import { deepStrictEqual as assertEquals, equal, match } from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserTest } from "@/tests/helpers/browser.ts";
import { intruders, NAUGHTY, NUL } from "@/tests/helpers/naughty.ts";
import { sticksOut, untilReady, watch } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/** Prose can link to other hosts, as long as nothing is fetched from there. */
const PROSE = NAUGHTY.filter((text) => !text.startsWith("<https:"));

/** In a cell, `${` begins the name of a parameter. */
const VALUES = NAUGHTY.filter((text) => !text.includes("${"));

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** A notebook with hostile words wherever its file has words. */
const NOTEBOOK = `---
title: ${JSON.stringify(NAUGHTY.join(" "))}
description: ${JSON.stringify(NAUGHTY.toReversed().join(" "))}
tags: ${JSON.stringify(NAUGHTY.filter((text) => text.length <= 60).slice(0, 20))}
params:
  region:
    type: choice
    title: ${JSON.stringify(NAUGHTY[5])}
    options: ${JSON.stringify(NAUGHTY)}
    default: ${JSON.stringify(NAUGHTY[0])}
  words: { type: text, default: ${JSON.stringify(NAUGHTY[1])} }
---

${PROSE.join("\n\n")}

${PROSE.map((text) => `# ${text}`).join("\n\n")}

\`\`\`sql names
query: ${
  JSON.stringify(
    `select name, n from (values ${
      VALUES.map((text, index) => `(${quoted(text)}, ${index + 1})`).join(", ")
    }) as t(name, n)`,
  )
}
\`\`\`

\`\`\`sql columns
query: ${
  JSON.stringify(
    `select ${
      VALUES.slice(0, 30).map((text, index) =>
        `${index} as "${text.replaceAll('"', '""').slice(0, 50)}"`
      ).join(", ")
    }`,
  )
}
\`\`\`

\`\`\`chart bars
from: names
type: bar
x: name
y: n
top: 100
title: ${JSON.stringify(NAUGHTY[5])}
unit: ${JSON.stringify("<b>")}
\`\`\`

\`\`\`chart points
from: names
type: scatter
x: n
y: n
color: name
label: name
title: ${JSON.stringify(NAUGHTY[10])}
\`\`\`

\`\`\`sql wrong
query: ${JSON.stringify(`select "${NAUGHTY[4]}" from names`)}
\`\`\`

\`\`\`sql <img src=x onerror=caught=1>
query: select 1 as n
\`\`\`

\`\`\`<svg/onload=caught=1> named
query: select 1 as n
\`\`\`

\`\`\`chart ${NAUGHTY[0]}
from: ${JSON.stringify(NAUGHTY[4])}
type: ${JSON.stringify(NAUGHTY[4])}
\`\`\`
`;

/** A file whose header and values are hostile. */
function hostileFile(): string {
  const cells = [...NAUGHTY, NUL].map((text) => `"${text.replaceAll('"', '""')}"`);
  const row = (
    day: number,
    from: number,
  ) => [
    `2026-01-${String(day).padStart(2, "0")}`,
    ...cells.map((_, i) => cells[(i + from) % cells.length]),
  ];
  const header = ["day", ...cells];
  return [header, ...Array.from({ length: 28 }, (_, i) => row(i + 1, i))]
    .map((fields) => fields.join(",")).join("\n");
}

/** Posts a form by the page's own script, and returns where it led. */
async function post(
  page: Page,
  path: string,
  fields: readonly (readonly [string, string])[],
  files: readonly (readonly [name: string, text: string])[] = [],
): Promise<{ readonly url: string; readonly status: number; readonly html: string }> {
  return await page.evaluate(async ({ path, fields, files }) => {
    const form = new FormData();
    for (const [name, value] of fields) form.append(name, value);
    for (const [name, text] of files) form.append("file", new File([text], name));
    const body = files.length > 0
      ? form
      : new URLSearchParams(fields.map(([name, value]) => [name, value]));
    const answer = await fetch(path, { method: "POST", body });
    return { url: answer.url, status: answer.status, html: await answer.text() };
  }, { path, fields, files });
}

browserTest("Hostile text is text wherever it stands", async (opened) => {
  await using site = await startSite();
  const { origin } = site;
  await using watched = await watch(opened.browser, { origin });
  const { page, context, faults } = watched;
  const found: string[] = [];
  const check = async (name: string) => {
    found.push(...(await intruders(page)).map((fault) => `${name}: ${fault}`));
  };
  const open = async (address: string) => {
    const answer = await page.goto(new URL(address, origin).href);
    if ((answer?.status() ?? 500) >= 500) found.push(`${address}: ${answer?.status()}`);
    await page.mouse.move(300, 300);
    await check(address);
  };
  await page.goto(site.link);

  // Notebooks, and what stands in addresses.
  const made = await post(page, "/", [["do", "import"]], [[`${NAUGHTY[4]}.md`, NOTEBOOK]]);
  equal(made.status, 200, made.html);
  const notebook = new URL(made.url).pathname;
  const broken = await post(page, "/", [["do", "import"]], [["nul.md", NUL]]);
  equal(broken.status < 500, true, broken.html);
  await open(notebook);
  await untilReady(page);
  await page.getByRole("button", { name: "Run all" }).click();
  await page.locator("#cell-points figure").first().waitFor();
  await check("notebook, run");
  equal((await page.locator("h1").first().textContent())?.includes(NAUGHTY[0]), true);
  for (let i = 0; i < NAUGHTY.length; i += 4) {
    const [search, tag, deleted, title] = [...NAUGHTY, ...NAUGHTY].slice(i, i + 4);
    await open(`/?${new URLSearchParams({ search, tag, deleted, title })}`);
  }
  const asked = encodeURIComponent(NAUGHTY[5]);
  for (
    const address of [
      "/",
      `/${asked}`,
      `/notebooks/${asked}`,
      `/results/${asked}`,
      `/s/${asked}`,
      `/upload/${asked}`,
      "/sign-in?next=javascript:caught=1",
      "/?search=a%00b&tag=a%00b&deleted=a%00b",
      "/notebooks/a%00b",
      "/s/a%00b",
      `${notebook}?words=a%00b&region=a%00b`,
      `${notebook}/history?before=a%00b&after=a%00b`,
      `${notebook}?region=${asked}&words=${asked}`,
      `${notebook}?edit-cell=names&edit-as=form`,
      `${notebook}?edit-cell=names&edit-as=text`,
      `${notebook}?edit-cell=bars&edit-as=form`,
      `${notebook}?edit-cell=columns&edit-as=text`,
      `${notebook}?edit-prose=0`,
      `${notebook}/app`,
      `${notebook}/grants`,
      `${notebook}/history`,
    ]
  ) await open(address);

  // A table, with each value as it was written.
  await open(notebook);
  const rows = await page.locator("#cell-names .facts a").first().getAttribute("href");
  const key = /results\/(\w+)/.exec(rows ?? "")?.[1];
  await open(rows ?? "");
  await untilReady(page);
  const values = await page.locator("tbody tr").evaluateAll((rows) =>
    rows.map((row) => row.textContent ?? "")
  );
  // The island may add spaces and a number of the row, but no word may be missing.
  const missing = VALUES.filter((text) => !values.some((value) => value.includes(text)));
  assertEquals(missing, []);

  // Exports, opened with no policy that would stop a script.
  await context.route(`${origin}/opened/**`, async (route) => {
    const path = decodeURIComponent(
      new URL(route.request().url()).pathname.slice("/opened".length),
    );
    const body = await fetchText(path);
    const contentType = path.endsWith("svg") ? "image/svg+xml" : "text/html";
    await route.fulfill({ contentType, body });
  });
  await page.goto(`${origin}/opened${notebook}/export/html`);
  await page.mouse.move(300, 300);
  await check("report");
  for (const cell of ["bars", "points"]) {
    await page.goto(`${origin}${notebook}`);
    const href = await page.locator(`#cell-${cell} .facts a`).first().getAttribute("href");
    const chart = /results\/(\w+)/.exec(href ?? "")?.[1];
    await page.goto(`${origin}/opened/api/results/${chart}/charts/0.svg`);
    equal(await page.evaluate(() => document.documentElement.localName), "svg");
    await check(`${cell}, drawn`);
  }
  JSON.parse(await fetchText(`${notebook}/export/json`));
  const table = await fetchText(`/api/results/${key}/export?format=csv`);
  // Whatever a spreadsheet would take for a formula begins with a sign that says it is none.
  assertEquals(table.split("\r\n").filter((line) => /^"?[=+@-]/.test(line)), []);
  match(table, /'=HYPERLINK/);

  // Files by all these names, and one full of them.
  await open("/data");
  // Each takes a process a moment: every third has some of all kinds.
  const uploads = NAUGHTY.filter((_, i) => i % 3 === 0)
    .map((text, i) => [`${text}.csv`, `day,n\n2026-01-01,${i}\n`] as const);
  const taken = await post(page, "/data", [], uploads);
  equal(taken.status, 200, taken.html);
  const hostile = await post(page, "/data", [], [["hostile.csv", hostileFile()]]);
  await open("/data");
  await open(hostile.url);
  await untilReady(page);
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  await check("preview");
  await page.getByText("Make a notebook of it").click();
  await page.waitForURL(/\/notebooks\//);
  await page.waitForFunction(() =>
    document.querySelector(".cell.running, .cell.queued, .cell.stale") === null
  );
  await check("first notebook");
  const first = new URL(page.url()).pathname;
  await open(`${first}/app`);
  await open(`${first}?edit-cell=clean&edit-as=form`);

  // Links by all these names.
  for (const text of NAUGHTY) {
    const label: readonly (readonly [string, string])[] = [["label", text.slice(0, 200)]];
    const made = await post(page, `${notebook}/links`, [
      ["do", "make"],
      ["shows", "live"],
      ...label,
    ]);
    equal(made.status, 201, text);
  }
  const nul = await post(page, `${notebook}/links`, [["do", "make"], ["shows", "live"], [
    "label",
    NUL,
  ]]);
  equal(nul.status < 500, true, nul.html);
  await open(`${notebook}/links`);
  assertEquals(
    (await page.locator(".label-of").allTextContents()).filter((label) =>
      !label.startsWith("before")
    )
      .toSorted(),
    NAUGHTY.map((text) => text.slice(0, 200).trim()).toSorted(),
  );
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.getByLabel("Address").inputValue();
  await open(link);
  await page.setViewportSize({ width: 390, height: 844 });
  for (const address of [link, notebook, first, "/", "/data", rows ?? "", `${notebook}/links`]) {
    await page.goto(new URL(address, origin).href);
    found.push(...(await sticksOut(page)).map((fault) => `${address}: ${fault}`));
  }
  // What was refused above was refused as it should be.
  assertEquals([...found, ...faults.filter((fault) => !fault.includes(" got 400 from "))], []);

  async function fetchText(path: string): Promise<string> {
    return await (await context.request.get(new URL(path, origin).href)).text();
  }
});
