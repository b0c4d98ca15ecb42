import type { FileHead } from "@/lib/read/head.ts";
import { readHead } from "@/lib/read/head.ts";
import { defineStep, type DiscoverContext, type Discovery } from "@/lib/steps/step.ts";
import { findEvents, runEvents } from "./events.ts";
import { type LoadParameters, loadParameters } from "./parameters.ts";
import { renderLoad, summarizeLoad } from "./render.ts";
import { readOptions } from "./options.ts";
import { startReading } from "./reading.ts";
import { loadSchema, runLoad } from "./run.ts";
import { openSource } from "./source.ts";
import { checkWidth } from "./width.ts";

/** Reads a file, an upload, rows in the notebook itself, a table of a Postgres, or takes events. */
export const load = defineStep({
  kind: "load",
  version: 2,
  title: "Load",
  takes: "nothing",
  gives: "table",
  parameters: loadParameters,

  discover: async (parameters, context): Promise<Discovery> => {
    if (takesEvents(parameters, context)) {
      const { digest, columns } = await findEvents(parameters, context);
      return { digests: [digest], schema: columns === null ? null : loadSchema(columns) };
    }
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

  begin: (parameters, context) =>
    takesEvents(parameters, context) ? null : startReading(parameters, context),
  // Only reading tells the columns of a file.
  columns: () => null,
  run: (_input, parameters, context) =>
    takesEvents(parameters, context)
      ? runEvents(parameters, context)
      : runLoad(parameters, context),
  summarize: summarizeLoad,
  render: renderLoad,
});

/** Whether rows come from a source of events; a file may stand in for it. */
function takesEvents(
  { source }: LoadParameters,
  { sources }: Pick<DiscoverContext, "sources">,
): boolean {
  return source !== undefined && sources.standIn === undefined;
}
