/**
 * Reads one JSON value a line. A line that is none is rejected, and the others stay.
 *
 * As with JSON (json.ts) the bytes are read twice, and memory holds a chunk of them.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { concatenate, decodeText, type TextEncoding } from "./bytes.ts";
import { CanonicalWriter } from "./canonical.ts";
import {
  type ByteSource,
  type FormatOptions,
  type FormatReader,
  type Limits,
  limitsOf,
  once,
} from "./format.ts";
import { RecordParser } from "./json_record.ts";
import { JsonSyntaxError } from "./json_scanner.ts";
import { RecordRows, RecordSurvey } from "./json_rows.ts";

const LINE_FEED = 10;
const BLANK = /^[ \t\r]*$/;

/** Rejected values are shown up to here. */
const SHOWN_CHARACTERS = 1000;

/** Returns a reader of an NDJSON file. */
export function readNdjson(
  source: ByteSource,
  encoding: TextEncoding,
  options: FormatOptions,
): FormatReader {
  const limits = limitsOf(options);
  const bytes = encoding === "utf-8" ? source : transcoded(source, encoding);
  const surveyed = once(() => surveyLines(bytes, limits));
  return async function* () {
    const survey = await surveyed();
    const { parser } = survey;
    yield* survey.pieces();
    const rows = new RecordRows(survey, new CanonicalWriter(survey.names()));
    for await (const block of blocksOf(bytes, limits)) {
      eachRecord(block, parser, (line) => rows.add(line), (line, value, reason) => {
        parser.forget();
        rows.reject({ line, column: null, value: value.slice(0, SHOWN_CHARACTERS), reason });
      });
      yield* rows.take(false);
    }
    yield* rows.take(true);
  };
}

async function surveyLines(bytes: ByteSource, limits: Limits): Promise<RecordSurvey> {
  const parser = new RecordParser(limits);
  const survey = new RecordSurvey(parser, limits);
  for await (const block of blocksOf(bytes, limits)) {
    eachRecord(block, parser, survey.onRecord, () => parser.forget());
  }
  return survey;
}

/** Whole lines, and the number of the first of them. */
interface Block {
  readonly firstLine: number;
  /** A line's text, or `null` where its bytes are no UTF-8. */
  readonly lines: readonly (string | null)[];
}

async function* blocksOf(source: ByteSource, limits: Limits): AsyncIterable<Block> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  let firstLine = 1;
  for await (const chunk of source()) {
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) {
      waiting.push(chunk.subarray(0, end - 1));
      const lines = decodeLines(concatenate(waiting, length + end - 1));
      yield { firstLine, lines };
      firstLine += lines.length;
      waiting = [];
      length = 0;
    }
    if (end < chunk.length) waiting.push(chunk.slice(end));
    length += chunk.length - end;
    if (length > limits.recordCharacters) {
      throw new AppError(
        "FILE_TOO_LARGE",
        `Cannot read line ${firstLine} as it must fit ${limits.recordCharacters} bytes: ` +
          `current value is at least ${length} bytes`,
      );
    }
  }
  if (length > 0) yield { firstLine, lines: decodeLines(concatenate(waiting, length)) };
}

const strictDecoder = new TextDecoder("utf-8", { fatal: true });

function decodeLines(bytes: Uint8Array): (string | null)[] {
  const whole = decodeStrictly(bytes);
  if (whole !== null) return whole.split("\n");
  const lines: (string | null)[] = [];
  let start = 0;
  while (start <= bytes.length) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed < 0 ? bytes.length : feed;
    lines.push(decodeStrictly(bytes.subarray(start, end)));
    start = end + 1;
  }
  return lines;
}

function decodeStrictly(bytes: Uint8Array): string | null {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return null;
  }
}

function eachRecord(
  block: Block,
  parser: RecordParser,
  onRecord: (line: number) => void,
  onBad: (line: number, value: string, reason: string) => void,
): void {
  block.lines.forEach((text, i) => {
    const line = block.firstLine + i;
    if (text === null) return onBad(line, "", "the line must be UTF-8");
    if (BLANK.test(text)) return;
    try {
      parseLine(parser, text);
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error;
      return onBad(line, text, `${error.reason} (column ${error.at + 1})`);
    }
    onRecord(line);
  });
}

function parseLine(parser: RecordParser, text: string): void {
  const start = text.search(/\S/);
  const end = parser.parse(text, start, true);
  if (!BLANK.test(text.slice(end))) {
    throw new JsonSyntaxError("nothing may follow the value on its line", end);
  }
}

function transcoded(source: ByteSource, encoding: TextEncoding): ByteSource {
  return async function* () {
    const encoder = new TextEncoder();
    for await (const text of decodeText(source, encoding)) yield encoder.encode(text);
  };
}
