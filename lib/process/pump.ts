/**
 * The main thread of every child: it moves frames between its pipes and the worker that does
 * the work, and exits when its stdin ends. So it is never busy, and a child ends with its parent
 * however busy its worker is.
 *
 * It starts with the right to read the project, as the files of a worker are read with the
 * rights of who starts it, and gives up all rights before the worker is sent anything.
 *
 * @module
 */
import { type RawFrame, readFrames, writeFrame } from "./frame.ts";
import { EXIT_MEMORY_FULL, EXIT_PACKAGES_MISSING, type Rights } from "./rights.ts";

/** What V8 does not count, buffers above all, is looked at so often. */
const LOOK_MILLISECONDS = 100;

const [entry, rightsText, megabytes] = Deno.args;
const { read = [], write = [], net = [] } = JSON.parse(rightsText) as Rights; // as `startChild` wrote it
const none = { env: false, ffi: false, import: false, run: false, sys: false };

// Imports run in order, so what the entry's packages print while they load is caught too.
const imports = [import.meta.resolve("./quiet.ts"), entry]
  .map((url) => `import ${JSON.stringify(url)};`).join("");
const worker = new Worker(`data:text/javascript,${encodeURIComponent(imports)}`, {
  type: "module",
  deno: { permissions: { ...none, read: [...read], write: [...write], net: [...net] } },
});

worker.onerror = (event) => {
  event.preventDefault();
  console.error(event.message);
  Deno.exit(event.message.includes("--cached-only") ? EXIT_PACKAGES_MISSING : 70);
};

if (megabytes !== undefined) {
  const most = Number(megabytes) * 2 ** 20;
  setInterval(() => {
    if (Deno.memoryUsage().rss > most) Deno.exit(EXIT_MEMORY_FULL);
  }, LOOK_MILLISECONDS);
}

const stdout = Deno.stdout.writable.getWriter();
let written = Promise.resolve();

function passOn({ data }: MessageEvent<RawFrame>) {
  written = written
    .then(() => writeFrame((bytes) => stdout.write(bytes), data))
    .catch(() => Deno.exit(71));
}

worker.onmessage = (event: MessageEvent<RawFrame>) => {
  // The first message says that the worker has loaded.
  for (const name of ["read", "write", "net"] as const) Deno.permissions.revokeSync({ name });
  worker.onmessage = passOn;
  passOn(event);
};

async function readSome(view: Uint8Array<ArrayBuffer>) {
  const count = await Deno.stdin.read(view);
  return count === null ? null : view.subarray(0, count);
}

try {
  for await (const frame of readFrames(readSome)) {
    worker.postMessage(frame, frame.buffers.map((bytes) => bytes.buffer));
  }
} finally {
  Deno.exit(0);
}
