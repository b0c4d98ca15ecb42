/**
 * OWASP A04:2021, insecure design: a disk that is filled, by what is sent and by what it is allowed to take.
 *
 * @module
 */
import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
} from "node:assert/strict";
import { makeFolder } from "@/tests/helpers/command.ts";
import { PASSWORD } from "@/tests/helpers/passwords.ts";
import { type Answer, ask, type Fetch, posted, sent, upload } from "@/tests/helpers/site_acts.ts";
import { type StartedSite, startSite } from "@/tests/helpers/started_site.ts";

const EMAIL = "ann@example.com";

/** Rows of 40 bytes below a header, which differ by the letter from those of other files. */
function csv(letter: string, bytes: number): string {
  const lines = Array.from(
    { length: Math.ceil(bytes / 40) },
    (_, i) => `2026-01-01T00:00:00Z,${letter.repeat(5)},${String(i).padStart(12, "1")}\n`,
  );
  return `time,city,value\n${lines.join("")}`;
}

/** Holds a refusal against what is told of one for want of room. */
function refused({ status, headers, text }: Answer, code: string, remedy: RegExp): void {
  const told = JSON.parse(text);
  assertEquals(
    [status, headers.get("Content-Type"), told.status, told.code, told.title],
    [507, "application/problem+json", 507, code, "No room"],
    text,
  );
  assertMatch(told.errors[0].remedy, remedy);
  assert(!told.detail.includes("/data/"), `It tells where it is: ${told.detail}`);
}

/** The names of a folder; none where it is not there. */
async function namesIn(folder: string): Promise<readonly string[]> {
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name).catch(() => []);
  return names.filter((name) => !name.endsWith(".name"));
}

function sends(site: StartedSite, fetch: Fetch) {
  const headers = { Origin: site.origin, "Sec-Fetch-Site": "same-origin" };
  const events = (path: string, body: string) =>
    ask(fetch, path, {
      method: "POST",
      headers: { ...headers, "Content-Type": "text/csv" },
      body,
    });
  return {
    begin: (bytes: number) => ask(fetch, "/api/uploads", sent(site, { name: "a.csv", bytes })),
    ingest: (body: string) => events("/api/ingest?source_name=shop", body),
    correct: (batch: string, body: string) => events(`/api/ingest/${batch}/rejected`, body),
    remove: (digest: string) => ask(fetch, "/data", posted(site, { do: "remove", digest })),
    batches: async () => JSON.parse((await ask(fetch, "/api/ingest")).text).batches,
  };
}

/** Fetches as the account that the owner makes for themselves. */
async function accountOf(site: StartedSite): Promise<Fetch> {
  const form = { do: "make_admin", email: EMAIL, name: "Ann", password: PASSWORD };
  await ask(site.fetch, "/account", posted(site, form));
  const { text } = await ask(
    (path, init) => fetch(new URL(path, site.origin), init),
    "/api/auth/login",
    sent(site, { email: EMAIL, password: PASSWORD }),
  );
  const { access_token } = JSON.parse(text);
  return (path, init) => {
    const headers = new Headers(init?.headers);
    headers.set("Authorization", `Bearer ${access_token}`);
    return fetch(new URL(path, site.origin), { redirect: "manual", ...init, headers });
  };
}

Deno.test("A site takes no more than there is room for, and goes on once there is room", async (t) => {
  await using folder = await makeFolder();
  const environment = { DATA_DIR: folder.path, LOG_LEVEL: "info" };
  const uploads = `${folder.path}/uploads`;
  const received = `${folder.path}/received`;

  await t.step("files of an account, and all that is kept", async () => {
    const limits = { STORAGE_MAX_MB: "2", ACCOUNT_STORAGE_MAX_MB: "1" };
    await using site = await startSite({ environment: { ...environment, ...limits } });
    const fetch = await accountOf(site);
    const { begin, ingest, correct, remove, batches } = sends(site, fetch);

    // 0.8 MB of 1.
    const digest = await upload({ ...site, fetch }, "a.csv", csv("a", 800_000));
    assertMatch(digest, /^[0-9a-f]{64}$/);
    refused(await begin(800_000), "NO_ROOM", /raise ACCOUNT_STORAGE_MAX_MB$/);
    const told = await upload({ ...site, fetch }, "b.csv", csv("b", 800_000));
    assertMatch(told, /your files may take 1 MB: current value is 0\.8 MB/);
    assertEquals(await namesIn(uploads), [digest]);
    await remove(digest);
    const other = await upload({ ...site, fetch }, "b.csv", csv("b", 800_000));
    assertMatch(other, /^[0-9a-f]{64}$/);

    // 1.6 MB of 2 in all, as what is deleted can come back for a day.
    const { status, text } = await ingest(csv("c", 500_000));
    assertEquals(status, 200, text);
    const { batch } = JSON.parse(text);
    refused(await ingest(csv("d", 400)), "NO_ROOM", /raise STORAGE_MAX_MB$/);
    refused(await correct(batch, csv("d", 400)), "NO_ROOM", /raise STORAGE_MAX_MB$/);
    refused(await begin(400), "NO_ROOM", /raise STORAGE_MAX_MB$/);
    assertEquals((await batches()).map(({ id }: { readonly id: string }) => id), [batch]);
    assertEquals((await namesIn(received)).length, 1);
    assertEquals((await namesIn(uploads)).toSorted(), [digest, other].toSorted());
  });

  await t.step("the same, with more room", async () => {
    const limits = { STORAGE_MAX_MB: "4", ACCOUNT_STORAGE_MAX_MB: "2" };
    await using site = await startSite({ environment: { ...environment, ...limits } });
    const { begin, ingest, batches } = sends(site, site.fetch);
    const { status, text } = await ingest(csv("d", 400));
    // Ten rows, which differ by their value alone: one is stored, the others are conflicts.
    assertEquals([status, JSON.parse(text).rows], [200, 10], text);
    assertEquals((await begin(800_000)).status, 201);
    assertEquals((await batches()).length, 2);
  });
});

Deno.test("A site whose disk is full keeps nothing in halves, and goes on once there is room", async () => {
  // Nothing that it writes may be larger, as on a disk that is full.
  await using site = await startSite({ mostFileBytes: 24_000_000 });
  const { begin, ingest, batches } = sends(site, site.fetch);
  refused(await ingest(csv("a", 30_000_000)), "DISK_FULL", /^Make room/);
  assertEquals(await batches(), []);
  assertEquals(await namesIn(`${site.folder.path}/data/received`), []);

  const { id } = JSON.parse((await begin(30_000_000)).text);
  const put = { ...posted(site, {}), method: "PUT", body: csv("a", 29_000_000) };
  refused(
    await ask(site.fetch, `/api/uploads/${id}?offset=0`, put),
    "DISK_FULL",
    /^Make room/,
  );
  assertEquals((await ask(site.fetch, `/api/uploads/${id}`)).status, 404);
  assertEquals(await namesIn(`${site.folder.path}/data/uploads`), []);

  const { status, text } = await ingest(csv("a", 400));
  assertEquals([status, JSON.parse(text).rows], [200, 10], text);
  assertMatch(await upload(site, "a.csv", csv("a", 400)), /^[0-9a-f]{64}$/);
});
