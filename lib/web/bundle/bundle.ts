/**
 * Builds what browsers load: the base script, and a chunk an island, with what they share apart.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { type BuildContext, type BuildOptions, context, type Metafile } from "esbuild";
import { filesBelow, islandsIn } from "@/lib/web/modules.ts";
import {
  type BuildManifest,
  digestsOf,
  SETTINGS_FILES,
  writeManifest,
  writeWhole,
} from "./manifest.ts";
import { ASSETS_PATH, assetsFolder, type SiteFiles } from "@/lib/web/site_files.ts";
import { leftOut } from "./left_out.ts";
import { denoResolver } from "./resolve.ts";

const PROJECT = new URL("../../../", import.meta.url);

/** How things are built: what was built otherwise is outdated. */
const BUNDLER = "lib/web/bundle";

const BASE = "lib/web/client/start.ts";
const RELOAD = "lib/web/client/reload.ts";

/** Builds again and again, and quicker each time. */
export interface Bundler extends AsyncDisposable {
  /** Builds, keeps it in `build/`, and removes what was there. @throws where a file is wrong */
  build(): Promise<void>;
}

/** Makes what builds a site. */
export function createBundler(site: SiteFiles): Bundler {
  let building: { readonly files: string; readonly context: BuildContext<BuildOptions> } | null =
    null;

  async function dispose() {
    await building?.context.dispose();
    building = null;
  }

  async function contextOf(entries: readonly string[]) {
    const files = entries.join("\n");
    if (building?.files !== files) {
      await dispose();
      building = { files, context: await context(optionsFor(entries, site)) };
    }
    return building.context;
  }

  return {
    async build() {
      const islands = await islandsIn(site.islands);
      const everywhere = site.development ? [RELOAD] : [];
      const { metafile, outputFiles } = await (await contextOf([BASE, ...everywhere, ...islands]))
        .rebuild();
      if (metafile === undefined || outputFiles === undefined) {
        throw new Error("Cannot tell what was built");
      }
      await Promise.all(outputFiles.map(({ path, contents }) => writeWhole(site, path, contents)));
      await writeManifest(site, await describe(metafile, { islands, everywhere }));
      await removeOthers(metafile, site);
    },
    [Symbol.asyncDispose]: dispose,
  };
}

async function describe(
  metafile: Metafile,
  { islands, everywhere }: {
    readonly islands: readonly string[];
    readonly everywhere: readonly string[];
  },
): Promise<BuildManifest> {
  const outputs = new Map(outputsOf(metafile));
  const addressOf = (file: string) => outputs.get(file)?.address ?? "";
  return {
    scripts: {
      base: addressOf(BASE),
      islands: Object.fromEntries(islands.map((file) => [file, addressOf(file)])),
      imports: Object.fromEntries(
        [...outputs.values()].map(({ address, imports }) => [address, imports]),
      ),
      everywhere: everywhere.map(addressOf),
    },
    inputs: await digestsOf([
      ...SETTINGS_FILES,
      ...await filesBelow(BUNDLER),
      ...inputsOf(metafile),
    ]),
    outputs: await digestsOf(Object.keys(metafile.outputs)),
  };
}

function optionsFor(files: readonly string[], site: SiteFiles): BuildOptions {
  const { development, islands } = site;
  return {
    absWorkingDir: fileURLToPath(PROJECT),
    entryPoints: files.map((file) => ({ in: file, out: nameOf(file, islands) })),
    outdir: assetsFolder(site),
    entryNames: "[name]-[hash]",
    chunkNames: "shared-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: !development,
    sourcemap: development ? "inline" : false,
    legalComments: "none",
    define: { "process.env.NODE_ENV": development ? '"development"' : '"production"' },
    plugins: [leftOut, denoResolver],
    metafile: true,
    // Another process may serve from the same folder: files take their places at once, when whole.
    write: false,
    logLevel: "silent",
  };
}

/** `islands/chart/LineChart.tsx` becomes `chart-LineChart`. */
function nameOf(file: string, islands: string): string {
  const name = file.startsWith(`${islands}/`)
    ? file.slice(islands.length + 1)
    : file.split("/").at(-1) ?? "";
  return name.replace(/\.tsx?$/, "").replaceAll("/", "-");
}

/** Returns the bundle of each file that begins one, with all bundles that it needs at once. */
function outputsOf({ outputs }: Metafile) {
  const addressOf = (path: string) => `${ASSETS_PATH}${path.split("/").at(-1)}`;

  function collect(path: string, found: Set<string>): Set<string> {
    for (const { kind, path: needed, external } of outputs[path].imports) {
      if (kind !== "import-statement" || external || found.has(needed)) continue;
      found.add(needed);
      collect(needed, found);
    }
    return found;
  }

  return Object.entries(outputs).flatMap(([path, { entryPoint }]) => {
    if (entryPoint === undefined) return [];
    const imports = [...collect(path, new Set())].map(addressOf);
    return [[entryPoint, { address: addressOf(path), imports }] as const];
  });
}

/** Returns the files of the project that went in; packages are told by the lock file. */
function inputsOf(metafile: Metafile): readonly string[] {
  return Object.keys(metafile.inputs).filter((file) =>
    !file.startsWith("..") && !file.includes(":")
  );
}

async function removeOthers(metafile: Metafile, site: SiteFiles): Promise<void> {
  const built = new Set(Object.keys(metafile.outputs));
  for (const file of await filesBelow(assetsFolder(site))) {
    if (!built.has(file)) await Deno.remove(new URL(file, PROJECT));
  }
}
