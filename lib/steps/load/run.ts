/**
 * Reads a file into a table, in one transaction: a load is there whole or not at all.
 *
 * The reader tells the columns, then rows as binary COPY. When the whole column
 * says otherwise than its beginning, the reader tells new columns and
 * starts again: what was copied is rolled back.
 *
 * @module
 */
import type { ColumnSchema, Schema } from "@/lib/frame/schema.ts";
import { AppError, type Problem } from "@/lib/errors.ts";
import { HIDDEN_COLUMNS } from "@/lib/read/csv/names.ts";
import type { Decision, Rejection } from "@/lib/read/facts.ts";
import type { DoneEvent, ReadEvent } from "@/lib/read/read_rows.ts";
import type { Rollup } from "@/lib/read/rollup.ts";
import type { Reading, Source, TableEvent } from "@/lib/steps/sources.ts";
import type { Outcome, RunContext } from "@/lib/steps/step.ts";
import type { LoadFacts } from "./facts.ts";
import type { LoadParameters } from "./parameters.ts";
import { startReading } from "./reading.ts";
import { copySql, createTableSql } from "./table.ts";
import { checkWidth, tellWidth } from "./width.ts";

/** Thrown inside a copy to roll it back when the reader starts again. */
class StartAgain extends Error {
  readonly table: TableEvent;

  constructor(table: TableEvent) {
    super("The reader starts again");
    this.table = table;
  }
}

/** Reads the source into a table of its own, or goes on with what was begun. */
export async function runLoad(
  parameters: LoadParameters,
  context: RunContext,
): Promise<Outcome<LoadFacts>> {
  const reading = await (context.reading ?? startReading(parameters, context));
  // Rows that were read are still on their way into the database.
  reading.read.then(({ facts, rollups }) => {
    const foreseen = new Map<string, Rollup>();
    keepAll(foreseen, reading.wanted.rollups, rollups);
    context.foresee(facts.types, foreseen);
  });
  try {
    let table = await reading.table;
    for (;;) {
      checkWidth(table.columns, parameters);
      try {
        return await loadTable(table, { reading, context });
      } catch (error) {
        if (!(error instanceof StartAgain)) throw tellWidth(error, table.columns, parameters);
        table = error.table;
      }
    }
  } finally {
    await reading.stop();
  }
}

/** Returns the schema of a load's relation. */
export function loadSchema(columns: readonly ColumnSchema[]): Schema {
  return { stage: "table", columns, grain: null, hidden: HIDDEN_COLUMNS };
}

async function loadTable(
  { columns }: TableEvent,
  { reading, context }: {
    readonly reading: Reading;
    readonly context: RunContext;
  },
): Promise<Outcome<LoadFacts>> {
  const rejections: (readonly Rejection[])[] = [];
  const { source, wanted, events } = reading;
  return await context.write(async (session) => {
    const { relation, signal } = context;
    await session.query(createTableSql(relation, columns), [], { role: "results", signal });
    let ended: DoneEvent | null = null;
    const chunks = copyChunks(events, {
      bytes: source.bytes,
      context,
      reject: (batch) => rejections.push(batch),
      end: (event) => ended = event,
    });
    const rows = await session.copyIn(copySql(relation, columns), chunks, {
      role: "results",
      signal,
    });
    // The reader's last event was taken, else the copy would have thrown.
    const { facts, rollups, counts } = ended as unknown as DoneEvent;
    keepAll(context.kept.rollups, wanted.rollups, rollups);
    keepAll(context.kept.counts, wanted.counts, counts);
    const rejected = rejections.length === 0 ? 0 : await context.reject(session, each(rejections));
    return {
      schema: loadSchema(columns),
      relation,
      rows,
      rejected,
      facts: { file: facts, digest: source.digest, bytes: source.bytes },
      problems: [
        ...facts.warnings.map((message) => warn(message, source)),
        ...facts.decisions.filter(({ what, doubtful }) => doubtful && what === "date order")
          .map((decision) => warnOfOrder(decision, source)),
      ],
    };
  });
}

function warn(message: string, { name }: Source, remedy: string | null = null): Problem {
  return { severity: "warning", code: "BAD_FILE", message, place: { file: name }, remedy };
}

/** A wrong guess here makes wrong months that look right. */
function warnOfOrder({ column, chosen, alternatives }: Decision, source: Source): Problem {
  const order = alternatives[0] ?? chosen;
  return warn(
    `Dates of "${column}" could be read in more than one order: current value is ${chosen}`,
    source,
    `Write in the load cell columns: { ${JSON.stringify(column)}: { date_order: ${chosen} } }, ` +
      `or ${order}`,
  );
}

/** Keeps what the reader made, in the order in which it was wanted. */
function keepAll<T>(
  kept: Map<string, T>,
  wanted: ReadonlyMap<string, unknown>,
  made: readonly (T | null)[],
): void {
  for (const [i, key] of [...wanted.keys()].entries()) {
    const one = made[i];
    if (one !== null) kept.set(key, one);
  }
}

async function* copyChunks(
  events: AsyncGenerator<ReadEvent>,
  { bytes, context, reject, end }: {
    readonly bytes: number;
    readonly context: RunContext;
    readonly reject: (batch: readonly Rejection[]) => void;
    readonly end: (event: DoneEvent) => void;
  },
): AsyncIterable<Uint8Array> {
  for (;;) {
    const { value, done } = await events.next();
    if (done) throw new AppError("PROCESS_ENDED", "Cannot load as the reader ended early");
    switch (value.type) {
      case "table":
        throw new StartAgain(value);
      case "copy":
        yield value.bytes;
        break;
      case "rejected":
        reject(value.rejections);
        break;
      case "progress":
        context.progress({
          rows: value.rows,
          share: bytes === 0 ? null : Math.min(1, value.bytes / bytes),
        });
        break;
      case "done":
        end(value);
        return;
    }
  }
}

async function* each<T>(items: Iterable<T>): AsyncIterable<T> {
  yield* items;
}
