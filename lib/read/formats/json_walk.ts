/**
 * Walks JSON documents record by record, wherever the records are.
 *
 * @module
 */
import type { JsonCursor } from "./json_cursor.ts";
import type { RecordParser } from "./json_record.ts";
import { JsonSyntaxError, NEEDS_MORE } from "./json_scanner.ts";

/** Called after each record, while the parser holds its fields. */
export type OnRecord = (line: number) => void;

/** Objects are searched for records this deep. */
const SEARCH_DEPTH = 3;

/** Walks values that follow each other, with nothing but blanks between. Yields between chunks. */
export async function* walkValues(
  cursor: JsonCursor,
  parser: RecordParser,
  onRecord: OnRecord,
): AsyncIterable<void> {
  while (await cursor.next() !== "") {
    yield* walkOne(cursor, parser, onRecord);
  }
}

async function* walkOne(
  cursor: JsonCursor,
  parser: RecordParser,
  onRecord: OnRecord,
): AsyncIterable<void> {
  const { line } = cursor;
  const end = await cursor.take(() => parser.parse(cursor.text, cursor.at, cursor.ended));
  cursor.at = end;
  onRecord(line);
  yield;
}

/** Walks the elements of the array that starts at the cursor. Yields between chunks. */
export async function* walkArray(
  cursor: JsonCursor,
  parser: RecordParser,
  onRecord: OnRecord,
): AsyncIterable<void> {
  cursor.at += 1;
  if (await cursor.next() === "]") {
    cursor.at += 1;
    return;
  }
  while (true) {
    const state = walkAtHand(cursor, parser, onRecord);
    if (state === "closed") return;
    await cursor.fill(Math.max(1024, (cursor.text.length - cursor.at) * 2));
    yield;
  }
}

/** Takes the elements that are wholly at hand, without waiting. */
function walkAtHand(
  cursor: JsonCursor,
  parser: RecordParser,
  onRecord: OnRecord,
): "closed" | "needs more" {
  while (true) {
    const start = cursor.at;
    if (cursor.blanksThenCharacter() === "" && !cursor.ended) return "needs more";
    const { line } = cursor;
    try {
      const end = parser.parse(cursor.text, cursor.at, cursor.ended);
      cursor.at = end;
      const next = cursor.blanksThenCharacter();
      if (next === "" && !cursor.ended) {
        cursor.at = start;
        return "needs more";
      }
      if (next !== "," && next !== "]") {
        throw new JsonSyntaxError("a comma or ] must follow the record", cursor.at);
      }
      cursor.at += 1;
      if (next === ",") {
        const after = cursor.blanksThenCharacter();
        if (after === "" && !cursor.ended) {
          cursor.at = start;
          return "needs more";
        }
        if (after === "]") {
          throw new JsonSyntaxError("a value must follow the comma, not ]", cursor.at);
        }
      }
      onRecord(line);
      if (next === "]") return "closed";
    } catch (error) {
      if (error !== NEEDS_MORE) throw error;
      cursor.at = start;
      return "needs more";
    }
  }
}

/** What is done with each array of records that an object holds. */
export interface ArrayVisitor {
  /** Returns what to do with the records of an array, or `null` to step over it. */
  enter(path: string): { parser: RecordParser; onRecord: OnRecord } | null;
  /** Told of each value that is no array of records and is stepped over. */
  passed(path: string): void;
}

/**
 * Walks the object at the cursor and enters arrays whose first element is an object
 * or array. Stops, with the cursor after them, when the object ends.
 */
export async function* walkObject(
  cursor: JsonCursor,
  skipper: RecordParser,
  visitor: ArrayVisitor,
  path = "",
  depth = 1,
): AsyncIterable<void> {
  cursor.at += 1;
  if (await cursor.next() === "}") {
    cursor.at += 1;
    return;
  }
  while (true) {
    const key = await takeKey(cursor, skipper);
    const keyPath = path === "" ? key : `${path}.${key}`;
    const first = await cursor.next();
    const target = first === "[" && await holdsRecords(cursor) ? visitor.enter(keyPath) : null;
    if (target !== null) {
      yield* walkArray(cursor, target.parser, target.onRecord);
    } else if (first === "{" && depth < SEARCH_DEPTH) {
      yield* walkObject(cursor, skipper, visitor, keyPath, depth + 1);
    } else {
      cursor.at = await cursor.take(() => skipper.skip(cursor.text, cursor.at, cursor.ended));
      visitor.passed(keyPath);
    }
    const next = await cursor.next();
    if (next !== "," && next !== "}") {
      throw new JsonSyntaxError("a comma or } must follow the value", cursor.at);
    }
    cursor.at += 1;
    if (next === "}") return;
  }
}

async function takeKey(cursor: JsonCursor, skipper: RecordParser): Promise<string> {
  if (await cursor.next() !== '"') {
    throw new JsonSyntaxError("a key in double quotes must stand here", cursor.at);
  }
  const key = await cursor.take(() => skipper.readText(cursor.text, cursor.at, cursor.ended));
  cursor.at = key.end;
  if (await cursor.next() !== ":") {
    throw new JsonSyntaxError("a colon must follow the key", cursor.at);
  }
  cursor.at += 1;
  return key.value;
}

/** Looks past the bracket at the cursor without moving on. */
async function holdsRecords(cursor: JsonCursor): Promise<boolean> {
  const first = await cursor.take(() => {
    const match = /\S/.exec(cursor.text.slice(cursor.at + 1));
    if (match === null && !cursor.ended) throw NEEDS_MORE;
    return match?.[0] ?? "";
  });
  return first === "{" || first === "[";
}
