import { match as assertMatch, ok as assert, strictEqual as assertIs } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { makeFolder } from "@/tests/helpers/command.ts";
import { childrenOf, commandLineOf } from "@/tests/helpers/processes.ts";
import { type StartedSite, startSite } from "@/tests/helpers/started_site.ts";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));

/** What a site is made of: a copy, so that nobody else's is edited. */
const PARTS = [
  ...["deno.json", "deno.lock", "package.json", "main.ts"],
  ...["islands", "lib", "migrations", "notebooks", "routes", "samples", "static", "tests/house"],
];

/** A route for everyone; one that says nothing of who may use it is refused. */
function edited(answer: string): string {
  return `export const config = { access: "everyone" };\nexport const handler = () => ${answer};\n`;
}

/** Returns the id of the server that answers, as pages hear it. */
async function bootOf(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/_reload`);
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await reader?.read() ?? {};
  await reader?.cancel().catch(() => {}); // A server that was replaced meanwhile ends it first.
  return /data: (\S+)/.exec(value)?.[1] ?? "";
}

Deno.test({
  name:
    "start --development shows an edit of a route, an island and a style, and keeps the database up",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using folder = await makeFolder();
    const copy = { args: ["-r", "--parents", ...PARTS, folder.path], cwd: PROJECT };
    assertIs((await new Deno.Command("cp", copy).output()).code, 0);
    await using site = await startSite({
      words: ["--development", "--port", "0"],
      project: folder.path,
    });
    const home = await (await site.fetch("/")).text();
    assertMatch(home, /<script type="module" src="\/assets\/reload-[A-Z0-9]+\.js">/);

    const engine = await childOf(site.process.pid, "embedded");
    const first = await bootOf(site.origin);
    assert(first !== "");
    await Deno.writeTextFile(
      `${folder.path}/routes/edited.ts`,
      edited('new Response("edited")'),
    );
    assertIs(await textOnceFound(() => site.fetch("/edited")), "edited");
    const second = await bootOf(site.origin);
    assert(second !== first && second !== "");

    await Deno.writeTextFile(`${folder.path}/static/edited.css`, "p{color:red}\n");
    // As browsers are sent it.
    assertIs(await textOnceFound(() => site.fetch("/edited.css")), "p{color:red}");

    const palette = `${folder.path}/islands/CommandPalette.tsx`;
    const words = "What do you want to do?";
    const island = await Deno.readTextFile(palette);
    assert(island.includes(words));
    await Deno.writeTextFile(palette, island.replaceAll(words, "Say what you want"));
    await until(async () => (await paletteOf(site)).includes("Say what you want"));

    // A route that throws is told on its page and in the log, and is mended by an edit.
    await Deno.writeTextFile(
      `${folder.path}/routes/edited.ts`,
      edited('{ throw new Error("broken"); }'),
    );
    await until(async () => {
      const answer = await site.fetch("/edited");
      return (await answer.text()).includes("names it in the log") && answer.status === 500;
    });
    await Deno.writeTextFile(
      `${folder.path}/routes/edited.ts`,
      edited('new Response("edited")'),
    );
    assertIs(await textOnceFound(() => site.fetch("/edited")), "edited");

    // One that is wrong is told, and the site stays as it was.
    await Deno.writeTextFile(`${folder.path}/routes/edited.ts`, "export const handler = ;\n");
    await Deno.writeTextFile(`${folder.path}/static/later.css`, "");
    assertIs(await textOnceFound(() => site.fetch("/edited")), "edited");
    // The same process has the database, and the session is still known.
    assertIs(await childOf(site.process.pid, "embedded"), engine);
    assertIs((await site.fetch("/health")).status, 200);
  },
});

/** Returns the text of the bundle of the command palette, as the home page names it. */
async function paletteOf(site: StartedSite): Promise<string> {
  const html = await (await site.fetch("/")).text();
  const [address = ""] = /\/assets\/CommandPalette-[A-Z0-9]+\.js/.exec(html) ?? [];
  return await (await site.fetch(address)).text();
}

/** Returns the child process whose command names this. */
async function childOf(parent: number, name: string): Promise<number> {
  for (const child of await childrenOf(parent)) {
    if ((await commandLineOf(child)).includes(name)) return child;
  }
  throw new Error(`No child is named "${name}"`);
}

/** What takes longer never comes: on a busy machine it takes some seconds. */
const LONGEST_MILLISECONDS = 120_000;

/** Asks again until it holds: a web process that is replaced refuses for a moment. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const limit = AbortSignal.timeout(LONGEST_MILLISECONDS);
  while (!await holds().catch(() => false)) limit.throwIfAborted();
}

/** Asks again until there is an answer. */
async function textOnceFound(ask: () => Promise<Response>): Promise<string> {
  let found = "";
  await until(async () => {
    const answer = await ask();
    found = await answer.text();
    return answer.status === 200;
  });
  return found;
}
