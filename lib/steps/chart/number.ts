/**
 * One big number: a measure's last whole period, or an aggregate of all rows.
 *
 * @module
 */
import type { NumberBlock } from "@/lib/chart/block.ts";
import type { Schema } from "@/lib/frame/schema.ts";
import { bigNumber } from "@/lib/steps/kpi/render.ts";
import { kpiFactsOf } from "@/lib/steps/series.ts";
import type { Input, RunContext } from "@/lib/steps/step.ts";
import { ALIAS, amountOf, type AmountSql, isSeries } from "./amount.ts";
import { amount, ask } from "./ask.ts";
import type { ChartOf } from "./parameters.ts";

type Body = ChartOf<"number">;

/** @throws AppError at the key that does not fit the input */
export function planNumber(schema: Schema, body: Body): AmountSql {
  const key = body.y === undefined ? "measure" : "y";
  return amountOf(schema, { name: body.y ?? body.measure, key, body });
}

/** Draws one number. @throws AppError as `planNumber` does */
export async function drawNumber(
  input: Input,
  body: Body,
  context: RunContext,
): Promise<NumberBlock> {
  const { axis, sql, column } = planNumber(input.schema, body);
  const facts = isSeries(input.schema) ? kpiFactsOf(input) : null;
  const measure = facts?.measures.find(({ name }) => name === column?.name);
  if (facts !== null && measure !== undefined) {
    const block = bigNumber(facts, measure);
    return { ...block, title: body.title ?? block.title, unit: axis.unit };
  }
  const [[value]] = await ask(context, `select ${sql} from ${input.relation} as ${ALIAS}`);
  return {
    type: "number",
    title: body.title ?? axis.title,
    value: amount(value),
    unit: axis.unit,
    change: null,
    better: null,
    history: [],
  };
}
