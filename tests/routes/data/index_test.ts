import assert, { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { createNotebook } from "@/lib/workspace/notebooks/create.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { makeFiles, type TestFiles } from "@/tests/helpers/data_files.ts";
import { type FetchPage, formOf, openPages } from "@/tests/helpers/site.ts";
import { OWNER_SESSION } from "@/tests/helpers/signed_pages.ts";

const SESSION = OWNER_SESSION;
const SALES = "Order Date;Net;Note\n01/02/2026;1,5;<script>alert(1)</script>\n03/04/2026;2,5;b\n" +
  "05/06/2026;4,5;c\n";
const ROUTES = [
  "routes/data/index.tsx",
  "routes/data/[digest]/rejected.ts",
  "routes/upload/[digest].tsx",
  "routes/api/uploads/index.ts",
  "routes/api/uploads/[id].ts",
  "routes/api/data/[digest]/preview.ts",
];

/** Opens the pages of files for one who is signed in. */
async function openFilePages(database: Database, test: TestFiles) {
  const made: string[] = [];
  const fetchPage = await openPages({
    files: test.files,
    owner: {
      session: () => Promise.resolve(SESSION),
      signIn: () => Promise.resolve(null),
      signOut: () => Promise.resolve(),
    },
    // Of notebooks these pages only make one and run it.
    notebooks: {
      create: (asked: { readonly text?: string }) => {
        made.push(asked.text ?? "");
        return createNotebook(database, asked);
      },
      run: () => Promise.resolve({ run: "1" }),
    } as never,
  }, ROUTES);
  const get: FetchPage = (path, init = {}) =>
    fetchPage(path, {
      ...init,
      headers: {
        "Cookie": "daybook_session=x",
        "Sec-Fetch-Site": "same-origin",
        ...init.headers,
      },
    });
  return { get, made };
}

function postFiles(...files: readonly File[]): RequestInit {
  const body = new FormData();
  for (const file of files) body.append("file", file);
  return { method: "POST", body };
}

databaseTest("/data takes files from a form without scripts", async (database) => {
  await using test = await makeFiles(database);
  const { get } = await openFilePages(database, test);
  const posted = await get("/data", postFiles(new File([SALES], "sales.csv")));
  const address = posted.headers.get("Location") ?? "";
  assertEquals([posted.status, address.slice(0, 8)], [303, "/upload/"]);
  const page = await (await get(address)).text();
  assert.match(page, /<h1>sales\.csv<\/h1>/);
  assert.match(page, /&lt;script>alert\(1\)/);
  assert(!page.includes("<script>alert"));
  const refused = await get("/data", postFiles(new File(["%PDF-1.7\n\0\u0001"], "a.csv")));
  assert.equal(refused.status, 422);
  assert.match(
    await refused.text(),
    /role="alert">Cannot read &quot;a\.csv&quot; as it must be CSV/,
  );
});

databaseTest(
  "/upload shows the effect of a choice, and keeps it in the notebook",
  async (database) => {
    await using test = await makeFiles(database);
    const { get, made } = await openFilePages(database, test);
    const digest = await test.keep("sales.csv", SALES);
    const choice = "date_order%3AOrder+Date=mdy";
    const page = await (await get(`/upload/${digest}?${choice}`)).text();
    assert.match(page, /2026-01-02/);
    assert.match(page, /<option +value="mdy" selected>month first<\/option>/);
    const answer = await get(`/api/data/${digest}/preview?${choice}`);
    const [whole, ...more] = (await answer.text()).trim().split("\n").map((line) =>
      JSON.parse(line)
    );
    assertEquals([whole.type, whole.preview.firstRows[0][0], more], ["whole", "2026-01-02", []]);
    const wrong = await get(`/upload/${digest}?encoding=nothing`);
    assert.equal(wrong.status, 422);
    assert.match(await wrong.text(), /role="alert">Cannot /);
    const posted = await get(`/upload/${digest}?${choice}`, formOf({}));
    assert.match(posted.headers.get("Location") ?? "", /^\/notebooks\//);
    assert.match(made[0], /Order Date:\n +date_order: mdy/);
    assert.equal((await get("/upload/nothing")).status, 404);
  },
);

databaseTest("/upload offers the holidays of the country that a file names", async (database) => {
  await using test = await makeFiles(database);
  const { get, made } = await openFilePages(database, test);
  const day = (row: number) => new Date(Date.UTC(2026, 0, row + 1)).toISOString().slice(0, 10);
  const rows = Array.from({ length: 30 }, (_, row) => `${day(row)},Austria,${row % 7}`);
  const digest = await test.keep("shops.csv", `day,country,sales\n${rows.join("\n")}\n`);
  const page = await (await get(`/upload/${digest}`)).text();
  assert.match(page, /<option +value="AT" selected>Austria<\/option>/);
  for (const holidays of ["CH", ""]) await get(`/upload/${digest}`, formOf({ holidays }));
  assertEquals(made.map((text) => /holidays: .*/.exec(text)?.[0] ?? null), [
    "holidays: [CH]",
    // Told in the prose, how to add them.
    "holidays: [DE]`, named by `events: …` in the cells below, adds those of Germany.",
  ]);
  // Six orders tell of no single days.
  const few = await test.keep("sales.csv", SALES);
  assert(!(await (await get(`/upload/${few}`)).text()).includes('name="holidays"'));
});

databaseTest("/data lists versions with their uses, and deletes one", async (database) => {
  await using test = await makeFiles(database);
  const { get } = await openFilePages(database, test);
  const digest = await test.keep("sales.csv", `${SALES}x;y;z\n`);
  await createNotebook(database, {
    title: "Two <b>",
    text: `\`\`\`load orders\nupload: sha256:${digest}\n\`\`\`\n`,
  });
  const page = await (await get("/data")).text();
  assert.match(page, /4 rows × 3/);
  assert.match(page, /#orders">Two &lt;b><\/a>/);
  const deleted = await get("/data", formOf({ do: "remove", digest, name: "sales.csv" }));
  const after = `/data?deleted=${digest}&name=sales.csv`;
  assert.equal(deleted.headers.get("Location"), after);
  const without = await (await get(after)).text();
  assert.match(without, /No files yet/);
  assert.match(without, /Deleted <strong>sales\.csv<\/strong>/);
  await get("/data", formOf({ do: "restore", digest }));
  assert.match(await (await get("/data")).text(), /4 rows × 3/);
});

databaseTest("/api/uploads takes a file in, in pieces", async (database) => {
  await using test = await makeFiles(database);
  const { get } = await openFilePages(database, test);
  const begun = await get("/api/uploads", {
    method: "POST",
    body: JSON.stringify({ name: "../a.csv", bytes: SALES.length }),
  });
  const { id, name } = await begun.json();
  assertEquals([begun.status, name], [201, "a.csv"]);
  const address = `/api/uploads/${id}`;
  const first = await get(`${address}?offset=0`, { method: "PUT", body: SALES.slice(0, 30) });
  assertEquals((await first.json()).received, 30);
  const wrong = await get(`${address}?offset=7`, { method: "PUT", body: "x" });
  assertEquals([wrong.status, (await wrong.json()).code], [422, "BAD_PARAMETER"]);
  assert.equal((await get(address, { method: "DELETE" })).status, 204);
  assert.equal((await get(address)).status, 404);
  const large = await get("/api/uploads", {
    method: "POST",
    body: JSON.stringify({ name: "b.csv", bytes: 1e12 }),
  });
  assert.equal(large.status, 413);
});

databaseTest("/data/[digest]/rejected is CSV that a spreadsheet does not run", async (database) => {
  await using test = await makeFiles(database);
  const { get } = await openFilePages(database, test);
  const digest = await test.keep(
    "n.csv",
    `day,n\n${"2026-01-02,5.5\n".repeat(40)}2026-01-03,=1+1\n`,
  );
  const answer = await get(`/data/${digest}/rejected`);
  assert.match(
    answer.headers.get("Content-Disposition") ?? "",
    /^attachment; filename="[\w-]+\.csv"$/,
  );
  assert.match(await answer.text(), /^line,column,value,reason\r\n42,n,'=1\+1,/);
});
