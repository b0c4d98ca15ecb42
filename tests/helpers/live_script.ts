/**
 * What keeps a page up to date, called in a browser on a page of the test.
 *
 * @module
 */
import type { Page } from "playwright-core";
import { createBundler } from "@/lib/web/bundle/bundle.ts";
import { readManifest } from "@/lib/web/bundle/manifest.ts";
import { openFiles } from "@/lib/web/files.ts";
import { ASSETS_PATH, assetsFolder, SITE } from "@/lib/web/site_files.ts";
import type { live as Live } from "@/tests/fixtures/live/islands/Live.tsx";

declare global {
  /** There on the pages that `openLiveScript` opens. */
  var live: typeof Live;
}

/** Pages with the script, served by this process. */
export interface LiveScript extends AsyncDisposable {
  /** Shows a page of this body, on which `live` is there. */
  open(page: Page, body: string): Promise<void>;
}

/** Builds the script and serves it. */
export async function openLiveScript(): Promise<LiveScript> {
  const site = {
    ...SITE,
    islands: "tests/fixtures/live/islands",
    build: `build/test-${crypto.randomUUID()}`,
  };
  {
    await using bundler = createBundler(site);
    await bundler.build();
  }
  const manifest = await readManifest(site);
  const [address] = Object.values(manifest?.scripts.islands ?? {});
  const files = await openFiles({ folder: assetsFolder(site), path: ASSETS_PATH, hashed: true });
  const shown = { body: "" };
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) =>
      files.answer(request) ??
        new Response(`<!doctype html><title>Live</title><body>${shown.body}`, {
          headers: { "Content-Type": "text/html; charset=utf-8" },
        }),
  );
  return {
    async open(page, body) {
      shown.body = body;
      await page.goto(`http://127.0.0.1:${server.addr.port}/`);
      await page.evaluate(
        async (address) => {
          Object.assign(globalThis, { live: (await import(address)).live });
        },
        address,
      );
    },
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      await Deno.remove(new URL(`../../${site.build}`, import.meta.url), { recursive: true });
    },
  };
}
