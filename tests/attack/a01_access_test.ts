/**
 * OWASP A01:2021, broken access control: who is nobody, who has a link, who climbs out of a folder.
 *
 * Every route by every role is tried by tests/routes/access_test.ts, every object of one account
 * from another by tests/lib/workspace/access.
 *
 * @module
 */
import {
  deepStrictEqual as assertEquals,
  doesNotMatch,
  match,
  ok as assert,
} from "node:assert/strict";
import { ask, importNotebook, posted, runAll, sent, upload } from "@/tests/helpers/site_acts.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

const SECRET = "top-secret-4711";

const notebook = (title: string, digest: string) =>
  `---
title: ${title}
params:
  least: { type: text, default: "0" }
---

\`\`\`load rows
upload: ${digest}
\`\`\`

\`\`\`sql shown
query: select word from rows
\`\`\`
`;

/** Shows the amounts of whom its parameter names, and of somebody else: one row alone is no table. */
const chosenBy = (digest: string) =>
  `---
title: Three
params:
  who: { type: text, default: ann }
---

\`\`\`load rows
upload: ${digest}
\`\`\`

\`\`\`sql shown
query: select who, amount from rows where who in (\${who}, 'cid')
\`\`\`
`;

Deno.test("A site gives nobody what is not theirs", async (t) => {
  await using site = await startSite({ environment: { LOG_LEVEL: "info" } });
  const anybody = (path: string, init?: RequestInit) =>
    fetch(new URL(path, site.origin), { redirect: "manual", ...init });
  const digest = await upload(site, "words.csv", `word,n\n${SECRET},1\nother,2\n`);
  const path = await importNotebook(site, notebook("One", digest));
  match(await runAll(site, path), /run\.completed/);
  const view = JSON.parse((await ask(site.fetch, `/api${path}/view`)).text);
  const keys: string[] = JSON.stringify(view).match(/"key":"[0-9a-f]{32,}"/g)
    ?.map((text) => text.slice(7, -1)) ?? [];
  assert(keys.length > 0, "A result has a key");
  const [key] = keys;

  await t.step("nobody reads what only an account may, though they know its address", async () => {
    const paths = [
      ...["/", "/data", path, `${path}/app`, `${path}/history`, `${path}/links`],
      ...[`/upload/${digest}`, `/results/${key}`, `${path}/export/html`],
      ...[`/api${path}/view`, `/api${path}/source`, `/api${path}/events`],
      ...[`/api/results/${key}/rows`, `/api/results/${key}/export?format=csv`],
      ...[`/api/data/${digest}/preview`, `/data/${digest}/rejected`, "/api/sources"],
    ];
    for (const one of paths) {
      const { status, text } = await ask(anybody, one);
      assert([303, 401, 403, 404].includes(status), `${one}: ${status}`);
      assert(!text.includes(SECRET) && !text.includes("One"), one);
    }
  });

  await t.step("a path that climbs leads out of no folder", async () => {
    const climbs = [
      ...["/../deno.json", "/..%2fdeno.json", "/static/..%2f..%2fdeno.json", "/%2e%2e/deno.json"],
      ...["/..\\deno.json", "/%5c..%5cdeno.json", "/%2fetc%2fpasswd"],
      ...["/assets/../../deno.json", "/assets/%2e%2e%2f%2e%2e%2fmain.ts", "/lib/config.ts"],
      ...["/.env", "/.git/config", "/deno.json", "/build/manifest.json", "/main.ts"],
      ...[`/upload/..%2f..%2fsealing.key`, `/data/..%2fuploads/rejected`],
      ...[`/api/uploads/..%2f..%2fsealing.key`, `${path}/export/..%2f..%2fhtml`],
    ];
    for (const climb of climbs) {
      for (const asked of [anybody, site.fetch]) {
        const { status, text } = await ask(asked, climb);
        assert(status >= 300 && status < 500, `${climb}: ${status}`);
        doesNotMatch(text, /"nodeModulesDir"|root:x:|createServer|runCommand|"imports"/, climb);
      }
    }
  });

  await t.step("a cell reads no file but uploads and those of granted folders", async () => {
    const files = ["/etc/passwd", "../../../../etc/passwd", "file:///etc/passwd", "C:\\boot.ini"];
    const more = [
      `${site.folder.path}/data/sealing.key`,
      ".env",
      "\\\\host\\share",
      "/proc/self/environ",
    ];
    for (const file of [...files, ...more]) {
      const made = await importNotebook(
        site,
        `---\ntitle: Climbs\n---\n\n\`\`\`load rows\nfile: ${
          JSON.stringify(file)
        }\nformat: csv\n\`\`\`\n`,
      );
      const ended = await ask(site.fetch, `/api${made}/run`, sent(site, { what: { type: "all" } }));
      assert(ended.status < 500);
      const { text } = await ask(site.fetch, `/api${made}/view`);
      doesNotMatch(text, /root:x:|DATA_DIR=|boot loader/, file);
    }
  });

  await t.step("a link shows its own notebook, and nothing else of who made it", async () => {
    const other = await importNotebook(
      site,
      notebook("Two", digest).replace("select word", "select word || '!' as loud"),
    );
    await runAll(site, other);
    const made = await ask(
      site.fetch,
      `${other}/links`,
      posted(site, { do: "make", shows: "live" }),
    );
    const [, token] = /\/s\/([\w-]{20,})/.exec(made.text) ?? [];
    assert(token !== undefined, made.text.slice(0, 500));
    const shared = await ask(anybody, `/s/${token}`);
    assertEquals([shared.status, shared.text.includes("Two")], [200, true]);
    doesNotMatch(shared.text, /title>One|\/notebooks\//);
    const others = [
      `/s/${token}/results/nothing/rows`,
      `/s/${token}/results/..%2f..%2f..%2fapi%2fresults%2f${key}/rows`,
      `/s/${token}/export/..%2fsource`,
      `/s/${token}x`,
      `/s/${token.slice(0, -1)}`,
      `/s/${token.toLowerCase()}?token=${token}`,
    ];
    for (const one of others) {
      const { status, text } = await ask(anybody, one);
      assert(status >= 300 && status < 500, `${one}: ${status}`);
      assert(!text.includes(SECRET), one);
    }
    // A link is no session: what an account may do, its reader may not.
    const cookie = shared.headers.get("Set-Cookie")?.split(";")[0] ?? `daybook_session=${token}`;
    for (const one of ["/", path, `/api${path}/view`, `/api/results/${key}/rows`]) {
      const { status } = await ask(anybody, one, { headers: { Cookie: cookie } });
      assert([303, 401, 403].includes(status), `${one}: ${status}`);
    }
  });

  await t.step("a link takes no value of a parameter that its maker has locked", async () => {
    const rows = await upload(site, "people.csv", "who,amount\nann,123123\nbob,987654\ncid,5\n");
    const one = await importNotebook(site, chosenBy(rows));
    const asBob = { parameters: { who: "bob" }, wait: true };
    for (const given of [asBob, { wait: true }]) {
      const ended = await ask(site.fetch, `/api${one}/runs`, sent(site, given));
      assertEquals([ended.status, JSON.parse(ended.text).run.state], [200, "done"]);
    }
    const linkOf = async (form: Readonly<Record<string, string>>) => {
      const made = await ask(site.fetch, `${one}/links`, posted(site, { do: "make", ...form }));
      return `/s/${/\/s\/([\w-]{20,})/.exec(made.text)?.[1]}`;
    };
    // All that a reader can ask for another value by, and what is shown of it.
    const waysOf = (link: string, value: string) => {
      const given = new URLSearchParams({ given: `who=${value}` });
      const results = `${link}/results/shown`;
      return [
        ...[`${link}?who=${value}`, `${link}/export/html?who=${value}`, `${results}?${given}`],
        ...[`${results}/rows?${given}`, `${results}/export?format=csv&${given}`],
      ];
    };
    const amountsOf = async (way: string) => {
      const { status, headers, text } = await ask(anybody, way);
      assertEquals(status, 200, way);
      match(headers.get("Cache-Control") ?? "", /no-store/, way);
      // Numbers are grouped where people read them.
      return ["123123", "987654"].filter((one) => text.replaceAll(",", "").includes(one));
    };
    const free = await linkOf({ shows: "live_and_set" });
    for (const way of waysOf(free, "bob")) assertEquals(await amountsOf(way), ["987654"], way);
    const closed = [
      await linkOf({ shows: "live_and_set", locked: "who" }),
      await linkOf({ shows: "live" }),
      await linkOf({ shows: "frozen" }),
    ];
    for (const link of closed) {
      for (const way of waysOf(link, "bob")) assertEquals(await amountsOf(way), ["123123"], way);
    }
  });
});
