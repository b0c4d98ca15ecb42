import { ok } from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { build, stop } from "esbuild";
import { leftOut } from "@/lib/web/bundle/left_out.ts";
import { denoResolver } from "@/lib/web/bundle/resolve.ts";

Deno.test({
  name: "leftOut keeps what live charts load at 92 KB",
  sanitizeOps: false, // esbuild's process ends when it is told to, which is not awaited.
  sanitizeResources: false,
  async fn() {
    const { outputFiles, metafile } = await build({
      absWorkingDir: fileURLToPath(new URL("../../../../", import.meta.url)),
      entryPoints: ["islands/chart/live_drawing.ts"],
      bundle: true,
      format: "esm",
      minify: true,
      target: "es2022",
      legalComments: "none",
      plugins: [leftOut, denoResolver],
      metafile: true,
      write: false,
      outdir: "build",
    });
    await stop();
    const inputs = Object.keys(metafile.inputs);
    ok(
      inputs.some((file) => file.includes("plot.js")) &&
        !inputs.some((file) => /linkedom|danfo/.test(file)),
    );
    const bytes = gzipSync(outputFiles[0].contents, { level: 9 }).length;
    ok(bytes <= 92 * 1024, `they load ${bytes} bytes`);
  },
});
