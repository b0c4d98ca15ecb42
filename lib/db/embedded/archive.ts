/**
 * The archive that holds the ready-made empty database: a gzipped line of JSON with the
 * directories and files, then the bytes of the files in that order.
 *
 * @module
 */

interface Listing {
  readonly directories: readonly string[];
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
}

const NEW_LINE = 10;

/** Packs a directory with all below it. */
export async function packDirectory(directory: string): Promise<Uint8Array<ArrayBuffer>> {
  const directories: string[] = [];
  const files: { path: string; bytes: number }[] = [];
  const contents: Uint8Array<ArrayBuffer>[] = [];
  async function visit(path: string): Promise<void> {
    const entries = await Array.fromAsync(Deno.readDir(`${directory}/${path}`));
    for (const { name, isDirectory } of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
      const below = `${path}${name}`;
      if (isDirectory) {
        directories.push(below);
        await visit(`${below}/`);
      } else {
        const bytes = await Deno.readFile(`${directory}/${below}`);
        files.push({ path: below, bytes: bytes.length });
        contents.push(bytes);
      }
    }
  }
  await visit("");
  const listing: Listing = { directories, files };
  const whole = new Blob([`${JSON.stringify(listing)}\n`, ...contents]);
  return await bytesThrough(whole, new CompressionStream("gzip"));
}

/** Unpacks into a directory, which is made. Cost: 0.1 s for a database. */
export async function unpackDirectory(
  archive: Uint8Array<ArrayBuffer>,
  directory: string,
): Promise<void> {
  const whole = await bytesThrough(new Blob([archive]), new DecompressionStream("gzip"));
  const start = whole.indexOf(NEW_LINE) + 1;
  // Written by `packDirectory` above, and shipped with the program.
  const listing = JSON.parse(new TextDecoder().decode(whole.subarray(0, start))) as Listing;
  const mode = 0o700; // Postgres refuses a directory that others may read.
  Deno.mkdirSync(directory, { mode });
  for (const path of listing.directories) Deno.mkdirSync(`${directory}/${path}`, { mode });
  let position = start;
  for (const { path, bytes } of listing.files) {
    const content = whole.subarray(position, position + bytes);
    Deno.writeFileSync(`${directory}/${path}`, content, { mode: 0o600, createNew: true });
    position += bytes;
  }
}

async function bytesThrough(
  blob: Blob,
  transform: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(blob.stream().pipeThrough(transform)).arrayBuffer());
}
