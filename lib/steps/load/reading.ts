/**
 * A file on its way in. It may be begun before its load runs: then reading goes on
 * beside what else there is to start, as far as the reader may be ahead.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { readFile } from "@/lib/read/read_file.ts";
import type { DoneEvent, ReadEvent } from "@/lib/read/read_rows.ts";
import type { Reading, TableEvent } from "@/lib/steps/sources.ts";
import type { ReadingContext } from "@/lib/steps/step.ts";
import { readOptions } from "./options.ts";
import type { LoadParameters } from "./parameters.ts";
import { openSource } from "./source.ts";

/** Opens a load's source and begins to read it. */
export async function startReading(
  parameters: LoadParameters,
  context: ReadingContext,
): Promise<Reading> {
  const source = await openSource(parameters, context);
  const { wanted, signal } = context;
  const options = {
    ...readOptions(parameters, source, context.zone),
    rollups: [...wanted.rollups.values()],
    counts: [...wanted.counts.values()],
  };
  const child = context.startReader();
  const read = Promise.withResolvers<DoneEvent>();
  const onRead = read.resolve;
  const events = readFile(() => source.open(), options, { signal, child, onRead });
  const table = firstTable(events);
  // Who waits for the columns is told; nobody may.
  table.catch(() => {});
  return {
    source,
    wanted,
    table,
    events,
    read: read.promise,
    async stop() {
      await child.kill();
      await events.return(undefined).catch(() => {}); // Nobody reads on.
    },
  };
}

async function firstTable(events: AsyncGenerator<ReadEvent>): Promise<TableEvent> {
  for (;;) {
    const { value, done } = await events.next();
    if (done) throw new AppError("EMPTY_FILE", "Cannot load a file without columns");
    if (value.type === "table") return value;
  }
}
