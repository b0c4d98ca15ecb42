/**
 * A whole life of a site, with secrets wherever people and programs can put some: none is printed.
 *
 * OWASP A09:2021, security logging and monitoring failures; A02:2021, cryptographic failures.
 *
 * @module
 */
import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { ask, importNotebook, posted, runAll, sent, upload } from "@/tests/helpers/site_acts.ts";
import { startSite } from "@/tests/helpers/started_site.ts";
import { linesWithSecrets } from "@/tests/helpers/told_secrets.ts";

/** What every planted secret has in it, in small letters or capitals. */
const PLANT = "pl4nt";

/** A number that stands in rows alone. */
const NUMBER = "739107391";

/** Every secret that settings can hold at once: mail goes one way, and a database would have to answer. */
const SETTINGS = {
  LOG_LEVEL: "debug",
  APP_ENCRYPTION_KEY: `${PLANT}-8fJ2qLw0ZpR7xVtYb4nKc9sDg1mHa6eT`,
  APP_ENCRYPTION_PREVIOUS_KEYS: `${PLANT}-5kJ2qLw0ZpR7xVtYb4nKc9sDg1mHa6eT`,
  JWT_SECRET: `${PLANT}-3mJ2qLw0ZpR7xVtYb4nKc9sDg1mHa6eT`,
  API_KEY: `${PLANT}-1vJ2qLw0ZpR7xVtYb4nKc9sDg1mHa6eT`,
  WEBHOOK_SECRET: `${PLANT}-9zJ2qLw0ZpR7xVtYb4nKc9sDg1mHa6eT`,
  ADMIN_EMAIL: `${PLANT}-admin@example.org`,
  ADMIN_PASSWORD: `${PLANT} goes by many roads`,
  OIDC_ISSUER: `http://127.0.0.1:9/${PLANT}`,
  OIDC_CLIENT_ID: "daybook",
  OIDC_CLIENT_SECRET: `${PLANT}-client`,
  OPENAI_API_KEY: `${PLANT}-openai`,
  GEMINI_API_KEY: `${PLANT}-gemini`,
  GEMINI_BASE_URL: `http://127.0.0.1:9/${PLANT}`,
  SMTP_URL: `smtp://ann:${PLANT}-smtp@127.0.0.1:9`,
  EMAIL_FROM: "daybook@example.org",
  CONNECTION_WAREHOUSE: `postgres://reader:${PLANT}-warehouse@127.0.0.1:9/sales`,
};

const ROWS = [
  "day,who,amount",
  `2026-01-01,${PLANT}-ann@example.org,${NUMBER}`,
  `2026-01-02,=HYPERLINK("${PLANT}"),5`,
  `2026-01-03,"@${PLANT} ""quoted""",6`,
  `not a day ${PLANT},${PLANT},${PLANT}`,
].join("\n");

/** Cells that work, and cells that fail with a value of a row in what Postgres tells. */
const notebook = (digest: string) =>
  `---
title: Life
---

\`\`\`load rows
upload: ${digest}
\`\`\`

\`\`\`sql fine
query: select who, amount from rows
\`\`\`

\`\`\`sql wrong
query: select who::int4 as number from rows
\`\`\`

\`\`\`sql missing
query: select '${PLANT}-text'::date as day
\`\`\`

\`\`\`load elsewhere
connection: warehouse
query: select '${PLANT}-query' as word
\`\`\`
`;

