/**
 * OWASP A06:2021, vulnerable and outdated components; A08:2021, software and data integrity failures:
 * what is run is what was looked at.
 *
 * @module
 */
import { deepStrictEqual as assertEquals, match, ok as assert } from "node:assert/strict";

import { startChild } from "@/lib/process/child.ts";

const config = JSON.parse(await Deno.readTextFile("deno.json"));
const lock = JSON.parse(await Deno.readTextFile("deno.lock"));

/** A version of a package of npm, perhaps with a file in it. */
const EXACT = /^npm:\/?((?:@[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+(?:-[\w.]+)?)(?:\/|$)/;

const targets = Object.values<string>(config.imports).filter((target) => !target.startsWith("./"));

Deno.test("Every package is one version exactly, from one registry", () => {
  assert(targets.length > 20);
  assertEquals(targets.filter((target) => !EXACT.test(target)), []);
  // Nothing else says where code comes from.
  assertEquals(
    [config.scopes, config.importMap, config.links, config.patch],
    Array(4).fill(undefined),
  );
});

Deno.test("Every package that is loaded has the digest that was locked", () => {
  const packages = Object.entries<{ readonly integrity?: string }>(lock.npm);
  assert(packages.length > 50);
  // 64 bytes in Base64.
  const sound = /^sha512-[\w+/]{86}==$/;
  assertEquals(packages.filter(([, { integrity }]) => !sound.test(integrity ?? "")), []);
  assertEquals([lock.remote ?? {}, lock.jsr ?? {}, lock.redirects ?? {}], [{}, {}, {}]);
  const locked = new Set(packages.map(([name]) => name.split("_")[0]));
  const wanted = targets.map((target) => EXACT.exec(target)?.[1] ?? target);
  assertEquals(wanted.filter((name) => !locked.has(name)), []);
});

Deno.test("A child process can fetch no code, ask no environment and run nothing", async (t) => {
  await using child = startChild(new URL("../lib/process/children/probe.ts", import.meta.url));
  const attempts: [what: string, target: string, refused: RegExp][] = [
    ["import", "https://127.0.0.1:1/code.js", /Requires import access|not found in cache/],
    ["import", "npm:never-fetched@1.0.0", /not found in cache|Requires/],
    ["read a variable", "DATABASE_URL", /Requires env access/],
    ["run", Deno.execPath(), /Requires run access/],
    ["load a library", "libc.so.6", /Requires ffi access/],
    ["ask for rights", "", /Can't escalate|Requires|NotCapable/],
  ];
  for (const [what, target, refused] of attempts) {
    await t.step(`${what} ${target}`.trim(), async () => {
      const { header } = await child.call("attempt", { header: { what, target } });
      match(header, refused);
    });
  }
});

/** Tasks of those who work on Daybook, which serve nobody. */
const WORKSHOP = /^(?:bench(?::\w+)?|test(?::\w+)?|build|seed|settings|samples|ok)$/;

Deno.test("No task gives all rights to what serves, or reads what others sent", () => {
  const tasks = Object.entries<string>(config.tasks).filter(([name]) => !WORKSHOP.test(name));
  for (const name of ["start", "dev", "run-pipeline", "check", "inspect", "upload", "migrate"]) {
    assert(tasks.some(([one]) => one === name), name);
  }
  for (const [name, task] of tasks) {
    match(task, /^deno run --quiet --no-prompt /, name);
    const given = task.split(" ").map((word) => word.split("=")[0]);
    const all = given.filter((word) =>
      /^(?:--allow-all|-[a-zA-Z]*A|--allow-(?:ffi|import|hrtime))$/.test(word)
    );
    assertEquals(all, [], name);
    // Only the program that is named, and only the host's name.
    for (const word of ["--allow-run", "--allow-sys"]) {
      assertEquals(task.includes(word) && !task.includes(`${word}=`), false, `${name} ${word}`);
    }
  }
});
