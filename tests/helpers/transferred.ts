/**
 * What a page costs whoever reads it: the bytes of all answers as they went over the wire, heads
 * and all.
 *
 * @module
 */
import type { Page } from "playwright-core";

/** Counts from now on. */
export interface Transferred {
  /** Bytes so far. */
  readonly bytes: () => number;
  /** What was asked for, with its bytes, the largest first. */
  readonly list: () => readonly string[];
}

/** Counts what a page of Chromium fetches. */
export async function countTransferred(page: Page): Promise<Transferred> {
  const session = await page.context().newCDPSession(page);
  const addresses = new Map<string, string>();
  const sizes = new Map<string, number>();
  session.on("Network.requestWillBeSent", ({ requestId, request }) => {
    addresses.set(requestId, new URL(request.url).pathname);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    sizes.set(requestId, encodedDataLength);
  });
  await session.send("Network.enable");
  return {
    bytes: () => [...sizes.values()].reduce((sum, size) => sum + size, 0),
    list: () =>
      [...sizes].toSorted(([, one], [, two]) => two - one)
        .map(([id, size]) => `${size} ${addresses.get(id)}`),
  };
}
