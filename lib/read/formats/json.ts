/**
 * Reads JSON as rows: an array of objects or of arrays, such an array inside an
 * object, one object, or values that follow each other.
 *
 * The bytes are read twice: first to learn the columns, since a late record may
 * have one that no other has, then to write the rows. Memory holds one record.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { decodeText, type TextEncoding } from "./bytes.ts";
import { CanonicalWriter } from "./canonical.ts";
import {
  type ByteSource,
  decisionOf,
  type FormatOptions,
  type FormatReader,
  type Limits,
  limitsOf,
  once,
  type Piece,
} from "./format.ts";
import { JsonCursor } from "./json_cursor.ts";
import { RecordParser } from "./json_record.ts";
import { JsonSyntaxError } from "./json_scanner.ts";
import { RecordRows, RecordSurvey } from "./json_rows.ts";
import {
  type ArrayVisitor,
  type OnRecord,
  walkArray,
  walkObject,
  walkValues,
} from "./json_walk.ts";

/** Where the records are: in the top array, at a path, or the values of the top themselves. */
type Shape =
  | { readonly at: "array"; readonly survey: RecordSurvey }
  | {
    readonly at: "path";
    readonly path: string;
    readonly passed: readonly string[];
    readonly survey: RecordSurvey;
  }
  | { readonly at: "values"; readonly survey: RecordSurvey };

/** Returns a reader of a JSON document. */
export function readJson(
  source: ByteSource,
  encoding: TextEncoding,
  options: FormatOptions,
): FormatReader {
  const limits = limitsOf(options);
  const open = () => new JsonCursor(decodeText(source, encoding), limits);
  const survey = once(() => surveyDocument(open, limits, options.records ?? null));
  return async function* () {
    const shape = await survey();
    yield* shapePieces(shape);
    yield* shape.survey.pieces();
    const rows = new RecordRows(shape.survey, new CanonicalWriter(shape.survey.names()));
    for await (const _ of walkRecords(open(), shape, (line) => rows.add(line))) {
      yield* rows.take(false);
    }
    yield* rows.take(true);
  };
}

async function* walkRecords(
  cursor: JsonCursor,
  shape: Shape,
  onRecord: OnRecord,
): AsyncIterable<void> {
  const { parser } = shape.survey;
  try {
    await cursor.next();
    switch (shape.at) {
      case "array":
        yield* walkArray(cursor, parser, onRecord);
        break;
      case "values":
        yield* walkValues(cursor, parser, onRecord);
        break;
      case "path": {
        const enter = (path: string) => path === shape.path ? { parser, onRecord } : null;
        yield* walkObject(cursor, parser, { enter, passed: () => {} });
        break;
      }
    }
  } finally {
    await cursor.close();
  }
}

/** The first reading: finds the records and their columns, and every syntax error. */
async function surveyDocument(
  open: () => JsonCursor,
  limits: Limits,
  records: string | null,
): Promise<Shape> {
  const first = await firstCharacter(open);
  if (first === "[" && records !== null && records !== "") {
    throw new AppError(
      "BAD_PARAMETER",
      `Cannot look for "${records}" as the JSON must be an object: current value is an array`,
    );
  }
  if (first === "[") {
    const survey = new RecordSurvey(new RecordParser(limits), limits);
    await surveyWith(open(), survey, async (cursor) => {
      await drain(walkArray(cursor, survey.parser, survey.onRecord));
      if (await cursor.next() !== "") {
        throw new JsonSyntaxError("nothing may follow the array", cursor.at);
      }
    });
    return { at: "array", survey };
  }
  const inside = first === "{" && records !== "" ? await surveyObject(open, limits, records) : null;
  if (inside !== null) return inside;
  const survey = new RecordSurvey(new RecordParser(limits), limits);
  await surveyWith(
    open(),
    survey,
    (cursor) => drain(walkValues(cursor, survey.parser, survey.onRecord)),
  );
  return { at: "values", survey };
}

async function firstCharacter(open: () => JsonCursor): Promise<string> {
  const cursor = open();
  const first = await cursor.next();
  await cursor.close();
  return first;
}

/** Returns `null` where the object itself is the record, or one of several. */
async function surveyObject(
  open: () => JsonCursor,
  limits: Limits,
  records: string | null,
): Promise<Shape | null> {
  const found = new Map<string, RecordSurvey>();
  const passed: string[] = [];
  const visitor: ArrayVisitor = {
    enter(path) {
      if (records !== null && path !== records) return null;
      const survey = found.get(path) ?? new RecordSurvey(new RecordParser(limits), limits);
      found.set(path, survey);
      return survey;
    },
    passed: (path) => void passed.push(path),
  };
  let followed = false;
  const counter = new RecordSurvey(new RecordParser(limits), limits);
  await surveyWith(open(), counter, async (cursor) => {
    await drain(walkObject(cursor, counter.parser, visitor));
    followed = await cursor.next() !== "";
  });
  if (records !== null && found.size === 0) {
    throw new AppError(
      "BAD_PARAMETER",
      `Cannot find rows at "${records}" as it must be an array of objects: ` +
        `current value has ${shownPaths(passed)}`,
    );
  }
  if (found.size === 0 || followed) return null;
  if (found.size > 1) {
    throw new AppError(
      "BAD_FILE",
      `Cannot choose the rows as one array must hold them: current value has ` +
        `${
          shownPaths([...found.keys()])
        }; set "records" to one of these, or to "" for the object itself`,
    );
  }
  const [[path, survey]] = found;
  return { at: "path", path, passed, survey };
}

function shownPaths(paths: readonly string[]): string {
  const shown = paths.slice(0, 8).map((path) => `"${path}"`).join(", ");
  return paths.length > 8 ? `${shown} and ${paths.length - 8} more` : shown || "none";
}

/** Runs a walk from the first value on, and names the place of a syntax error. */
async function surveyWith(
  cursor: JsonCursor,
  survey: RecordSurvey,
  walk: (cursor: JsonCursor) => Promise<void>,
): Promise<void> {
  try {
    await cursor.next();
    await walk(cursor);
  } catch (error) {
    throw error instanceof JsonSyntaxError ? cursor.refusal(error, survey.records) : error;
  } finally {
    await cursor.close();
  }
}

async function drain(walk: AsyncIterable<void>): Promise<void> {
  for await (const _ of walk) {
    // The records are seen by the walk's own callback.
  }
}

function* shapePieces(shape: Shape): Iterable<Piece> {
  if (shape.at === "path") {
    yield decisionOf("records", shape.path, {
      evidence: `${shape.survey.records} records in the only array of objects`,
      alternatives: [""],
    });
    if (shape.passed.length > 0) {
      yield {
        type: "warning",
        message: `Keys beside the records were not read: ${shownPaths(shape.passed)}`,
      };
    }
  } else if (shape.at === "values") {
    const one = shape.survey.records === 1;
    yield decisionOf("records", one ? "the document is one row" : "each value is a row", {
      evidence: `${shape.survey.records} values follow each other`,
    });
  }
}
