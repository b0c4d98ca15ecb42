/**
 * Files of a workspace in a test: in a folder that goes away, with a clock that is moved.
 *
 * @module
 */
import type { Config } from "@/lib/config.ts";
import type { Database } from "@/lib/db/database.ts";
import { NO_LIMITS, Room, type RoomLimits } from "@/lib/ingest/room.ts";
import { createLog } from "@/lib/log.ts";
import { startReader } from "@/lib/read/read_file.ts";
import type { UploadState } from "@/lib/workspace/files/contract.ts";
import { createDataFiles } from "@/lib/workspace/files/data_files.ts";
import { makeClock, type TestClock } from "./clock.ts";

/** Files that a test works with. */
export interface TestFiles extends AsyncDisposable {
  readonly files: ReturnType<typeof createDataFiles>;
  readonly folder: string;
  readonly clock: TestClock;
  /** Ends the program and starts it anew on the same folder and database. */
  restart(): Promise<void>;
  /** Takes a whole file in; returns its last state. */
  take(name: string, content: string | Uint8Array): Promise<UploadState>;
  /** Takes a file in that must be ready; returns its digest. */
  keep(name: string, content: string | Uint8Array): Promise<string>;
  /** What lies in the folder of uploads, names aside. */
  kept(): readonly string[];
}

interface MakeFilesOptions extends Partial<Pick<Config, "maxFileBytes" | "maxRows">> {
  readonly room?: RoomLimits;
}

/** Makes files on a database. */
export async function makeFiles(
  database: Database,
  { room = NO_LIMITS, ...config }: MakeFilesOptions = {},
): Promise<TestFiles> {
  const folder = await Deno.makeTempDir();
  const clock = makeClock();
  const open = () =>
    createDataFiles({
      database,
      config: { dataDirectory: folder, maxFileBytes: null, maxRows: null, ...config },
      startReader,
      room: new Room(database, room),
      log: createLog({ level: "error" }),
      now: clock.now,
    });
  let files = open();
  const test: TestFiles = {
    get files() {
      return files;
    },
    folder: `${folder}/uploads`,
    clock,
    async restart() {
      await files[Symbol.asyncDispose]();
      files = open();
    },
    async take(name, content) {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      const { id } = await files.begin({ name, bytes: bytes.length });
      return await settled(files, await files.append({ id, offset: 0 }, pieces(bytes)));
    },
    async keep(name, content) {
      const { state } = await test.take(name, content);
      if (state.type !== "ready") throw new Error(`"${name}" is ${JSON.stringify(state)}`);
      return state.digest;
    },
    kept: () =>
      [...Deno.readDirSync(`${folder}/uploads`)].map(({ name }) => name)
        .filter((name) => !name.endsWith(".name")),
    async [Symbol.asyncDispose]() {
      await files[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
  return test;
}

/** Asks until an upload is no longer read. */
export async function settled(
  files: TestFiles["files"],
  upload: UploadState,
): Promise<UploadState> {
  let now = upload;
  while (now.state.type === "reading") now = await files.upload({ id: now.id });
  return now;
}

/** Bytes in pieces of so many. */
export async function* pieces(bytes: Uint8Array, size = 1 << 16): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
