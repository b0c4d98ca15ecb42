/**
 * Leaves out of bundles what charts never use of the packages below them: maps and colour schemes,
 * which Observable Plot names but only needs where it is asked to. Their names stay, as functions
 * that do nothing: some are called when Plot is loaded.
 *
 * @module
 */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { Plugin } from "esbuild";

const LEFT_OUT = /^(d3-geo|d3-scale-chromatic)$/;

/** Puts functions that do nothing in the place of these packages. */
export const leftOut: Plugin = {
  name: "left-out",
  setup(build) {
    build.onResolve({ filter: LEFT_OUT }, ({ path, importer }) => ({
      path,
      namespace: "left-out",
      pluginData: createRequire(pathToFileURL(importer)).resolve(path),
      sideEffects: false,
    }));
    build.onLoad({ filter: /./, namespace: "left-out" }, async ({ pluginData }) => {
      const names = Object.keys(await import(pathToFileURL(pluginData).href));
      return {
        contents: names.filter((name) => name !== "default")
          .map((name) => `export const ${name} = () => undefined;`).join("\n"),
      };
    });
  },
};
