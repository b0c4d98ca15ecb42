import { defineStep } from "@/lib/steps/step.ts";
import { EVENT_SCHEMA, findEventColumns } from "./columns.ts";
import { eventsParameters } from "./parameters.ts";
import { renderEvents, summarizeEvents } from "./render.ts";
import { runEvents } from "./run.ts";

/** Tells the days that explain others: holidays, campaigns, outages. */
export const events = defineStep({
  kind: "events",
  version: 2,
  title: "Events",
  takes: "many",
  gives: "events",
  parameters: eventsParameters,
  // Tables are named by `from`; without one there are none.
  mentions: () => [],
  // What comes next depends on the day of the run.
  clock: () => true,

  columns: (inputs) => {
    for (const { cell, schema } of inputs) findEventColumns(cell, schema);
    return EVENT_SCHEMA;
  },

  run: runEvents,
  summarize: summarizeEvents,
  render: renderEvents,
});
