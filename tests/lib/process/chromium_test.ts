import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { printPdf } from "@/lib/process/chromium.ts";
import { chromiumPath } from "@/tests/helpers/chromium_path.ts";
import { makeFolder } from "@/tests/helpers/command.ts";

const HTML = `<!doctype html><title>One</title><h1>One</h1>`;

Deno.test({
  name: "printPdf() prints one file and asks nobody, whatever stands in it",
  ignore: chromiumPath === null,
  async fn() {
    await using folder = await makeFolder();
    const asked: string[] = [];
    await using server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      (request) => {
        asked.push(request.url);
        return new Response("");
      },
    );
    const address = `http://127.0.0.1:${server.addr.port}`;
    const html = `${HTML}<img src="${address}/picture"><link rel="stylesheet" href="${address}/x">
      <iframe src="${address}/frame"></iframe><script>new Image().src = "${address}/script"</script>`;
    const pdf = await printPdf(html, {
      program: chromiumPath ?? "",
      folder: folder.path,
      signal: AbortSignal.timeout(60_000),
    });
    assertEquals(new TextDecoder().decode(pdf.slice(0, 5)), "%PDF-");
    assertEquals(asked, []);
    // Nothing is left behind.
    assertEquals([...Deno.readDirSync(folder.path)], []);
  },
});

Deno.test({
  name: "printPdf() kills a browser that takes too long",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using folder = await makeFolder();
    const program = await folder.write("slow", "#!/bin/sh\nexec sleep 60\n");
    await Deno.chmod(program, 0o755);
    const printing = printPdf(HTML, {
      program,
      folder: folder.path,
      signal: AbortSignal.timeout(50),
    });
    await rejects(printing, { code: "TIME_LIMIT" });
    // Nor is one begun whose time was over while it waited.
    const late = { program, folder: folder.path, signal: AbortSignal.abort() };
    await rejects(printPdf(HTML, late), { code: "TIME_LIMIT" });
  },
});

Deno.test("printPdf() tells of a program that prints nothing, and of none", async (t) => {
  await using folder = await makeFolder();
  const signal = AbortSignal.timeout(60_000);
  const cases: [program: string, code: string][] = [
    [`${folder.path}/missing`, "BAD_SETTING"],
    // It refuses the flags, and ends.
    [Deno.execPath(), "PROCESS_ENDED"],
  ];
  for (const [program, code] of cases) {
    await t.step(code, async () => {
      await rejects(printPdf(HTML, { program, folder: folder.path, signal }), { code });
    });
  }
});
