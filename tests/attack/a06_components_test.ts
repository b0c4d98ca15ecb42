/**
 * OWASP A06:2021, vulnerable and outdated components; A08:2021, software and data integrity failures:
 * what is run is what was looked at.
 *
 * @module
 */
import { deepStrictEqual as assertEquals, match, ok as assert } from "node:assert/strict";

const config = JSON.parse(await Deno.readTextFile("deno.json"));
const lock = JSON.parse(await Deno.readTextFile("deno.lock"));

Deno.test("Every package is one version exactly, from one registry", () => {
  const packages = Object.values<string>(config.imports).filter((target) =>
    !target.startsWith("./")
  );
  assert(packages.length > 20);
  const loose = packages.filter((target) =>
    !/^npm:\/?(?:@[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+(?:-[\w.]+)?(?:\/|$)/.test(target)
  );
  assertEquals(loose, []);
});

Deno.test("Every package that is loaded has the digest that was locked", () => {
  const packages = Object.entries<{ readonly integrity?: string }>(lock.npm);
  assert(packages.length > 50);
  assertEquals(packages.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? "")), []);
  assertEquals(Object.keys(lock.remote ?? {}), []);
});

Deno.test("A child process can fetch no code, ask no environment and run nothing", async () => {
  const spawn = await Deno.readTextFile("lib/process/spawn.ts");
  for (const flag of ["--no-remote", "--cached-only", "--no-prompt", "clearEnv: true"]) {
    assert(spawn.includes(flag), flag);
  }
  match(
    await Deno.readTextFile("lib/process/pump.ts"),
    /env: false, ffi: false, import: false, run: false, sys: false/,
  );
});

Deno.test("No task gives all rights to what serves", () => {
  const { start, "run-pipeline": pipeline, check, migrate } = config.tasks;
  for (const task of [start, pipeline, check, migrate]) {
    assertEquals(
      /--allow-all|-A\b|--allow-run(?!=)|--allow-ffi|--allow-sys(?!=)/.test(task),
      false,
      task,
    );
  }
});
