import type { Block } from "@/lib/chart/block.ts";
import type { Schema } from "@/lib/frame/schema.ts";
import { defineStep, type Figures } from "@/lib/steps/step.ts";
import type { Input, RunContext, Setting } from "@/lib/steps/step.ts";
import { drawBars, planBars } from "./bars.ts";
import { drawGrid, planGrid } from "./grid.ts";
import { drawNumber, planNumber } from "./number.ts";
import { drawOverTime, planOverTime } from "./over_time.ts";
import { type ChartBody, chartParameters } from "./parameters.ts";
import { drawHistogram, drawScatter, planHistogram, planScatter } from "./points.ts";

interface ChartFacts {
  readonly block: Block;
}

/** Bars that are figures of their own. */
const NAMED_BARS = 24;

/** Draws its input, and hands it on. */
export const chart = defineStep({
  kind: "chart",
  version: 3,
  title: "Chart",
  takes: "rows",
  gives: "same",
  parameters: chartParameters,

  columns: ({ schema }, parameters, context) => {
    check(schema, parameters, context);
    return schema;
  },

  run: async (input, parameters, context) => ({
    schema: input.schema,
    relation: null,
    rows: input.rows,
    rejected: 0,
    facts: { block: await draw(input, parameters, context) },
    problems: [],
  }),

  summarize: ({ block }: ChartFacts): Figures => {
    switch (block.type) {
      case "number":
        return { value: { title: block.title, value: block.value, unit: block.unit } };
      case "bar":
        return Object.fromEntries(
          block.bars.slice(0, NAMED_BARS).map(({ name, value }) =>
            [`by.${name}`, { title: name, value, unit: block.axis.unit }] as const
          ),
        );
      default:
        return {};
    }
  },

  render: ({ block }: ChartFacts) => [block],
});

/** Refuses what does not fit the columns, before anything has run. */
function check(schema: Schema, body: ChartBody, setting: Setting): void {
  switch (body.type) {
    case "line":
    case "area":
      planOverTime(schema, body, setting);
      break;
    case "bar":
      planBars(schema, body, setting);
      break;
    case "scatter":
      planScatter(schema, body);
      break;
    case "histogram":
      planHistogram(schema, body);
      break;
    case "heatmap":
      planGrid(schema, body, setting);
      break;
    case "number":
      planNumber(schema, body);
      break;
  }
}

async function draw(input: Input, body: ChartBody, context: RunContext): Promise<Block> {
  switch (body.type) {
    case "line":
    case "area":
      return await drawOverTime(input, body, context);
    case "bar":
      return await drawBars(input, body, context);
    case "scatter":
      return await drawScatter(input, body, context);
    case "histogram":
      return await drawHistogram(input, body, context);
    case "heatmap":
      return await drawGrid(input, body, context);
    case "number":
      return await drawNumber(input, body, context);
  }
}
