import { equal, match } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { migrate } from "@/lib/db/migrate.ts";
import { createLog } from "@/lib/log.ts";
import { createLinks } from "@/lib/workspace/links/links.ts";
import { createOwner } from "@/lib/workspace/owner/owner.ts";
import { makeClock } from "@/tests/helpers/clock.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { linkAsked } from "@/tests/helpers/link_asked.ts";
import { makeShelf, makeView, SECRET } from "@/tests/helpers/linked_notebooks.ts";
import { reports } from "@/tests/helpers/reports.ts";
import { formOf, openPages } from "@/tests/helpers/site.ts";

const FILES = ["routes/s/[token]/index.tsx"];

async function openDesk(database: Database) {
  await migrate(database);
  const notebooks = makeShelf();
  notebooks.put(makeView());
  const { now } = makeClock();
  const log = createLog({ level: "error" });
  const links = createLinks({ database, notebooks, log, reports, now, waitMilliseconds: 1 });
  const owner = createOwner({ database, log, now });
  return { links, owner, notebooks, fetchPage: await openPages({ links, owner }, FILES) };
}

databaseTest("GET /s/… shows the notebook to whoever has the address", async (database) => {
  const { links, fetchPage } = await openDesk(database);
  const { token } = await links.create(linkAsked());
  const response = await fetchPage(`/s/${token}`);
  equal(response.status, 200);
  const text = await response.text();
  match(text, /<h1>Sales<\/h1>/);
  match(text, /What was sold/);
  match(text, /<meta name="robots" content="noindex, nofollow"/);
  equal(text.includes(SECRET), false);
  // Nothing of the workspace around it is told, nor where it is.
  for (const word of ["/notebooks", "/data", "sign-in"]) equal(text.includes(word), false, word);
  equal(response.headers.get("X-Robots-Tag"), "noindex, nofollow");
  equal(response.headers.get("X-Frame-Options"), "DENY");
  match(response.headers.get("Content-Security-Policy") ?? "", /frame-ancestors 'none'/);
  equal(response.headers.get("Set-Cookie"), null);
});

databaseTest("GET /s/… lets the hosts of this link frame it, and no others", async (database) => {
  const { links, fetchPage } = await openDesk(database);
  const embedHosts = ["https://wiki.example.org"];
  const open = await links.create(linkAsked({ embedHosts }));
  const closed = await links.create(linkAsked({ embedHosts, password: "correct horse" }));
  for (const { token } of [open, closed]) {
    const { headers } = await fetchPage(`/s/${token}`);
    match(
      headers.get("Content-Security-Policy") ?? "",
      /; frame-ancestors https:\/\/wiki\.example\.org$/,
    );
    equal(headers.get("X-Frame-Options"), null);
  }
  const { headers } = await fetchPage("/s/unknown");
  equal(headers.get("X-Frame-Options"), "DENY");
});

databaseTest("GET /s/… sets from the address what may be set, with a control", async (database) => {
  const { links, fetchPage } = await openDesk(database);
  const { token } = await links.create(linkAsked({ verb: "view_and_set", locked: ["region"] }));
  const text = await (await fetchPage(`/s/${token}?days=14&region=South`)).text();
  match(text, /<input[^>]*name="days"[^>]*value="14"/);
  equal(text.includes('name="region"'), false);
  equal(text.includes("South"), false);
});

databaseTest("GET /s/… says that a link has ended, and not which end it was", async (database) => {
  const { links, fetchPage } = await openDesk(database);
  const revoked = await links.create(linkAsked({ password: "correct horse" }));
  await links.revoke(revoked);
  const answers = await Promise.all([`/s/${revoked.token}`, "/s/unknown"].map(async (path) => {
    const response = await fetchPage(path);
    equal(response.status, 410);
    return (await response.text()).replaceAll(path, "");
  }));
  equal(answers[0], answers[1]);
  match(answers[0], /This link has ended/);
});

databaseTest("POST /s/… takes the password, and keeps it in mind", async (database) => {
  const { links, fetchPage } = await openDesk(database);
  const { token } = await links.create(linkAsked({ password: "correct horse" }));
  const path = `/s/${token}?days=7`;
  const asked = await fetchPage(path);
  equal(asked.status, 200);
  equal((await asked.text()).includes("Sales"), false);
  const wrong = await fetchPage(path, formOf({ password: "wrong horse" }));
  equal(wrong.status, 403);
  match(await wrong.text(), /This is not the password/);
  const right = await fetchPage(path, formOf({ password: "correct horse" }));
  equal(right.status, 303);
  equal(right.headers.get("Location"), path);
  const cookie = right.headers.get("Set-Cookie") ?? "";
  match(cookie, new RegExp(`^daybook_link=[^;]+; Path=/s/${token}; HttpOnly; SameSite=Lax$`));
  const opened = await fetchPage(path, { headers: { Cookie: cookie.split(";")[0] } });
  match(await opened.text(), /<h1>Sales<\/h1>/);
});

databaseTest(
  "POST /s/… answers a frame with the page, since it may keep no cookie",
  async (database) => {
    const { links, fetchPage } = await openDesk(database);
    const { token } = await links.create(linkAsked({ password: "correct horse" }));
    const form = formOf({ password: "correct horse" });
    const response = await fetchPage(`/s/${token}`, {
      ...form,
      headers: { ...form.headers, "Sec-Fetch-Dest": "iframe" },
    });
    equal(response.status, 200);
    match(await response.text(), /<h1>Sales<\/h1>/);
  },
);

databaseTest("GET /s/… asks who opens it too often to wait", async (database) => {
  const { links, fetchPage } = await openDesk(database);
  const { token } = await links.create(linkAsked());
  const asked = { token, parameters: {}, password: null, grant: null };
  for (let count = 0; count < 120; count++) await links.open(asked);
  const response = await fetchPage(`/s/${token}`);
  equal(response.status, 429);
  equal(response.headers.get("Retry-After"), "1");
});

databaseTest("GET /s/… shows hostile text as text", async (database) => {
  const { links, notebooks, fetchPage } = await openDesk(database);
  const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>`;
  const view = makeView();
  notebooks.put({
    ...view,
    title: hostile,
    description: hostile,
    parameters: view.parameters.map((one) => ({ ...one, value: hostile })),
    blocks: [
      { type: "prose", index: 0, markdown: `${hostile}\n\n[x](javascript:alert(3))` },
      ...view.blocks.flatMap((block) =>
        block.type === "prose" ? [] : [{ ...block, cell: { ...block.cell, title: hostile } }]
      ),
    ],
  });
  const viewed = await links.create(linkAsked());
  const set = await links.create(linkAsked({ verb: "view_and_set" }));
  for (const { token } of [viewed, set]) {
    const text = await (await fetchPage(`/s/${token}?days=${encodeURIComponent(hostile)}`)).text();
    for (const tag of ["<script>alert", "<img src=x", "javascript:"]) {
      equal(text.includes(tag), false, tag);
    }
    match(text, /&lt;script>alert\(1\)|&lt;script&gt;alert\(1\)/);
  }
});
