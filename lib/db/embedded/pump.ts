/**
 * The main thread of the database's process: it moves what arrives on stdin to the worker that
 * runs Postgres, and exits when its stdin ends. So it is never busy, and the process ends with
 * its parent however long a query takes. The worker writes to stdout by itself.
 *
 * @module
 */
import type { Rights } from "@/lib/process/rights.ts";
import { EXIT_PACKAGES_MISSING } from "@/lib/process/rights.ts";
import { createRing, RingWriter } from "./ring.ts";

const RING_BYTES = 1 << 21;

const [entry, rightsText] = Deno.args;
const { read = [], write = [] } = JSON.parse(rightsText) as Rights; // as the parent wrote it
const none = { env: false, ffi: false, import: false, net: false, run: false, sys: false };

const memory = createRing(RING_BYTES);
const worker = new Worker(
  entry,
  // The `deno` option is not among the stable types.
  { type: "module", deno: { permissions: { ...none, read, write } } } as WorkerOptions,
);
worker.onerror = (event) => {
  event.preventDefault();
  console.error(event.message);
  Deno.exit(event.message.includes("--cached-only") ? EXIT_PACKAGES_MISSING : 70);
};
worker.onmessage = () => {
  // The worker has loaded: from now on this thread needs no rights at all.
  for (const name of ["read", "write"] as const) Deno.permissions.revokeSync({ name });
};
worker.postMessage({ memory, directory: write[0] });

const ring = new RingWriter(memory);
try {
  for await (const bytes of Deno.stdin.readable) await ring.write(bytes);
} finally {
  Deno.exit(0);
}
