import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  strictEqual as assertIs,
} from "node:assert/strict";
import { signal } from "@preact/signals";
import { createApp } from "@/lib/web/app.ts";
import { createBundler } from "@/lib/web/bundle/bundle.ts";
import { readManifest } from "@/lib/web/bundle/manifest.ts";
import type { RouteModule } from "@/lib/web/define.ts";
import { openFiles } from "@/lib/web/files.ts";
import { registerIslands } from "@/lib/web/islands.ts";
import { islandsIn, loadModules } from "@/lib/web/modules.ts";
import { ASSETS_PATH, assetsFolder, SITE } from "@/lib/web/site_files.ts";
import Counter from "@/tests/fixtures/web/islands/Counter.tsx";
import Failing from "@/tests/fixtures/web/islands/Failing.tsx";
import Note from "@/tests/fixtures/web/islands/Note.tsx";
import Panel from "@/tests/fixtures/web/islands/Panel.tsx";
import { pageTest } from "@/tests/helpers/browser.ts";

const PROJECT = new URL("../../../../", import.meta.url);
const POLICY = "default-src 'self'; script-src 'self'; base-uri 'none'; object-src 'none'";

const count = signal(7);

const PAGES: Record<string, RouteModule> = {
  "routes/_middleware.ts": {
    handler: async (ctx: { next: () => Promise<Response> }) => {
      const response = await ctx.next();
      response.headers.set("Content-Security-Policy", POLICY);
      return response;
    },
  },
  "routes/shared.tsx": {
    default: () => (
      <main>
        <Counter label="a" count={count} />
        <Counter label="b" count={count} />
      </main>
    ),
  },
  "routes/nested.tsx": {
    default: () => (
      <Panel opened={new Date("2026-01-31T00:00:00Z")} tags={new Set(["x", "y"])}>
        <p id="slotted">
          <Note text="given" />
        </p>
      </Panel>
    ),
  },
  "routes/failing.tsx": {
    default: () => (
      <main>
        <Failing where="browser" />
        <Note text="other" />
      </main>
    ),
  },
};

/** Builds and serves the pages above. */
async function openSite() {
  const site = {
    ...SITE,
    islands: "tests/fixtures/web/islands",
    build: `build/test-${crypto.randomUUID()}`,
  };
  await using bundler = createBundler(site);
  await bundler.build();
  const manifest = await readManifest(site);
  registerIslands(await loadModules(await islandsIn(site.islands)));
  const files = await openFiles({ folder: assetsFolder(site), path: ASSETS_PATH, hashed: true });
  const app = createApp({
    modules: PAGES,
    scripts: manifest!.scripts,
    files: (request) =>
      request.url.endsWith("/favicon.ico") ? new Response() : files.answer(request),
    state: () => ({}),
    onError() {},
  });
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => app.fetch(request, { remoteAddress: "127.0.0.1" }),
  );
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      await Deno.remove(new URL(site.build, PROJECT), { recursive: true });
    },
  };
}

pageTest("start.ts brings islands to life that share a signal", async ({ page, errors }) => {
  await using site = await openSite();
  await page.goto(`${site.origin}/shared`);
  await page.waitForSelector("#island-0[data-ready]");
  await page.waitForSelector("#island-1[data-ready]");
  await page.click("#a");
  await page.click("#b");
  assertIs(await page.textContent("#a"), "a: 9");
  assertIs(await page.textContent("#b"), "b: 9");
  assertEquals(errors, []);
});

pageTest(
  "start.ts keeps what the server drew inside an island, with its own islands",
  async ({ page, errors }) => {
    await using site = await openSite();
    await page.goto(`${site.origin}/nested`);
    await page.waitForSelector("#island-0[data-ready]");
    await page.waitForSelector("#island-1[data-ready]");
    // The date and the set arrived as such; the panel draws anew around what it was given.
    await page.click("#open");
    await page.waitForFunction(() => document.querySelector("#open")?.textContent === "2026 x+y 1");
    await page.click("#slotted .note");
    await page.waitForFunction(() =>
      document.querySelector("#slotted")?.textContent === "given seen"
    );
    await page.click("#open");
    await page.waitForFunction(() => document.querySelector("#open")?.textContent === "2026 x+y 2");
    assertIs(await page.textContent("#slotted"), "given seen");
    assertIs(await page.locator("#panel > .note").textContent(), "inside");
    assertEquals(errors, []);
  },
);

pageTest("start.ts leaves the page standing where an island fails", async ({ page, errors }) => {
  await using site = await openSite();
  await page.goto(`${site.origin}/failing`);
  await page.waitForSelector("#island-0[data-failed]");
  await page.waitForSelector("#island-1[data-ready]");
  assertIs(await page.textContent("#drawn"), "drawn by the server");
  await page.click(".note");
  await page.waitForFunction(() => document.querySelector(".note")?.textContent === "other seen");
  assertIs(errors.length, 1);
  assertMatch(errors[0], /fails in the browser/);
});
