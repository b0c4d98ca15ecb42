/**
 * What reading a file under some options finds: facts, first rows, what was rejected, and
 * what the values of each column are like.
 *
 * @module
 */
import type { Value } from "@/lib/frame/frame.ts";
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import type { Child } from "@/lib/process/child.ts";
import { type SampleRow, sampleRows } from "@/lib/read/copy_values.ts";
import type { FileFacts, Rejection } from "@/lib/read/facts.ts";
import type { ReadOptions } from "@/lib/read/options.ts";
import { readFile } from "@/lib/read/read_file.ts";
import { belowOf } from "./below.ts";
import { type ColumnProfile, profileColumns } from "./profile.ts";

/** Rows that are shown. */
const FIRST_ROWS = 50;
/** Rows that columns are profiled from. */
const SAMPLE_ROWS = 10_000;
/** Fewer rows where there are many columns. */
const SAMPLE_CELLS = 400_000;
const FIRST_REJECTIONS = 100;
/** A value is cut to so many characters where it is only shown. */
const SHOWN_CHARACTERS = 300;

/** What was found. */
export interface Findings {
  readonly facts: FileFacts;
  readonly columns: readonly ColumnSchema[];
  readonly firstRows: readonly (readonly Value[])[];
  readonly rejected: readonly Rejection[];
  /** How many values were rejected, by column. */
  readonly rejectedIn: Readonly<Record<string, number>>;
  readonly profiles: readonly ColumnProfile[];
  /** Of counts: which others they are above in no row. */
  readonly below: Readonly<Record<string, readonly string[]>>;
}

/** How a file is read. */
export interface FindingsControl {
  readonly child: Child;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly bytes: number; readonly rows: number }) => void;
}

/** Reads a file to its end. @throws AppError as `readFile` does */
export async function findIn(
  open: () => Promise<ReadableStream<Uint8Array>>,
  options: ReadOptions,
  { child, signal, onProgress }: FindingsControl,
): Promise<Findings> {
  let columns: readonly ColumnSchema[] = [];
  let chunks: Uint8Array[] = [];
  let rejected: Rejection[] = [];
  let rejectedIn = new Map<string, number>();
  let facts: FileFacts | null = null;
  const asked = { ...options, writtenRows: SAMPLE_ROWS };
  for await (const event of readFile(open, asked, { child, signal })) {
    switch (event.type) {
      case "table":
        columns = event.columns;
        chunks = [];
        rejected = [];
        rejectedIn = new Map();
        break;
      case "copy":
        chunks.push(event.bytes);
        break;
      case "rejected":
        rejected = [...rejected, ...event.rejections].slice(0, FIRST_REJECTIONS);
        for (const { column } of event.rejections) {
          if (column !== null) rejectedIn.set(column, (rejectedIn.get(column) ?? 0) + 1);
        }
        break;
      case "progress":
        onProgress(event);
        break;
      case "done":
        facts = event.facts;
        break;
    }
  }
  if (facts === null) throw new Error("A file was read without an end");
  const most = Math.max(FIRST_ROWS, Math.floor(SAMPLE_CELLS / Math.max(1, columns.length)));
  const sample = sampleRows(chunks, columns.map(({ type }) => type)).slice(0, most)
    .map(({ values }: SampleRow) => values);
  return {
    facts,
    columns,
    firstRows: sample.slice(0, FIRST_ROWS).map((values) => values.map(shown)),
    rejected: rejected.map((one) => ({ ...one, value: cut(one.value) })),
    rejectedIn: Object.fromEntries(rejectedIn),
    profiles: profileColumns(columns, sample),
    below: belowOf(columns, sample),
  };
}

function shown(value: Value): Value {
  return typeof value === "string" ? cut(value) : value;
}

function cut(text: string): string {
  return text.length <= SHOWN_CHARACTERS
    ? text
    : `${text.slice(0, SHOWN_CHARACTERS).toWellFormed()}…`;
}
