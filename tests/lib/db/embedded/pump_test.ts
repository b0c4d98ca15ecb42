import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { commandFor } from "@/lib/process/spawn.ts";
import { makeEmbeddedPlace } from "@/tests/helpers/embedded_place.ts";
import { childrenOf, lives } from "@/tests/helpers/processes.ts";
import { assertWithin } from "@/tests/helpers/timing.ts";

const PUMP = new URL("../../../../lib/db/embedded/pump.ts", import.meta.url);
const PROBE = new URL("../../../helpers/rights_probe.ts", import.meta.url);
const ENDLESS = fileURLToPath(new URL("../../../helpers/endless_query.ts", import.meta.url));

async function firstLine(process: Deno.ChildProcess): Promise<string> {
  const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return value ?? "";
}

Deno.test("The database's process may read and write its directory, and nothing else", async () => {
  await using place = await makeEmbeddedPlace();
  const { dataDirectory } = place.config;
  const rights = { read: [dataDirectory], write: [dataDirectory] };
  await using process = commandFor(PUMP, PROBE, { rights }).spawn();
  const possible = JSON.parse(await firstLine(process));
  await process.stdin.close();
  await process.stderr.cancel();
  assertEquals(possible, ["write its directory", "read its directory"]);
});

Deno.test({
  name: "The database's process ends with its parent, even when busy",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await assertWithin(2000, async () => {
      await using place = await makeEmbeddedPlace();
      const parent = new Deno.Command(Deno.execPath(), {
        args: ["run", "--quiet", "--allow-all", ENDLESS, place.config.dataDirectory],
        stdin: "null",
        stdout: "piped",
        stderr: "null",
      }).spawn();
      assertEquals(await firstLine(parent), "running\n");
      const [child] = await childrenOf(parent.pid);
      assert(await lives(child));
      const started = performance.now();
      parent.kill("SIGKILL");
      await parent.status;
      while (await lives(child)) await new Promise((resolve) => setTimeout(resolve, 20));
      return performance.now() - started;
    });
  },
});
