/**
 * Keeps a fitted forest as text, so that it can be applied to days that it has not seen.
 *
 * The text is `daybook-forest`, a version, the SHA-256 of what follows, and that in base64: deflated, the
 * length of a header, the header as JSON (what the forest looks at, and its limit), and the trees as
 * forest_bytes.ts has them. It may come from anybody: it has no code, all of it is bounded, and every way
 * down a tree ends soon.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { AppError } from "@/lib/errors.ts";
import { bytesOfForest, forestFromBytes, type ForestSize, sizeOfForest } from "./forest_bytes.ts";
import type { IsolationForest } from "./isolation_forest.ts";

/** A forest, and what it must be asked with. */
export interface ForestModel {
  readonly forest: IsolationForest;
  /** Features of a row. */
  readonly width: number;
  /** What the features were made with: equal for rows that it may score. */
  readonly made: string;
  /** What scores above it is flagged, 0 to 100. */
  readonly limit: number;
}

interface Header extends ForestSize {
  readonly made: string;
  readonly limit: number;
  readonly averagePath: number;
}

const NAME = "daybook-forest";
const VERSION = 2;

/** A hundred trees of 256 rows take a twentieth of it. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_HEADER_BYTES = 4096;
const MOST_MADE = 200;
const MOST_PATH = 1000;

/** That of two rows: one alone is no forest, and nothing can be told by it. */
const LEAST_PATH = 1;

/** No text of a model is longer. */
export const MOST_MODEL_LETTERS = 12_000_000;

/** Writes a model as text. */
export function storeForest({ forest, width, made, limit }: ForestModel): string {
  const { averagePath } = forest;
  const header: Header = { ...sizeOfForest(forest, width), made, limit, averagePath };
  const words = new TextEncoder().encode(JSON.stringify(header));
  const trees = bytesOfForest(forest, header);
  const bytes = new Uint8Array(4 + words.length + trees.length);
  new DataView(bytes.buffer).setUint32(0, words.length, true);
  bytes.set(words, 4);
  bytes.set(trees, 4 + words.length);
  const packed = deflateRawSync(bytes);
  return [NAME, VERSION, digestOf(packed), packed.toString("base64")].join(" ");
}

/**
 * Reads a model.
 *
 * @throws AppError `MODEL_FAILED` where it is no model, of another version, or damaged
 */
export function readForest(text: string): ForestModel {
  if (text.length > MOST_MODEL_LETTERS) throw refusal("it is too large", `${text.length} letters`);
  const [name, version, digest, packed] = text.split(" ");
  if (name !== NAME || packed === undefined) {
    throw refusal("it is not one", `${text.length} letters`);
  }
  if (version !== String(VERSION)) {
    throw refusal(`its version is not ${VERSION}`, version.slice(0, 20));
  }
  const deflated = Buffer.from(packed, "base64");
  if (digestOf(deflated) !== digest) throw refusal("it is damaged", `${deflated.length} bytes`);
  // The digest holds, so this is what storeForest wrote, or somebody who is able to write one.
  const bytes = inflated(deflated);
  const length = bytes.length < 4
    ? 0
    : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (length > MOST_HEADER_BYTES) throw refusal("its header is too long", `${length} bytes`);
  const header = headerOf(bytes.subarray(4, 4 + length));
  const trees = forestFromBytes(bytes.subarray(4 + length), header);
  if (typeof trees === "string") throw refusal(trees, `${bytes.length} bytes`);
  const { width, made, limit, averagePath } = header;
  return { forest: { ...trees, averagePath }, width, made, limit };
}

function inflated(deflated: Uint8Array): Uint8Array {
  try {
    return Uint8Array.from(inflateRawSync(deflated, { maxOutputLength: MOST_BYTES }));
  } catch {
    throw refusal("it can't be unpacked", `${deflated.length} bytes`);
  }
}

/** Takes nothing of a header that is not in its bounds. */
function headerOf(bytes: Uint8Array): Header {
  let found: unknown = null;
  try {
    found = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // What is no JSON has none of what follows.
  }
  const known: Readonly<Record<string, unknown>> = { ...(found === null ? {} : Object(found)) };
  const number = (key: string, most: number, least = 0): number => {
    const value = known[key];
    if (typeof value === "number" && value >= least && value <= most) return value;
    throw refusal(`its ${key} is out of bounds`, shortened(value));
  };
  const { made } = known;
  if (typeof made !== "string" || made.length > MOST_MADE) {
    throw refusal("it does not say what it looks at", shortened(made));
  }
  return {
    made,
    limit: number("limit", 100),
    averagePath: number("averagePath", MOST_PATH, LEAST_PATH),
    width: number("width", MOST_BYTES),
    trees: number("trees", MOST_BYTES),
    nodes: number("nodes", MOST_BYTES),
  };
}

function shortened(value: unknown): string {
  return (JSON.stringify(value) ?? "nothing").slice(0, 40);
}

function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function refusal(rule: string, value: string): AppError {
  return new AppError(
    "MODEL_FAILED",
    `Cannot read a stored forest as ${rule}: current value is ${value}`,
  );
}
