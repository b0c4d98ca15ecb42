/**
 * Reads a ZIP archive in memory: its directory first, so that a bomb is refused
 * before anything is inflated. Nothing is ever written, whatever the parts' names.
 *
 * Source: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.4.
 *
 * @module
 */
import { crc32, createInflateRaw } from "node:zlib";
import { AppError } from "@/lib/errors.ts";
import type { Limits } from "./format.ts";
import { plainBytes } from "./gzip.ts";

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_COMMENT_BYTES = 65_535;
const STORED = 0;
const DEFLATED = 8;
const CHUNK_BYTES = 256 * 1024;

/** Below this many bytes in all, the ratio says nothing. */
const RATIO_FROM_BYTES = 16 * 1024 ** 2;

/** One part, as the directory has it. */
interface Part {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly checksum: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly localOffset: number;
}

/** An archive whose directory was found honest enough to go on. */
export class Zip {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #parts = new Map<string, Part>();
  readonly #partsByLowerName = new Map<string, Part>();

  /** @throws BAD_FILE for what is no archive, FILE_TOO_LARGE for a bomb */
  constructor(bytes: Uint8Array, limits: Limits) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#readDirectory(limits);
  }

  /** The parts' names, in the order of the directory. */
  get names(): string[] {
    return [...this.#parts.keys()];
  }

  /** Whether the archive has this part; names differ by case in some workbooks. */
  has(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  /**
   * Inflates one part as it is asked for. @throws BAD_FILE for a part that is
   * absent, damaged, encrypted, or longer than the directory says
   */
  async *inflate(name: string): AsyncIterable<Uint8Array> {
    const part = this.#find(name);
    if (part === undefined) refuseArchive(`hold the part "${name}"`, "it is absent");
    const packed = this.#packed(part);
    let bytes = 0;
    let checksum = 0;
    for await (const chunk of unpacked(part, packed)) {
      bytes += chunk.length;
      if (bytes > part.bytes) {
        refuseArchive(
          `tell the true size of "${name}"`,
          `more than the ${part.bytes} bytes that it tells`,
        );
      }
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
    if (bytes !== part.bytes || checksum !== part.checksum) {
      refuseArchive(
        `hold "${name}" whole`,
        `${bytes} of ${part.bytes} bytes, checksum ${
          checksum === part.checksum ? "right" : "wrong"
        }`,
      );
    }
  }

  #find(name: string): Part | undefined {
    return this.#parts.get(name) ?? this.#partsByLowerName.get(name.toLowerCase());
  }

  #readDirectory(limits: Limits): void {
    const end = this.#findEnd();
    const count = this.#view.getUint16(end + 10, true);
    if (count > limits.parts) refuseBomb(`have at most ${limits.parts} parts`, `${count}`);
    let offset = this.#view.getUint32(end + 16, true);
    let total = 0;
    for (let i = 0; i < count; i++) {
      const { part, next } = this.#readEntry(offset);
      offset = next;
      total += part.bytes;
      if (this.#parts.has(part.name)) refuseArchive("have each part once", `"${part.name}" twice`);
      this.#parts.set(part.name, part);
      this.#partsByLowerName.set(part.name.toLowerCase(), part);
    }
    if (total > limits.workbookBytes) {
      refuseBomb(`hold at most ${limits.workbookBytes} bytes`, `${total} bytes`);
    }
    if (total > RATIO_FROM_BYTES && total > this.#bytes.length * limits.inflationRatio) {
      const ratio = Math.round(total / this.#bytes.length);
      refuseBomb(`grow at most ${limits.inflationRatio} times`, `${ratio} times`);
    }
  }

  /** The end of the directory is the last thing in the file but for a comment. */
  #findEnd(): number {
    const first = Math.max(0, this.#bytes.length - END_BYTES - MAX_COMMENT_BYTES);
    for (let at = this.#bytes.length - END_BYTES; at >= first; at--) {
      if (this.#view.getUint32(at, true) === END_SIGNATURE) return at;
    }
    refuseArchive("have a directory at its end", "it has none, or the file is cut off");
  }

  #readEntry(at: number): { part: Part; next: number } {
    const view = this.#view;
    if (at + ENTRY_BYTES > view.byteLength || view.getUint32(at, true) !== ENTRY_SIGNATURE) {
      refuseArchive("have a whole directory", `nothing at byte ${at}`);
    }
    const nameLength = view.getUint16(at + 28, true);
    const next = at + ENTRY_BYTES + nameLength + view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true);
    if (next > view.byteLength) refuseArchive("have a whole directory", `cut off at byte ${at}`);
    const nameBytes = this.#bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength);
    const part = {
      name: new TextDecoder().decode(nameBytes).replaceAll("\\", "/").replace(/^\/+/, ""),
      encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      localOffset: view.getUint32(at + 42, true),
    };
    return { part, next };
  }

  #packed(part: Part): Uint8Array {
    const view = this.#view;
    const at = part.localOffset;
    if (part.encrypted) refuseArchive("be without a password", `"${part.name}" is encrypted`);
    if (at + LOCAL_BYTES > view.byteLength || view.getUint32(at, true) !== LOCAL_SIGNATURE) {
      refuseArchive(`hold "${part.name}" where it says`, `nothing at byte ${at}`);
    }
    const start = at + LOCAL_BYTES + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
    if (start + part.packedBytes > view.byteLength) {
      refuseArchive(`hold "${part.name}" whole`, "it is cut off");
    }
    return this.#bytes.subarray(start, start + part.packedBytes);
  }
}

async function* unpacked(part: Part, packed: Uint8Array): AsyncIterable<Uint8Array> {
  if (part.method === STORED) {
    yield packed;
    return;
  }
  if (part.method !== DEFLATED) {
    refuseArchive("be stored or deflated", `"${part.name}" is packed by method ${part.method}`);
  }
  const inflater = createInflateRaw({ chunkSize: CHUNK_BYTES });
  inflater.end(packed);
  try {
    for await (const chunk of inflater) yield plainBytes(chunk);
  } catch (error) {
    if (error instanceof AppError || !(error instanceof Error)) throw error;
    refuseArchive(`hold "${part.name}" whole`, error.message);
  } finally {
    inflater.destroy();
  }
}

function refuseArchive(rule: string, value: string): never {
  throw new AppError(
    "BAD_FILE",
    `Cannot read the workbook as its archive must ${rule}: current value is ${value}`,
  );
}

function refuseBomb(rule: string, value: string): never {
  throw new AppError(
    "FILE_TOO_LARGE",
    `Cannot read the workbook as its archive must ${rule}: current value is ${value}`,
  );
}
