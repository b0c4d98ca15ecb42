/**
 * OWASP A02:2021, cryptographic failures: what lies on the disk, and what tells of a secret.
 *
 * @module
 */
import { deepStrictEqual as assertEquals, match, ok as assert } from "node:assert/strict";
import { join } from "node:path";
import { ask, importNotebook, posted } from "@/tests/helpers/site_acts.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

/** The files of a folder that hold a text, by their paths. */
async function holding(folder: string, wanted: Uint8Array): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) found.push(...await holding(path, wanted));
    else if (isFile && indexOf(await Deno.readFile(path), wanted) !== -1) found.push(path);
  }
  return found;
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array): number {
  for (let at = bytes.indexOf(wanted[0]); at !== -1; at = bytes.indexOf(wanted[0], at + 1)) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}

Deno.test("No secret that lets anybody in, and no event as it was received, lies on the disk", async () => {
  const secrets: Record<string, string> = {};
  const event = "4711-refused-event";
  await using site = await startSite();
  const { origin, folder } = site;
  // What was received and refused is kept to be corrected, sealed.
  const refused = await ask(site.fetch, "/api/ingest?source_name=shop", {
    ...posted(site, {}),
    headers: { Origin: origin, "Sec-Fetch-Site": "same-origin", "Content-Type": "text/csv" },
    body: `time,value,note\n2026-01-01,5,${event}\n2026-01-02,${event},x\n`,
  });
  assertEquals(refused.status, 400, refused.text);
  const signed = await fetch(site.link, { redirect: "manual" });
  await signed.body?.cancel();
  secrets["sign-in link"] = new URL(site.link).searchParams.get("token") ?? "";
  const path = await importNotebook(site, "---\ntitle: Shared\n---\n\nWords\n");
  const made = await ask(
    site.fetch,
    `${path}/links`,
    posted(site, { do: "make", shows: "live", password: "correct horse battery" }),
  );
  secrets["link"] = /\/s\/([\w-]{20,})/.exec(made.text)?.[1] ?? "";
  secrets["password of a link"] = "correct horse battery";
  const session = await site.fetch("/", {});
  await session.body?.cancel();
  secrets["session"] = site.cookie()?.split("=")[1] ?? "";
  assert(Object.values(secrets).every((secret) => secret.length > 10), JSON.stringify(secrets));
  site.process.kill("SIGTERM");
  await site.process.status;
  for (const [name, secret] of [...Object.entries(secrets), ["event", event]]) {
    assertEquals(await holding(`${folder.path}/data`, new TextEncoder().encode(secret)), [], name);
  }
  // It is there, and belongs to nobody else of this machine.
  const { mode } = await Deno.stat(`${folder.path}/data/sealing.key`);
  assertEquals((mode ?? 0) & 0o077, 0);
  const names = await Array.fromAsync(Deno.readDir(`${folder.path}/data/received`));
  assertEquals(names.length, 1);
  match(names[0].name, /^[0-9a-f]{64}\.sealed$/);
});
