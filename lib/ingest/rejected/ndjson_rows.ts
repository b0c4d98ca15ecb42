/**
 * Lines of NDJSON as they were sent.
 *
 * @module
 */
import { DEFAULT_LIMITS } from "@/lib/read/formats/format.ts";
import { JsonSyntaxError } from "@/lib/read/formats/json_scanner.ts";
import type { PlainJson } from "./json_source.ts";
import type { SentRow } from "./sent_row.ts";
import { rowOf, TextParser } from "./text_parser.ts";

interface NdjsonOptions {
  readonly names: readonly string[];
  readonly isWanted: (line: number) => boolean;
}

/** Reads the lines that are wanted; one that holds no such record as the first one comes whole. */
export async function* ndjsonRows(
  json: PlainJson,
  { names, isWanted }: NdjsonOptions,
): AsyncGenerator<readonly SentRow[]> {
  const parser = new TextParser(DEFAULT_LIMITS);
  let kind: TextParser["kind"] | null = null;
  let line = 0;
  for await (const lines of linesOf(json)) {
    const found: SentRow[] = [];
    for (const whole of lines) {
      const isAsked = isWanted(++line);
      if (kind !== null && !isAsked) continue;
      const isRecord = parses(parser, whole.trim());
      if (isRecord) kind ??= parser.kind;
      if (!isAsked) continue;
      const row = isRecord ? rowOf(parser, { names, kind }) : { text: null, whole: whole.trim() };
      found.push({ line, marks: null, ...row });
    }
    yield found;
  }
}

/** Whether a line is a value of JSON; the parser holds it then. */
function parses(parser: TextParser, line: string): boolean {
  if (line === "") return false;
  try {
    return parser.parse(line, 0, true) === line.length;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return false;
    throw error;
  }
}

/** The lines of a file, some at a time. */
async function* linesOf({ bytes, encoding }: PlainJson): AsyncGenerator<readonly string[]> {
  // A line that is no text was rejected, and the others are told.
  const decoder = new TextDecoder(encoding);
  let waiting = "";
  for await (const chunk of bytes()) {
    const lines = (waiting + decoder.decode(chunk, { stream: true })).split("\n");
    waiting = lines.pop() ?? "";
    yield lines;
  }
  waiting += decoder.decode();
  if (waiting !== "") yield [waiting];
}
