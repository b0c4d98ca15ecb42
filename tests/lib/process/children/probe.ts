/** A child for tests: it tries what it may not, and tells what came of it. */
import { createRequire } from "node:module";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { hostname } from "node:os";
import { serve } from "@/lib/process/serve.ts";

/** What a test may ask for; the second is a path or an address. */
const ATTEMPTS: Readonly<Record<string, (target: string) => unknown>> = {
  "read": (path) => Deno.readTextFileSync(path),
  "read through Node": (path) => readFileSync(path),
  "read through fetch": (path) => fetch(new URL(`file://${path}`)),
  "list": (path) => [...Deno.readDirSync(path)],
  "look at": (path) => Deno.statSync(path),
  "write": (path) => Deno.writeTextFileSync(path, "written"),
  "remove": (path) => Deno.removeSync(path),
  "make a temporary file": () => Deno.makeTempFileSync(),
  "read a variable": (name) => Deno.env.get(name),
  "read all variables": () => Deno.env.toObject(),
  "connect": (port) => Deno.connect({ hostname: "127.0.0.1", port: Number(port) }),
  "connect through Node": (port) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    connect(Number(port), "127.0.0.1", resolve).on("error", reject);
    return promise;
  },
  "fetch": (port) => fetch(`http://127.0.0.1:${port}/`),
  "listen": () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  "resolve a name": (name) => Deno.resolveDns(name, "A"),
  "run": (program) => new Deno.Command(program).spawn(),
  "run through Node": (program) => {
    const { error } = spawnSync(program);
    if (error !== undefined) throw error;
  },
  "signal": () => Deno.kill(Deno.ppid, "SIGCONT"),
  "load a library": (path) => Deno.dlopen(path, {}),
  "load an addon": (path) => createRequire(import.meta.url)(path),
  "read the host's name": () => Deno.hostname(),
  "read the host's name through Node": () => hostname(),
  "import": (specifier) => import(specifier),
  "start a worker that may read": () =>
    new Worker("data:text/javascript,", {
      type: "module",
      deno: { permissions: { read: true } },
    }),
  "ask for rights": async () => {
    const { state } = await Deno.permissions.request({ name: "read" });
    if (state !== "granted") throw new Deno.errors.NotCapable(state);
  },
};

serve({
  attempt: async ({ header }) => {
    try {
      await ATTEMPTS[header.what](header.target);
      return { header: "allowed" };
    } catch (error) {
      return { header: String(error) };
    }
  },
  names: () => ({ header: Object.keys(ATTEMPTS) }),
  pid: () => ({ header: Deno.pid }),
});
