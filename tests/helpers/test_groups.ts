/**
 * Test files in groups, each of which Deno runs as if it were one file: what they import is then read
 * once a group.
 *
 * @module
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** So many files a group at most: with more, the last to end would run alone for long. */
const MOST_FILES = 24;

/**
 * A file that imports one of these has a program, a browser or pages of its own; an island that one test
 * registers is on the pages of all of its process.
 */
const ALONE =
  /helpers\/(?:started_site|command|browser|site|signed_pages|live_pages|guarded_engine)\.ts/;

/** Test files, some of them in groups, which go away. */
export interface TestGroups extends AsyncDisposable {
  /** What to run: files that stay alone, then groups. */
  readonly files: readonly string[];
}

/** Writes a file for each group of those that can share a process. */
export async function writeTestGroups(files: readonly string[]): Promise<TestGroups> {
  const texts = await Promise.all(files.map((file) => Deno.readTextFile(file)));
  const light = files.filter((_, index) => !ALONE.test(texts[index]));
  const folder = await Deno.makeTempDir({ prefix: "daybook-test-groups-" });
  const groups = await Promise.all(
    dealOut(light).map(async (group, index) => {
      const path = join(folder, `group_${index + 1}_test.ts`);
      const lines = group.map((file) => `import ${JSON.stringify(pathToFileURL(file).href)};\n`);
      await Deno.writeTextFile(path, lines.join(""));
      return path;
    }),
  );
  return {
    files: [...files.filter((file) => !light.includes(file)), ...groups],
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

/** Deals files out in turn, so that neighbours, which take alike long, come into different groups. */
function dealOut(files: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(files.length / MOST_FILES);
  return Array.from(
    { length: count },
    (_, group) => files.filter((_, index) => index % count === group),
  );
}
