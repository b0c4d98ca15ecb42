import { deepStrictEqual as assertEquals, match as assertMatch } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { type Child, startChild } from "@/lib/process/child.ts";

const ENTRY = new URL("./children/probe.ts", import.meta.url);
const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));

/** How Deno says no, also where Node's names or a missing cache are between. */
const REFUSED = /NotCapable|Requires \w+ access|not found in cache|EACCES|EPERM|Can't escalate/;

async function attempt(child: Child, what: string, target = ""): Promise<string> {
  return (await child.call("attempt", { header: { what, target } })).header;
}

Deno.test("startChild() gives a child no rights unless named", async (t) => {
  const folder = await Deno.makeTempDir();
  using server = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const port = String(server.addr.port);
  const secret = `${folder}/secret.txt`;
  const module = `${folder}/module.ts`;
  await Deno.writeTextFile(secret, "secret");
  await Deno.writeTextFile(module, "export const secret = 1;");
  await using child = startChild(ENTRY);

  const cases: [what: string, targets: string[]][] = [
    ["read", ["/etc/passwd", secret, `${PROJECT}deno.json`, fileURLToPath(ENTRY)]],
    ["read through Node", ["/etc/passwd", secret, `${PROJECT}deno.json`]],
    ["read through fetch", ["/etc/passwd", secret, `${PROJECT}deno.json`]],
    ["list", ["/", folder, PROJECT]],
    ["look at", ["/etc/passwd", secret, PROJECT]],
    ["write", [secret, `${folder}/new.txt`, `${PROJECT}new.txt`]],
    ["remove", [secret]],
    ["make a temporary file", [""]],
    ["read a variable", ["HOME", "DENO_DIR", "DATABASE_URL"]],
    ["read all variables", [""]],
    ["connect", [port]],
    ["connect through Node", [port]],
    ["fetch", [port]],
    ["listen", [""]],
    ["resolve a name", ["localhost"]],
    ["run", ["/bin/true", Deno.execPath()]],
    ["run through Node", ["/bin/true", Deno.execPath()]],
    ["signal", [""]],
    ["load a library", ["libc.so.6"]],
    ["load an addon", [`${folder}/addon.node`]],
    ["read the host's name", [""]],
    ["read the host's name through Node", [""]],
    ["import", [
      `http://127.0.0.1:${port}/module.ts`,
      `file://${module}`,
      new URL("../../../lib/config.ts", import.meta.url).href,
      "npm:never-fetched@1.0.0",
    ]],
    ["start a worker that may read", [""]],
    ["ask for rights", [""]],
  ];
  for (const [what, targets] of cases) {
    await t.step(what, async () => {
      for (const target of targets) {
        assertMatch(await attempt(child, what, target), REFUSED, target);
      }
    });
  }
  await t.step("each attempt that the child knows", async () => {
    const names = (await child.call("names")).header;
    assertEquals(cases.map(([what]) => what), names);
  });
  await Deno.remove(folder, { recursive: true });
});

Deno.test("startChild() gives a child the paths that are named, and no others", async () => {
  const folder = await Deno.makeTempDir({ prefix: "a b,c" });
  for (const name of ["read", "written", "other"]) {
    await Deno.mkdir(`${folder}/${name}`);
    await Deno.writeTextFile(`${folder}/${name}/file`, "");
  }
  await using child = startChild(ENTRY, {
    rights: { read: [`${folder}/read`], write: [`${folder}/written`] },
  });
  assertMatch(await attempt(child, "read", `${folder}/read/file`), /^allowed$/);
  assertMatch(await attempt(child, "write", `${folder}/read/file`), REFUSED);
  assertMatch(await attempt(child, "write", `${folder}/written/file`), /^allowed$/);
  assertMatch(await attempt(child, "read", `${folder}/written/file`), REFUSED);
  assertMatch(await attempt(child, "read", `${folder}/other/file`), REFUSED);
  assertMatch(await attempt(child, "write", `${folder}/other/file`), REFUSED);
  assertMatch(await attempt(child, "read", `${PROJECT}deno.json`), REFUSED);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("startChild() lets a child listen at the addresses that are named, and no others", async () => {
  using server = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const port = String(server.addr.port);
  await using any = startChild(ENTRY, { rights: { net: ["127.0.0.1:0"] } });
  assertMatch(await attempt(any, "listen"), /^allowed$/);
  assertMatch(await attempt(any, "connect", port), REFUSED);
  assertMatch(await attempt(any, "fetch", port), REFUSED);
  assertMatch(await attempt(any, "resolve a name", "localhost"), REFUSED);
  await using one = startChild(ENTRY, { rights: { net: [`127.0.0.1:${port}`] } });
  assertMatch(await attempt(one, "connect", port), /^allowed$/);
  assertMatch(await attempt(one, "listen"), REFUSED);
  assertMatch(await attempt(one, "ask for rights"), REFUSED);
  assertMatch(await attempt(one, "run", "/bin/true"), REFUSED);
});

Deno.test({
  name: "startChild() hands a child none of our variables but what finds Deno's cache",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    Deno.env.set("DAYBOOK_TEST_SECRET", "secret");
    await using child = startChild(ENTRY);
    const { header: pid } = await child.call("pid");
    // Deno itself may not read below /proc unless it may do everything.
    const { stdout } = await new Deno.Command("cat", { args: [`/proc/${pid}/environ`] }).output();
    const names = new TextDecoder().decode(stdout).split("\0")
      .filter((line) => line !== "").map((line) => line.split("=")[0]);
    const known = ["DENO_DIR", "HOME", "NO_COLOR", "NPM_CONFIG_REGISTRY", "XDG_CACHE_HOME"];
    assertMatch(names.join(), /NO_COLOR/);
    assertEquals(names.filter((name) => !known.includes(name)), []);
    Deno.env.delete("DAYBOOK_TEST_SECRET");
  },
});
