/**
 * Amounts over time, as lines or as stacked layers.
 *
 * @module
 */
import type { AreaBlock, LineBlock, MultiplesBlock } from "@/lib/chart/block.ts";
import type { Schema } from "@/lib/frame/schema.ts";
import { clockShown } from "@/lib/steps/clock.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import { requireColumn } from "@/lib/steps/require_column.ts";
import { checkChoice, kpiFactsOf } from "@/lib/steps/series.ts";
import type { Input, RunContext, Setting } from "@/lib/steps/step.ts";
import { amountOf, isSeries } from "./amount.ts";
import { type Lines, linesOfKpi, linesOfRows, type Plan, type Split } from "./lines.ts";
import type { ChartOf } from "./parameters.ts";
import { timeAxisOf } from "./time_axis.ts";

type Body = ChartOf<"line"> | ChartOf<"area">;

/** More panels than this are too small to read. */
const MOST_PANELS = 12;

/** @throws AppError at the key that does not fit the input */
export function planOverTime(schema: Schema, body: Body, setting: Setting): Plan {
  const names = [body.y ?? body.measure ?? []].flat();
  const key = body.y === undefined ? "measure" : "y";
  const time = timeAxisOf(schema, { name: body.x, grain: body.grain, setting });
  const amounts = (names.length === 0 ? [undefined] : names)
    .map((name) => amountOf(schema, { name, key, body }));
  const { key: splitKey, name: split } = splitOf(body);
  if (split !== null) {
    const color = requireColumn(schema.columns, split, splitKey);
    if (amounts.length > 1) {
      throw refuseKey(
        "BAD_PARAMETER",
        splitKey,
        `Cannot draw a line for each "${color.name}" of more than one amount: ` +
          `current value is ${amounts.length}`,
        "Name one amount",
      );
    }
  }
  if (isSeries(schema)) {
    for (const { column } of amounts) {
      checkChoice(schema, {
        measure: column?.name ?? "",
        only: {},
        each: split === null ? [] : [split],
      });
    }
  }
  return { time, amounts };
}

/** By which column there are several lines or panels; `null` for none. @throws AppError for both */
function splitOf(body: Body): Split {
  const each = body.type === "line" ? body.each : undefined;
  if (each === undefined) return { key: "color", name: body.color ?? null, most: body.top };
  if (body.color === undefined) return { key: "each", name: each, most: MOST_PANELS };
  throw refuseKey(
    "BAD_PARAMETER",
    "each",
    `Cannot draw a panel for each "${each}" with several lines in it: ` +
      `current value of color is "${body.color}"`,
    "Leave one of both out",
  );
}

/** Draws lines or layers. @throws AppError as `planOverTime` does, and TOO_MANY_ROWS */
export async function drawOverTime(
  input: Input,
  body: Body,
  context: RunContext,
): Promise<LineBlock | AreaBlock | MultiplesBlock> {
  const plan = planOverTime(input.schema, body, context);
  const { time, amounts: [first, ...others] } = plan;
  const split = splitOf(body);
  const lines = isSeries(input.schema)
    ? await linesOfKpi(input, { ...plan, split }, context)
    : await linesOfRows(input, { ...plan, split }, context);
  const { count, grain, incomplete, periods, series } = lines;
  const { zone } = isSeries(input.schema) ? kpiFactsOf(input) : context;
  const axis = others.length === 0
    ? first.axis
    : { title: [first, ...others].map((one) => one.axis.title).join(", "), unit: first.axis.unit };
  const common = {
    title: body.title ?? `${axis.title} by ${split.name ?? time.grain}`,
    answer: count > series.length
      ? `The first ${series.length} of ${count} by ${first.words}${restWords(lines)}`
      : null,
    axis,
    grain,
    ...clockShown({ grain, zone }),
    periods,
  };
  if (split.key === "each") {
    const panels = series.map(({ name, values }) => ({ name: name ?? axis.title, values }));
    return { type: "multiples", ...common, panels };
  }
  if (body.type === "area") return { type: "area", ...common, series };
  return {
    type: "line",
    ...common,
    series,
    expected: null,
    band: null,
    flags: [],
    forecast: null,
    target: null,
    incomplete,
  };
}

/** Names what has no room. */
function restWords({ count, rest, series }: Lines): string {
  if (rest.length === 0) return "";
  const unnamed = count - series.length - rest.length;
  return `; not drawn: ${rest.join(", ")}${unnamed > 0 ? ` and ${unnamed} more` : ""}`;
}
