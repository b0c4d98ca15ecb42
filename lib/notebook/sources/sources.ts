/**
 * Where the load cells of a run find what they read: files in declared folders,
 * files that stand in for them, and connections that the settings name.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { EventSources, Source, Sources } from "@/lib/steps/sources.ts";
import { readUploadName } from "@/lib/upload_name.ts";
import type { FileDigests, FileStamp } from "./digests.ts";
import { fetchRows } from "./fetch_rows.ts";
import { findFile, findUpload, type Folders } from "./find_file.ts";
import { type Digests, openFile } from "./open_file.ts";

/** Where files and rows may come from, and where they are kept. */
export interface SourceOptions extends Folders {
  /** URLs of Postgres databases by name. */
  readonly connections: ReadonlyMap<string, string>;
  /** Where rows are kept while they are read. */
  readonly temporary: string;
  /** Where `deno task upload` keeps files. */
  readonly uploads: string;
  /** So many rows are fetched from a connection at most; `null` for all. */
  readonly rowLimit: number | null;
  /** What a statement on a connection may take; absent for any time. */
  readonly statementLimitMilliseconds?: number;
  /** Digests that outlast one plan. */
  readonly digests?: FileDigests;
  /** The events that were sent; absent where no database keeps any. */
  readonly events?: EventSources;
  /** Is told of each file that is found, as it was then. */
  readonly seen?: (file: FileStamp) => void;
}

/** Makes the sources of one cell; `input` is a file that stands in for what the cell names. */
export function createSources(options: SourceOptions, input: string | null): Sources {
  const digests: Digests = {
    seen: new Map(),
    kept: options.digests ?? null,
    tell: options.seen ?? (() => {}),
  };
  const open = (path: string, name: string) => openFile(path, name, digests);
  /** What was asked of a connection is fetched once, so that what is loaded is what the key tells. */
  const fetched = new Map<string, Promise<Source>>();
  return {
    ...(input === null ? {} : { standIn: () => open(input, input) }),
    events: options.events,
    async file(path) {
      return await open(await findFile(path, options), path);
    },
    async upload(digest) {
      const name = await readUploadName(options.uploads, digest) ?? digest;
      return await open(await findUpload(digest, options.uploads), name);
    },
    async rows(connection, asked) {
      const url = options.connections.get(connection.toLowerCase());
      if (url === undefined) {
        throw new AppError(
          "NOT_GRANTED",
          `Cannot read from a connection that the settings do not name: ` +
            `current value is "${connection}"`,
          {
            problems: [{
              severity: "error",
              code: "NOT_GRANTED",
              message: `Cannot read from a connection that the settings do not name: ` +
                `current value is "${connection}"`,
              place: { key: "connection" },
              remedy: `Set CONNECTION_${connection.toUpperCase()} to its URL`,
            }],
          },
        );
      }
      const id = JSON.stringify([connection, asked.table, asked.query]);
      const { temporary, rowLimit, statementLimitMilliseconds } = options;
      const limits = { rowLimit, statementLimitMilliseconds };
      const rows = fetched.get(id) ?? fetchRows(url, { ...asked, temporary, ...limits });
      fetched.set(id, rows);
      return await rows;
    },
  };
}
