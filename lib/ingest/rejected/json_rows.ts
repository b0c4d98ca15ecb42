/**
 * Records of a JSON document as they were sent, wherever in it they are.
 *
 * Records may share a line: then each comes with what rejections of it may name.
 *
 * @module
 */
import type { EventColumns } from "@/lib/ingest/events/columns.ts";
import { decodeText } from "@/lib/read/formats/bytes.ts";
import { DEFAULT_LIMITS } from "@/lib/read/formats/format.ts";
import { JsonCursor } from "@/lib/read/formats/json_cursor.ts";
import { walkArray, walkObject, walkValues } from "@/lib/read/formats/json_walk.ts";
import type { PlainJson } from "./json_source.ts";
import { marksOf } from "./marks.ts";
import type { SentRow } from "./sent_row.ts";
import { rowOf, TextParser } from "./text_parser.ts";

interface JsonOptions {
  readonly names: readonly string[];
  /** Where the reader found the records, as it tells it; `null` where it told nothing. */
  readonly path: string | null;
  readonly columns: EventColumns;
  readonly isWanted: (line: number) => boolean;
}

/** Reads the records on lines that are wanted. */
export async function* jsonRows(
  { bytes, encoding }: PlainJson,
  { names, path, columns, isWanted }: JsonOptions,
): AsyncGenerator<readonly SentRow[]> {
  const parser = new TextParser(DEFAULT_LIMITS);
  const cursor = new JsonCursor(decodeText(bytes, encoding), DEFAULT_LIMITS);
  let found: SentRow[] = [];
  /** The last one, of which it is not known whether others follow on its line. */
  let last: SentRow | null = null;
  let isShared = false;
  let kind: TextParser["kind"] | null = null;
  const onRecord = (line: number) => {
    kind ??= parser.kind;
    const row = isWanted(line)
      ? {
        line,
        ...rowOf(parser, { names, kind }),
        marks: marksOf(parser, { names, columns }),
      }
      : null;
    const sharesNext = row !== null && last?.line === line;
    if (last !== null) found.push(isShared || sharesNext ? last : { ...last, marks: null });
    last = row;
    isShared = sharesNext;
  };
  try {
    for await (const _ of walk(cursor, parser, { path, onRecord })) {
      yield found;
      found = [];
    }
    // deno-lint-ignore no-explicit-any -- TypeScript does not see what the callback wrote
    const end: SentRow | null = last as any;
    yield end === null ? found : [...found, isShared ? end : { ...end, marks: null }];
  } finally {
    await cursor.close();
  }
}

async function* walk(
  cursor: JsonCursor,
  parser: TextParser,
  { path, onRecord }: {
    readonly path: string | null;
    readonly onRecord: (line: number) => void;
  },
): AsyncGenerator<void> {
  const first = await cursor.next();
  if (first === "[") yield* walkArray(cursor, parser, onRecord);
  else if (first !== "{" || path === null || path.includes(" is a row")) {
    yield* walkValues(cursor, parser, onRecord);
  } else {
    const enter = (at: string) => at === path ? { parser, onRecord } : null;
    yield* walkObject(cursor, parser, { enter, passed: () => {} });
  }
}