Deno.test("No line that a site prints holds a secret, a row or what was sent to it", async () => {
  const told: string[] = [];
  let logged: readonly string[] = [];
  {
    await using site = await startSite({ environment: SETTINGS });
    logged = site.logged;
    const anybody = (path: string, init?: RequestInit) =>
      fetch(new URL(path, site.origin), { redirect: "manual", ...init });

    // Who is not let in, and who is.
    const refused: [path: string, init?: RequestInit][] = [
      [`/sign-in?token=${PLANT}-token`],
      ["/sign-in", posted(site, { email: `${PLANT}@example.org`, password: `${PLANT}-password` })],
      [`/notebooks/${PLANT}?who=${PLANT}`, { headers: { Cookie: `daybook_session=${PLANT}` } }],
      ["/api/sources", { headers: { Authorization: `Bearer ${PLANT}` } }],
      ["/api/sources", { headers: { "X-API-Key": PLANT } }],
      ["/api/sources", { headers: { "X-API-Key": SETTINGS.API_KEY } }],
      ["/sign-in/openid"],
      [
        "/sign-in",
        posted(site, { email: SETTINGS.ADMIN_EMAIL, password: SETTINGS.ADMIN_PASSWORD }),
      ],
      [`/s/${PLANT}-link`],
      ["/", { method: PLANT, headers: { "X-Request-Id": `${PLANT} ${PLANT}` } }],
      [`/${PLANT}/../../${PLANT}`],
    ];
    for (const [path, init] of refused) await ask(anybody, path, init);

    // Files, and a notebook that fails on their rows.
    const digest = await upload(site, `=${PLANT}.csv`, ROWS);
    assert(/^[0-9a-f]{64}$/.test(digest), digest);
    await upload(site, `../../${PLANT}.csv`, `a,b\n"${PLANT}`);
    await upload(site, `${PLANT}.exe`, `MZ${PLANT}`);
    const path = await importNotebook(site, notebook(digest));
    told.push(await runAll(site, path));
    for (const page of [path, `${path}/history`, `${path}/app`, "/data", `/upload/${digest}`]) {
      const { status } = await ask(site.fetch, page);
      assert(status < 500, `${page}: ${status}`);
    }

    // What cannot be read, and what is no notebook.
    await ask(site.fetch, `/api${path}/edit`, sent(site, `{"text":"${PLANT}`));
    await ask(site.fetch, `/api${path}/run`, sent(site, { what: PLANT }));
    await ask(site.fetch, "/", posted(site, { do: PLANT }));

    // A link with a password that somebody guesses at.
    const made = await ask(
      site.fetch,
      `${path}/links`,
      posted(site, { do: "make", mode: "live", verb: "view", password: `${PLANT}-right` }),
    );
    const link = /\/s\/([\w-]{20,})/.exec(made.text)?.[1] ?? "";
    if (link !== "") {
      await ask(anybody, `/s/${link}`, posted(site, { password: `${PLANT}-wrong` }));
      await ask(anybody, `/s/${link}`, posted(site, { password: `${PLANT}-right` }));
    }

    // Events, good and bad.
    const events = `time,value,who\n2026-01-01,${NUMBER},${PLANT}\n${PLANT},${PLANT},${PLANT}\n`;
    for (const mode of ["strict", "tolerant"]) {
      await ask(site.fetch, `/api/ingest?source_name=shop&mode=${mode}`, {
        ...posted(site, {}),
        headers: { ...posted(site, {}).headers, "Content-Type": "text/csv" },
        body: events,
      });
    }
    await ask(site.fetch, "/sign-out", posted(site, {}));
    told.push(link, new URL(site.link).searchParams.get("token") ?? "");
  }

  const [ran, link, token] = told;
  // Cells that read the rows, and cells that failed on them.
  const { computed, failed } = JSON.parse(ran);
  assert(computed >= 2 && failed >= 2, ran);
  const found = logged.filter((line) =>
    line.toLowerCase().includes(PLANT) || line.includes(NUMBER) || line.includes(token) ||
    (link !== "" && line.includes(link))
  );
  assertEquals(found, []);
  assert(link !== "");

  // Every line is JSON, and says what happened; those of requests say which and how long it took.
  const lines = logged.filter((line) => line !== "").map((line) => JSON.parse(line));
  assertEquals(lines.filter(({ event, time }) => !event || !time), []);
  const requests = lines.filter(({ event }) => event === "request.done");
  assert(requests.length > 20);
  assertEquals(
    requests.filter(({ request, milliseconds, status }) =>
      !/^[\w-]{1,64}$/.test(request) || typeof milliseconds !== "number" ||
      // 502 is that the other place to sign in at does not answer.
      status >= 500 && status !== 502
    ),
    [],
  );
  // A run tells who asked for it: the request came over the pipe.
  const begun = lines.find(({ event }) => event === "run.start");
  assert(
    requests.some(({ request, route }) =>
      request === begun.request && route === "/api/notebooks/:notebook/run"
    ),
  );
  assert(lines.some(({ event, run }) => event === "run.error" && run === begun.run));
  assert(lines.some(({ event }) => event === "security.sign_in_refused"));
});

Deno.test("linesWithSecrets() finds secrets of settings, links, sessions and programs in lines", () => {
  const environment = {
    SMTP_URL: "smtp://ann:sm%20tp-word@127.0.0.1:9",
    APP_ENCRYPTION_KEY: "k".repeat(32),
  };
  const bad = [
    `{"url":"smtp://ann:sm tp-word@127"}`,
    "k".repeat(32),
    "daybook_session=abcdefgh",
    `dbk_0011aabb_${"x".repeat(24)}`,
    `Authorization: Bearer ${"a".repeat(30)}`,
    `/sign-in?token=${"b".repeat(30)}`,
  ];
  const good = [`{"event":"started","url":"smtp://127.0.0.1:9"}`, "/sign-in?token=…", "key: dbk_"];
  const planted = { environment, values: ["daybook_session=abcdefgh", ""] };
  assertEquals(linesWithSecrets([...good, ...bad], planted), bad);
});
