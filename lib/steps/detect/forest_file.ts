/**
 * Forests in a file, to be taken along and applied elsewhere: JSON with one forest for each series. The file
 * may come from anybody, so that nothing of it is taken that is not in its bounds.
 *
 * @module
 */
import { z } from "zod";
import { AppError, problemsIn } from "@/lib/errors.ts";
import { type Grain, GRAINS } from "@/lib/frame/schema.ts";
import { MOST_MODEL_LETTERS } from "@/lib/stats/detect/forest/forest_model.ts";
import { periodNamed } from "@/lib/steps/explain/spans.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import type { Source, Sources } from "@/lib/steps/sources.ts";
import { JsonMarks } from "./json_marks.ts";
import type { DetectBody } from "./parameters.ts";

/** A forest of one series. */
export interface StoredForest {
  /** The values of `each`. */
  readonly segment: readonly (string | null)[];
  /** The last period that it learnt from, and how many it did. */
  readonly until: string;
  readonly trained: number;
  /** As forest_model.ts has it; nobody has looked into it yet. */
  readonly model: string;
}

/** What a file holds. */
export interface ForestFile {
  readonly daybook: "forests";
  readonly version: 1;
  readonly measure: string;
  readonly grain: Grain;
  readonly window: number;
  readonly each: readonly string[];
  /** What scores above it is flagged in all series; `null` where each forest has a limit of its own. */
  readonly limit: number | null;
  readonly forests: readonly StoredForest[];
}

/** Forests of a file at the most; each takes half a megabyte. */
export const MOST_FORESTS = 200;

const MOST_BYTES = 200_000_000;

/** Each forest has some twelve. */
const MOST_MARKS = 100 + 20 * MOST_FORESTS;

const KEY = "model";
const ANEW = "Train them anew with trained_until";

const name = z.string().max(1000);

const SCHEMA: z.ZodType<ForestFile> = z.strictObject({
  daybook: z.literal("forests"),
  version: z.literal(1),
  measure: name,
  grain: z.enum(GRAINS),
  window: z.int().min(1).max(10_000),
  each: z.array(name).max(3),
  limit: z.number().min(0).max(100).nullable(),
  forests: z.array(z.strictObject({
    segment: z.array(name.nullable()).max(3),
    until: z.string().max(30),
    trained: z.int().min(0).max(100_000_000),
    model: z.string().max(MOST_MODEL_LETTERS),
  })).min(1).max(MOST_FORESTS),
});

/** Writes a file. */
export function writeForests(file: ForestFile): string {
  return `${JSON.stringify(file)}\n`;
}

/** Returns the digest of the upload that a model names; `null` where it names a file. */
export function digestIn(model: string): string | null {
  return /^sha256:([0-9a-f]{64})$/.exec(model)?.[1] ?? null;
}

/** Finds the file that a cell names. @throws AppError FILE_NOT_FOUND, FILE_NOT_ALLOWED, FILE_TOO_LARGE at the key */
export async function openForests(model: string, sources: Sources): Promise<Source> {
  const source = await atModel(() => {
    if (sources.standIn !== undefined) return sources.standIn();
    const digest = digestIn(model);
    return digest === null ? sources.file(model) : sources.upload(digest);
  });
  if (source.bytes > MOST_BYTES) throw tooLarge(source.bytes);
  return source;
}

/**
 * Reads the forests of a cell.
 *
 * @throws AppError MODEL_FAILED at the key where the file is none, or its forests look at something else
 */
export async function readForests(
  source: Source,
  { body, grain }: { readonly body: Pick<DetectBody, "window" | "each">; readonly grain: Grain },
): Promise<ForestFile> {
  const text = await atModel(() => textOf(source));
  const parsed = SCHEMA.safeParse(jsonOf(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue.path.length === 0 ? "the file" : issue.path.join(".");
    throw refusal(
      "it must be a file that Daybook kept forests in",
      `"${source.name}", where ${where} does not fit`,
      "Name the file CELL.forest.json of another cell",
    );
  }
  const file = parsed.data;
  if (file.grain !== grain) {
    throw refusal(
      `the forests learnt from ${file.grain}s`,
      `${grain}s`,
      `Take a kpi cell by ${file.grain}, or train anew with trained_until`,
    );
  }
  const strange = file.forests.find(({ until }) => periodNamed(until, grain) !== until);
  if (strange !== undefined) {
    throw refusal(`each of its forests must end with a ${grain}`, `"${strange.until}"`, ANEW);
  }
  if (file.window !== body.window) {
    throw refusal(
      `the forests were trained with a window of ${file.window}`,
      String(body.window),
      `Write window: ${file.window}, or train anew with trained_until`,
    );
  }
  if (file.each.join("\n") !== body.each.join("\n")) {
    throw refusal(
      `the file has a forest for ${eachWords(file.each)}`,
      eachWords(body.each),
      file.each.length === 0 ? "Remove each" : `Write each: [${file.each.join(", ")}]`,
    );
  }
  const segments = new Set(file.forests.map(({ segment }) => JSON.stringify(segment)));
  if (segments.size < file.forests.length) {
    throw refusal("a segment must have one forest", `"${source.name}"`, ANEW);
  }
  return file;
}

/** Refuses a stored forest at its key. */
export function refusal(rule: string, value: string, remedy: string) {
  return refuseKey(
    "MODEL_FAILED",
    KEY,
    `Cannot apply stored forests as ${rule}: current value is ${value}`,
    remedy,
  );
}

/** Places what is refused of a file at the key that names it. */
export async function atModel<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const problems = problemsIn(error).map((problem) => ({ ...problem, place: { key: KEY } }));
    throw new AppError(error.code, error.message, { cause: error, problems });
  }
}

function eachWords(each: readonly string[]): string {
  return each.length === 0 ? "one series" : `each ${each.join(" and ")}`;
}

async function textOf(source: Source): Promise<string> {
  const decoder = new TextDecoder();
  const pieces: string[] = [];
  const marks = new JsonMarks();
  let bytes = 0;
  for await (const chunk of source.open()) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw tooLarge(bytes);
    if (marks.add(chunk) > MOST_MARKS) {
      throw refusal(
        "it must be a file that Daybook kept forests in",
        `"${source.name}", which has more values than ${MOST_FORESTS} forests`,
        "Name the file CELL.forest.json of another cell",
      );
    }
    pieces.push(decoder.decode(chunk, { stream: true }));
  }
  return pieces.join("") + decoder.decode();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // The schema says what it must be.
  }
}

function tooLarge(bytes: number) {
  return refuseKey(
    "FILE_TOO_LARGE",
    KEY,
    `Cannot read more than ${MOST_BYTES / 1_000_000} MB of forests: current value is ${
      Math.ceil(bytes / 1_000_000)
    } MB`,
    "Train forests for fewer series",
  );
}
