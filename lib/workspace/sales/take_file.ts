/**
 * Takes a file of sales in, as an upload is: it is kept, read once, and its columns are known.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { AppError } from "@/lib/errors.ts";
import type { DataFiles } from "@/lib/workspace/files/contract.ts";
import { cleanFileName } from "@/lib/workspace/files/file_name.ts";
import type { FileColumn } from "./columns.ts";
import type { SalesAsked } from "./contract.ts";
import { fileKindOf, TELLING_BYTES } from "./file_kind.ts";
import type { SalesServices } from "./services.ts";

/** How long reading is waited for before asking again. */
const POLL_MILLISECONDS = 20;

/** A file that was taken in. */
export interface TakenFile {
  readonly name: string;
  readonly digest: string;
  readonly columns: readonly FileColumn[];
}

type Taking = Pick<SalesServices, "database" | "files" | "audit" | "mostBytes" | "mostRows">;

/** @throws AppError FILE_TOO_LARGE, UNSUPPORTED_FORMAT, TOO_MANY_ROWS, BAD_FILE */
export async function takeFile(
  asked: SalesAsked,
  { bytes: chunks, ...services }: Taking & { readonly bytes: AsyncIterable<Uint8Array> },
): Promise<TakenFile> {
  const { database, files, audit, mostRows } = services;
  const { account = null, address } = asked;
  const bytes = await collect(chunks, services.mostBytes);
  const name = cleanFileName(asked.fileName);
  const note = (event: "file_refused" | "path_traversal_tried") =>
    audit.note({ event, account, address });
  if (/(?:^|[/\\])\.\.(?:[/\\]|$)/.test(asked.fileName)) await note("path_traversal_tried");
  try {
    fileKindOf(name, asked.mediaType, bytes.subarray(0, TELLING_BYTES));
  } catch (error) {
    await note("file_refused");
    throw error;
  }
  const digest = createHash("sha256").update(bytes).digest("hex");
  const isKnown = await database.kysely.selectFrom("datasets").select("digest")
    .where("digest", "=", digest).where("deleted_at", "is", null).executeTakeFirst() !== undefined;
  await readUpload(files, { name, account, bytes });
  const { facts } = await files.preview({ digest, options: {} });
  if (facts.rows > mostRows) {
    if (!isKnown) await files.remove({ digest, account });
    throw new AppError(
      "TOO_MANY_ROWS",
      `Cannot take the file as it may have ${mostRows.toLocaleString("en")} rows: ` +
        `current value is ${facts.rows.toLocaleString("en")}`,
    );
  }
  const columns = facts.names.map((column) => ({ name: column, type: facts.types[column] }));
  return { name, digest, columns };
}

async function readUpload(
  files: DataFiles,
  { bytes, ...named }: {
    readonly name: string;
    readonly account: string | null;
    readonly bytes: Uint8Array;
  },
): Promise<void> {
  async function* whole() {
    yield bytes;
  }
  let upload = await files.take(named, whole());
  while (upload.state.type === "reading" || upload.state.type === "receiving") {
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
    upload = await files.upload({ id: upload.id });
  }
  if (upload.state.type !== "refused") return;
  const { message, remedy } = upload.state;
  const problem = { severity: "error", code: "BAD_FILE", message, place: { key: "file" } } as const;
  throw new AppError("BAD_FILE", message, { problems: [{ ...problem, remedy }] });
}

async function collect(
  chunks: AsyncIterable<Uint8Array>,
  mostBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const kept: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.byteLength;
    if (length > mostBytes) {
      throw new AppError(
        "FILE_TOO_LARGE",
        `Cannot take the file as it may have ${mostBytes / 1_000_000} MB`,
      );
    }
    kept.push(new Uint8Array(chunk));
  }
  return await new Blob(kept).bytes();
}
