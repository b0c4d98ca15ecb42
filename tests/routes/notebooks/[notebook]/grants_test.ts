import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import { createLog } from "@/lib/log.ts";
import { createOwner } from "@/lib/workspace/owner/owner.ts";
import { notebooksTest } from "@/tests/helpers/notebooks.ts";
import { type FetchPage, formOf, openPages } from "@/tests/helpers/site.ts";

const STRANGE = `---
title: <script>alert(1)</script>
---

\`\`\`load orders
file: "<img src=x onerror=alert(2)>.csv"
\`\`\`

\`\`\`load people
connection: payroll
table: people
\`\`\`
`;

notebooksTest("POST …/grants allows what is named, and nothing else", async (given) => {
  const { notebooks, database } = given;
  const owner = createOwner({ database, log: createLog({ level: "error" }) });
  const { token } = await owner.issueSignInLink();
  const started = await owner.signIn({ token, userAgent: null });
  ok(started);
  const fetchPage = await openPages({ owner, notebooks }, [
    "routes/notebooks/[notebook]/grants.tsx",
  ]);
  const fetchSigned: FetchPage = (path, init = {}) =>
    fetchPage(path, {
      ...init,
      headers: { ...init.headers, Cookie: `daybook_session=${started.session}` },
    });
  const { id } = await notebooks.create({ text: STRANGE, imported: true });
  const path = `/notebooks/${id}/grants`;
  const granted = async () => (await notebooks.grants({ id })).map(({ granted }) => granted);

  const text = await (await fetchSigned(path)).text();
  match(text, /Connection <code>payroll<\/code><small>for people<\/small>/);
  for (const hostile of ["<script>alert", "<img src=x"]) equal(text.includes(hostile), false);

  // Nobody allows what the notebook does not name.
  await fetchSigned(path, formOf({ allow: "connection accounts" }));
  deepStrictEqual(await granted(), [false, false]);
  const more = await fetchSigned(path, formOf({ allow: "connection payroll" }));
  deepStrictEqual([more.status, more.headers.get("Location")], [303, path]);
  deepStrictEqual(await granted(), [false, true]);
  const all = await fetchSigned(path, formOf({ allow: "file <img src=x onerror=alert(2)>.csv" }));
  equal(all.headers.get("Location"), `/notebooks/${id}`);
  deepStrictEqual(await granted(), [true, true]);
});
