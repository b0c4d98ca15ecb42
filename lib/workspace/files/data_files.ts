/**
 * Takes files in, shows what was decided of them, and keeps them as datasets.
 *
 * @module
 */
import type { Config } from "@/lib/config.ts";
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { openKept, uploadsFolder } from "@/lib/ingest/kept_file.ts";
import { NO_LIMITS, Room } from "@/lib/ingest/room.ts";
import type { Log } from "@/lib/log.ts";
import type { Child } from "@/lib/process/child.ts";
import type { FileFacts } from "@/lib/read/facts.ts";
import type { ReadOptions } from "@/lib/read/options.ts";
import { readFile } from "@/lib/read/read_file.ts";
import { MOST_COLUMNS } from "@/lib/steps/load/width.ts";
import { holidaysFor } from "@/lib/workspace/first/country.ts";
import { firstNotebook } from "@/lib/workspace/first/first_notebook.ts";
import { Arrivals } from "./arrivals.ts";
import type { DataFiles, Dataset, FileAsked, FilePreview, PreviewStep } from "./contract.ts";
import type { Findings } from "./findings.ts";
import { rangesOf } from "./ranges.ts";
import { firstLines } from "./first_lines.ts";
import { Readings } from "./readings.ts";
import { checkOptions, withoutStrangers } from "./read_options.ts";
import { rejectedCsv } from "./rejected_csv.ts";
import { type KeptDataset, Shelf } from "./shelf.ts";
import { toldBy } from "./told_by.ts";
import { findUses } from "./uses.ts";

/** The largest file, where no setting says otherwise. */
const MAX_BYTES = 2_000_000_000;
/** Of a larger file the beginning is shown first. */
const LARGE_BYTES = 2_000_000;
const DIGEST = /^[0-9a-f]{64}$/;

/** What files work with. */
export interface FileServices {
  readonly database: Database;
  readonly config: Pick<Config, "dataDirectory" | "maxFileBytes" | "maxRows">;
  readonly startReader: () => Child;
  /** Room on the disk; any, where it is left out. */
  readonly room?: Room;
  readonly log: Log;
  readonly now?: () => Date;
}

/** A file, and the account that asks for it. */
type OwnFile = Pick<FileAsked, "digest" | "account">;

/** No load could take it, and no page could show it. @throws AppError BAD_FILE */
function refuseWidth({ columns }: FileFacts): void {
  if (columns <= MOST_COLUMNS) return;
  throw new AppError(
    "BAD_FILE",
    `Cannot show a file of more than ${MOST_COLUMNS} columns as no table is wider: ` +
      `current value is ${columns}`,
  );
}

