import type { FileHead } from "@/lib/read/head.ts";
import { readHead } from "@/lib/read/head.ts";
import { defineStep, type Discovery } from "@/lib/steps/step.ts";
import { loadParameters } from "./parameters.ts";
import { renderLoad, summarizeLoad } from "./render.ts";
import { readOptions } from "./options.ts";
import { startReading } from "./reading.ts";
import { loadSchema, runLoad } from "./run.ts";
import { openSource } from "./source.ts";
import { checkWidth } from "./width.ts";

/** Reads a file, an upload, rows in the notebook itself, or a table of a Postgres. */
export const load = defineStep({
  kind: "load",
  version: 2,
  title: "Load",
  takes: "nothing",
  gives: "table",
  parameters: loadParameters,

  discover: async (parameters, context): Promise<Discovery> => {
    const source = await openSource(parameters, context);
    const head: FileHead | null = context.look
      ? await readHead(() => source.open(), readOptions(parameters, source, context.zone), {
        signal: context.signal,
      })
      : null;
    if (head !== null) checkWidth(head.columns, parameters);
    // The name tells the format where the bytes do not, and stands in what is told.
    const digests = [source.digest, source.name];
    return { digests, schema: head === null ? null : loadSchema(head.columns) };
  },

  begin: startReading,
  // Only reading tells the columns of a file.
  columns: () => null,
  run: (_input, parameters, context) => runLoad(parameters, context),
  summarize: summarizeLoad,
  render: renderLoad,
});
