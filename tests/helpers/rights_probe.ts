/**
 * Stands in for the database's worker: tries what a child must not do, and prints what it could.
 *
 * @module
 */
const port = globalThis as unknown as {
  postMessage(message: string): void;
  onmessage: ((event: MessageEvent<{ readonly directory: string }>) => void) | null;
};

port.onmessage = async ({ data: { directory } }) => {
  port.postMessage("ready");
  const attempts: Record<string, () => unknown> = {
    "write its directory": () => Deno.writeTextFileSync(`${directory}/probe`, "x"),
    "read its directory": () => Deno.readTextFileSync(`${directory}/probe`),
    "read another file": () => Deno.readTextFileSync("/etc/passwd"),
    "read the project": () => Deno.readTextFileSync(new URL("../../deno.json", import.meta.url)),
    "write beside its directory": () => Deno.writeTextFileSync(`${directory}.probe`, "x"),
    "read the environment": () => Deno.env.get("HOME"),
    "run a program": () => new Deno.Command(Deno.execPath()).outputSync(),
    "connect": () => Deno.connect({ port: 1 }),
    "listen": () => Deno.listen({ port: 0 }),
    "import code": () => import(`https://127.0.0.1:1/${crypto.randomUUID()}.js`),
    "load a library": () => Deno.dlopen("/lib/x86_64-linux-gnu/libc.so.6", {}),
    "ask the system": () => Deno.hostname(),
  };
  const possible: string[] = [];
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      await attempt();
      possible.push(name);
    } catch (error) {
      const refused = error instanceof Deno.errors.NotCapable || error instanceof TypeError;
      if (!refused) possible.push(`${name}: ${error}`);
    }
  }
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(possible)}\n`));
};