/** Makes what pages ask of files; disposing it ends what is being read. */
export function createDataFiles(
  { database, config, startReader, log, now = () => new Date(), ...given }: FileServices,
): DataFiles & AsyncDisposable {
  const folder = uploadsFolder(config);
  const shelf = new Shelf(database, now);
  const readings = new Readings({ folder, shelf, startReader });
  const room = given.room ?? new Room(database, NO_LIMITS);
  const { maxFileBytes, maxRows } = config;
  const maxBytes = maxFileBytes ?? MAX_BYTES;
  const arrivals = new Arrivals({ folder, shelf, readings, room, maxBytes, maxRows, now, log });

  async function find({ digest, account = null }: OwnFile): Promise<KeptDataset> {
    const dataset = DIGEST.test(digest) ? await shelf.findDataset(digest, account) : null;
    if (dataset !== null) return dataset;
    throw notFound(digest);
  }

  async function findings(file: OwnFile, asked: ReadOptions) {
    const { digest, name, bytes } = await find(file);
    const options = checkOptions(asked);
    return { name, bytes, options, found: await readings.find({ digest, name, options }) };
  }

  async function previewOf(
    digest: string,
    { name, bytes, options, found }: {
      readonly name: string;
      readonly bytes: number;
      readonly options: ReadOptions;
      readonly found: Findings;
    },
  ): Promise<FilePreview> {
    const { facts, firstRows, rejected } = found;
    refuseWidth(facts);
    const lines = await firstLines(await openKept(folder, digest), facts);
    const holidays = holidaysFor(found);
    return {
      digest,
      name,
      bytes,
      facts,
      holidays: holidays.matter ? { country: holidays.found?.code ?? null } : null,
      options: withoutStrangers(options, facts),
      firstRows,
      ranges: rangesOf(found),
      firstLines: lines,
      rejected,
    };
  }

  return {
    begin: (asked) => arrivals.begin(asked),
    append: (asked, bytes) => arrivals.append(asked, bytes),
    take: (asked, bytes) => arrivals.take(asked, bytes),
    upload: ({ id }) => arrivals.state(id),
    cancel: ({ id }) => arrivals.cancel(id),

    preview: async ({ options, ...file }) =>
      await previewOf(file.digest, await findings(file, options)),

    previews: ({ options: asked, ...file }) =>
      toldBy<PreviewStep>(async (tell, signal) => {
        const { digest, name, bytes } = await find(file);
        const options = checkOptions(asked);
        const told = { name, bytes, options };
        const reading = { digest, name, options };
        if (bytes > LARGE_BYTES && !await readings.isKept(reading)) {
          const found = await readings.findInBeginning(reading, signal);
          if (found !== null) {
            tell({ type: "beginning", preview: await previewOf(digest, { ...told, found }) });
          }
        }
        const found = await readings.find(reading, {
          signal,
          onProgress: ({ rows, bytes: read }) =>
            tell({ type: "progress", rows, share: Math.min(1, read / bytes) }),
        });
        tell({ type: "whole", preview: await previewOf(digest, { ...told, found }) });
      }),

    async firstNotebook({ options: asked, holidays, ...file }) {
      const { digest } = file;
      const { name, options: checked, found } = await findings(file, asked);
      const options = withoutStrangers(checked, found.facts);
      return { text: firstNotebook({ digest, name, options, found, holidays }) };
    },

    async list({ account = null }) {
      await arrivals.sweep();
      const uses = await findUses(database);
      const versions = new Map<string, number>();
      return (await shelf.datasets(account)).map((kept): Dataset => {
        // Whoever sees what they have alone counts nobody else's.
        const counted = `${kept.isHeld} ${kept.name}`;
        const version = (versions.get(counted) ?? 0) + 1;
        versions.set(counted, version);
        return { ...describe(kept), version, usedIn: uses.get(kept.digest) ?? [] };
      });
    },

    async remove({ digest, account = null }) {
      if (!DIGEST.test(digest)) return;
      if (account !== null && await shelf.letGo(digest, account)) return;
      await shelf.deleteDataset(digest);
    },

    async restore({ digest }) {
      if (DIGEST.test(digest) && await shelf.restoreDataset(digest)) return;
      throw notFound(digest);
    },

    async *rejected({ options: asked, ...file }) {
      const { digest, name } = await find(file);
      const options = { ...checkOptions(asked), name, writtenRows: 0 };
      const { signal } = new AbortController();
      yield* await readings.withReader(
        signal,
        (child) => rejectedCsv(readFile(() => openKept(folder, digest), options, { child })),
      );
    },

    async [Symbol.asyncDispose]() {
      await arrivals[Symbol.asyncDispose]();
      await readings[Symbol.asyncDispose]();
    },
  };
}

function notFound(digest: string): AppError {
  return new AppError(
    "NOT_FOUND",
    `Cannot find a file of this digest: current value is "${digest.slice(0, 12)}…"`,
  );
}

function describe(
  { digest, name, bytes, facts, uploadedAt }: KeptDataset,
): Omit<Dataset, "version" | "usedIn"> {
  return {
    digest,
    name,
    bytes,
    format: facts.format,
    rows: facts.rows,
    rejected: facts.rejected,
    columns: facts.names.map((column) => ({ name: column, type: facts.types[column] })),
    uploadedAt,
  };
}
