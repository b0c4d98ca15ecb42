/**
 * From parsed records to rows: what the first reading learns, and what the
 * second one writes. Shared by JSON and NDJSON.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { CanonicalWriter } from "./canonical.ts";
import type { Rejection } from "@/lib/read/facts.ts";
import { decisionOf, type Limits, type Piece } from "./format.ts";
import { TOKEN } from "./json_columns.ts";
import type { RecordParser } from "./json_record.ts";

const POSITION = /^column_(\d+)$/;

/** What the first reading learns: kinds, names and types of the records. */
export class RecordSurvey {
  records = 0;
  kind: RecordParser["kind"] | null = null;
  /** The first row of arrays if it can be a header. */
  header: readonly string[] | null = null;
  /** Keys that stood twice in a record, and the line of the first such record. */
  repeatedKeys = 0;
  repeatedKeyLine: number | null = null;
  readonly onRecord: (line: number) => void;

  readonly #limits: Limits;

  constructor(readonly parser: RecordParser, limits: Limits) {
    this.#limits = limits;
    this.onRecord = (line) => this.#add(line);
  }

  /** Returns the columns' names, in order. */
  names(): string[] {
    const { header } = this;
    const { names } = this.parser.columns;
    if (header === null) return [...names];
    return names.map((name) => header[Number(POSITION.exec(name)?.[1]) - 1] ?? name);
  }

  /** Returns the columns and what is to be told of them. @throws EMPTY_FILE */
  *pieces(): Iterable<Piece> {
    const { columns } = this.parser;
    if (columns.names.length === 0) {
      throw new AppError(
        "EMPTY_FILE",
        `Cannot read the JSON as it must hold values: current value has ${this.records} records and no value`,
      );
    }
    if (this.kind === "array") {
      const named = this.header !== null;
      const decided = named ? "the first record" : "none: columns are numbered";
      const evidence = named
        ? "it holds different texts and nothing else"
        : "the first record is no row of different texts";
      yield decisionOf("header", decided, { evidence });
    }
    yield* this.#nestedPieces();
    if (this.repeatedKeyLine !== null) {
      yield {
        type: "warning",
        message: `Keys stand twice in a record ${this.repeatedKeys} times, first in the ` +
          `record at line ${this.repeatedKeyLine}: the last value was kept`,
      };
    }
    yield { type: "columns", columns: columns.toSource(this.names()) };
  }

  *#nestedPieces(): Iterable<Piece> {
    const { names, tokens } = this.parser.columns;
    const nested = names.filter((_, i) => (tokens[i] & TOKEN.nested) !== 0);
    if (nested.length === 0) return;
    const shown = nested.slice(0, 8).map((name) => `"${name}"`).join(", ");
    const rest = nested.length > 8 ? ` and ${nested.length - 8} more` : "";
    yield decisionOf("arrays", "kept as JSON text", { evidence: `columns ${shown}${rest}` });
  }

  #add(line: number): void {
    const { parser } = this;
    this.records += 1;
    this.kind ??= parser.kind;
    if (this.kind !== parser.kind) return parser.forget();
    parser.accept();
    this.#refuseWidth();
    if (this.records === 1 && this.kind === "array") this.#lookForHeader();
    this.repeatedKeys += parser.repeatedKeys;
    if (parser.repeatedKeys > 0) this.repeatedKeyLine ??= line;
  }

  /** Keys that are values by themselves would make columns without end. */
  #refuseWidth(): void {
    const { length } = this.parser.columns.names;
    if (length <= this.#limits.columns) return;
    throw new AppError(
      "BAD_FILE",
      `Cannot read the JSON as it must have at most ${this.#limits.columns} columns: ` +
        `current value has ${length} after ${this.records} records`,
    );
  }

  #lookForHeader(): void {
    const { columns, values } = this.parser;
    const texts = values.filter((value): value is string => typeof value === "string");
    const isHeader = values.length > 0 && texts.length === values.length &&
      !columns.tokens.some((token) => token !== TOKEN.text) &&
      new Set(texts).size === texts.length && !texts.includes("");
    if (!isHeader) return;
    this.header = texts;
    columns.tokens.fill(0);
  }
}

/** What the second reading writes. */
export class RecordRows {
  readonly #survey: RecordSurvey;
  readonly #writer: CanonicalWriter;
  readonly #values: (string | null)[];
  #rejections: Rejection[] = [];
  #headerIsDue: boolean;

  constructor(survey: RecordSurvey, writer: CanonicalWriter) {
    this.#survey = survey;
    this.#writer = writer;
    this.#values = new Array(survey.parser.columns.names.length).fill(null);
    this.#headerIsDue = survey.header !== null;
  }

  /** Adds the record that the parser holds. */
  add(line: number): void {
    const { parser, kind } = this.#survey;
    if (this.#headerIsDue) {
      this.#headerIsDue = false;
      return;
    }
    if (parser.kind !== kind) {
      const value = parser.values.filter((field) => field !== undefined).join(",");
      parser.forget();
      return this.reject({
        line,
        column: null,
        value,
        reason: `the record must be an ${kind} like the first one: it is an ${parser.kind}`,
      });
    }
    for (const { column, token } of parser.badNumbers) {
      this.reject({ line, column, value: token, reason: "a number must be finite" });
    }
    const values = this.#values;
    for (let i = 0; i < values.length; i++) values[i] = parser.values[i] ?? null;
    this.#writer.row(line, values);
  }

  /** Adds a rejection to what is handed out next. */
  reject(rejection: Rejection): void {
    this.#rejections.push(rejection);
  }

  /** Returns what is waiting, if it is much or `all` of it is wanted. */
  *take(all: boolean): Iterable<Piece> {
    for (const rejection of this.#rejections) yield { type: "rejection", rejection };
    this.#rejections = [];
    if (!all && !this.#writer.full) return;
    const bytes = this.#writer.take();
    if (bytes.length > 0) yield { type: "bytes", bytes };
  }
}
