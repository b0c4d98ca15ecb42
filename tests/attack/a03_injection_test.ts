/**
 * OWASP A03:2021, injection: script in every text, formulas in every export, SQL in names and
 * expressions, lines in headers.
 *
 * Hostile text in a real browser is tried by tests/browser/hostile_text_test.ts.
 *
 * @module
 */
import {
  deepStrictEqual as assertEquals,
  doesNotMatch,
  match,
  ok as assert,
} from "node:assert/strict";
import { ask, importNotebook, posted, runAll, upload } from "@/tests/helpers/site_acts.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

const SCRIPT = `<script>caught()</script>`;
const IMAGE = `"><img src=x onerror=caught()>`;
const FORMULAS = ["=1+1", "+1+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1"];

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

const rows = [
  ["day", "words", IMAGE].map(quoted).join(","),
  ...[SCRIPT, IMAGE, ...FORMULAS, "-12.5", "plain"].map((text, i) =>
    [`2026-01-${String(i + 1).padStart(2, "0")}`, text, text].map(quoted).join(",")
  ),
].join("\n");

const notebook = (digest: string) =>
  `---
title: ${JSON.stringify(SCRIPT + IMAGE)}
description: ${JSON.stringify(IMAGE)}
tags: [${JSON.stringify(IMAGE)}]
---

# ${SCRIPT} ${IMAGE}

[link](javascript:caught()) ![picture](javascript:caught()) <a href="data:text/html,${SCRIPT}">x</a>

\`\`\`load rows
upload: ${digest}
\`\`\`

\`\`\`sql shown
query: select words from rows
\`\`\`

\`\`\`sql attack_one
query: select 1; drop table daybook.notebooks
\`\`\`

\`\`\`sql attack_two
query: select * from daybook.accounts
\`\`\`

\`\`\`sql attack_three
query: select pg_read_file('/etc/passwd') as words
\`\`\`

\`\`\`sql attack_four
query: select * from pg_shadow
\`\`\`

\`\`\`sql attack_five
query: "select set_config('role', 'none', false) as a, pg_sleep(100) as b"
\`\`\`

\`\`\`sql attack_six
query: copy rows to program 'id'
\`\`\`

\`\`\`clean attack_seven
from: rows
steps:
  - derive:
      "x'; drop table daybook.notebooks; --": "words || (select password_hash from daybook.accounts)"
\`\`\`
`;

/** Markup that would run something: no text of ours has it but as text. */
const RUNS = /<script>caught|<img src=x|href="javascript:|src="javascript:|<a href="data:/;

Deno.test("What people write stays text in every page, export and query", async (t) => {
  await using site = await startSite({ environment: { LOG_LEVEL: "info" } });
  const anybody = (path: string, init?: RequestInit) =>
    fetch(new URL(path, site.origin), { redirect: "manual", ...init });
  const digest = await upload(site, `${IMAGE.replaceAll("/", "")}.csv`, rows);
  match(digest, /^[0-9a-f]{64}$/);
  const path = await importNotebook(site, notebook(digest));
  match(await runAll(site, path), /run\.error/);
  const made = await ask(
    site.fetch,
    `${path}/links`,
    posted(site, { do: "make", shows: "live", label: SCRIPT }),
  );
  const [, token] = /\/s\/([\w-]{20,})/.exec(made.text) ?? [];

  await t.step("script in titles, prose, cells, columns, file names and labels", async () => {
    const pages = ["/", path, `${path}/app`, `${path}/history`, `${path}/links`, "/data"];
    const others = [
      `/upload/${digest}`,
      `${path}/export/html`,
      `/?search=${encodeURIComponent(IMAGE)}`,
    ];
    const shown = await Promise.all([...pages, ...others].map((one) => ask(site.fetch, one)));
    for (const { status, text, headers } of [...shown, await ask(anybody, `/s/${token}`)]) {
      assertEquals(status, 200, text.slice(0, 300));
      doesNotMatch(text, RUNS);
      match(headers.get("Content-Type") ?? "", /^text\/html|^application\/json|^text\/csv/);
    }
  });

  await t.step("formulas in exports", async () => {
    const view = JSON.parse((await ask(site.fetch, `/api${path}/view`)).text);
    const shown = JSON.stringify(view).match(/"name":"shown".*?"key":"([0-9a-f]{32,})"/)?.[1];
    assert(shown !== undefined);
    const { status, text } = await ask(site.fetch, `/api/results/${shown}/export?format=csv`);
    assertEquals(status, 200, text);
    const lines = text.split(/\r?\n/);
    assertEquals(lines.filter((line) => /^"?[=+@\t\r]/.test(line)), []);
    // A minus begins a number, and nothing else.
    assertEquals(lines.filter((line) => /^"?-(?!12\.5)/.test(line)), []);
    assert(text.includes("-12.5"));
  });

  await t.step(
    "SQL in queries, names and expressions reaches no table but the cell's own",
    async () => {
      const { text } = await ask(site.fetch, `/api${path}/view`);
      doesNotMatch(text, /root:x:|\$argon2id\$|scrypt\$/);
      const states = [...JSON.parse(text).blocks].flatMap((block) =>
        block.type === "cell" && block.cell.name.startsWith("attack")
          ? [block.cell.status.state]
          : []
      );
      assertEquals(states.length, 7);
      assertEquals(
        states.filter((state) => !["failed"].includes(state)),
        [],
        states.join(),
      );
      // The table that was to be dropped is there.
      assertEquals((await ask(site.fetch, "/")).text.includes(path), true);
    },
  );

  await t.step("SQL in addresses is text", async () => {
    const words = ["' or 1=1 --", "1;select pg_sleep(9)", "%", "_", "\\", "'||(select 1)||'"];
    for (const word of words) {
      const value = encodeURIComponent(word);
      const asked = [
        `/?search=${value}&tag=${value}`,
        `/api/results/${value}/rows`,
        `/notebooks/${value}`,
        `/api/metrics/names?source_name=${value}`,
        `/api/metrics/daily?source_name=${value}&metric=${value}&start_date=2026-01-01`,
        `/s/${value}`,
      ];
      for (const one of asked) {
        const { status } = await ask(site.fetch, one);
        assert(status < 500, `${one}: ${status}`);
      }
    }
  });

  await t.step("lines in headers end no header", async () => {
    const { headers } = await ask(anybody, "/health", { headers: { "X-Request-Id": "a b;c" } });
    match(headers.get("X-Request-Id") ?? "", /^[0-9a-f-]{36}$/);
    const next = await ask(anybody, "/sign-in?next=%0d%0aSet-Cookie:%20a=b&token=x");
    assertEquals(next.headers.get("Set-Cookie"), null);
    const redirected = await ask(anybody, "/%0d%0aSet-Cookie:a=b");
    doesNotMatch(redirected.headers.get("Location") ?? "", /[\r\n]/);
    const named = await upload(site, 'a"\r\nX-Evil: 1;.csv', "a,b\n1,2\n2,x\nz,3\n");
    if (/^[0-9a-f]{64}$/.test(named)) {
      const file = await ask(site.fetch, `/data/${named}/rejected`);
      assertEquals(file.headers.get("X-Evil"), null);
    }
  });

  await t.step("a link to another site is no way back after signing in", async () => {
    for (
      const next of ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:a()"]
    ) {
      const { text, headers } = await ask(anybody, `/sign-in?next=${encodeURIComponent(next)}`);
      doesNotMatch(headers.get("Location") ?? "", /evil|javascript/);
      doesNotMatch(text, /(?:href|action)="(?:https?:)?\/\/evil|href="javascript/);
    }
  });
});
