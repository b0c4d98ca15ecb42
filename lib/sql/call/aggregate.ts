/**
 * Compiles aggregates, and tells which of them add up.
 *
 * @module
 */
import type { FuncCall, Node } from "@pgsql/types";
import type { Additivity } from "@/lib/frame/schema.ts";
import { coerce } from "@/lib/sql/cast.ts";
import {
  allowFields,
  type Context,
  locationOf,
  type Ratio,
  type Typed,
  typed,
} from "@/lib/sql/context.ts";
import { compileSort } from "@/lib/sql/part/sort.ts";
import { isNumber, type SqlType } from "@/lib/sql/types.ts";
import { requireSignature } from "./arguments.ts";
import { AGGREGATES, KEEPS_UNIT, ORDERED_AGGREGATES } from "./functions.ts";
import { ruleAt } from "./signature.ts";

/** Whether a function of this name turns many rows into one value. */
export function isAggregate(name: string): boolean {
  return AGGREGATES.has(name) || ORDERED_AGGREGATES.has(name);
}

/** An aggregate's call before its `over (…)`, and the cast that follows both. */
export interface AggregateParts {
  readonly head: string;
  readonly cast: string;
  readonly type: SqlType;
  readonly unit: string | null;
  readonly additivity: Additivity;
  /** Of a mean: the sum and the count that it is of. */
  readonly ratio?: Ratio;
  readonly arguments: readonly Typed[];
}

/** Compiles an aggregate over the rows of a group. */
export function compileAggregate(call: FuncCall, name: string, context: Context): Typed {
  if (context.aggregateRefusal !== null) {
    context.source.refuse({
      message: `Cannot use ${name} here`,
      location: call.location,
      remedy: context.aggregateRefusal,
    });
  }
  const inner: Context = {
    ...context,
    aggregateRefusal: "An aggregate cannot stand inside another",
    windowRefusal: "A window function cannot stand inside an aggregate",
    grouped: new Set(),
  };
  const { head, cast, type, unit, additivity, ratio } = aggregateParts(call, name, inner);
  return typed(`${head}${cast}`, type, [], { unit, additivity, ratio, aggregate: true });
}

/** Compiles an aggregate's name, arguments, order and filter, in the given surroundings. */
export function aggregateParts(call: FuncCall, name: string, context: Context): AggregateParts {
  const { source } = context;
  allowFields(call, [
    ...["funcname", "args", "funcformat", "agg_order", "agg_filter"] as const,
    ...["agg_within_group", "agg_star", "agg_distinct", "over"] as const,
  ], source);
  const filter = filterOf(call.agg_filter, context);
  if (ORDERED_AGGREGATES.has(name)) return orderedParts(call, name, { context, filter });
  if (call.agg_within_group) {
    source.refuse({ message: `Cannot use within group with ${name}`, location: call.location });
  }
  if (call.agg_star) {
    if (name !== "count") {
      source.refuse({ message: `Cannot call ${name}(*)`, location: call.location });
    }
    const known = { type: "integer", cast: "", unit: null, additivity: "additive" } as const;
    return { ...known, head: `count(*)${filter.sql}`, arguments: filter.parts };
  }
  const compiled = (call.args ?? []).map((node) => context.compile(node, context));
  const signatures = AGGREGATES.get(name) ?? [];
  const signature = requireSignature(signatures, compiled, {
    name,
    location: call.location,
    source,
  });
  if (name === "sum" || name === "avg") warnOfTotal(name, compiled[0], { call, context });
  const parts = compiled.map((part, index) => {
    const rule = ruleAt(signature, index);
    const place = { source, location: locationOf(call.args?.[index]) };
    const type = rule !== "any" ? rule : part.type === "unknown" ? "text" : part.type;
    return coerce(part, type, place);
  });
  const compares = (name === "min" || name === "max") && signature.gives === "text";
  const list = parts.map((part) => compares ? `${part.sql} collate "C"` : part.sql).join(", ");
  const order = name === "string_agg" ? orderOf(call, parts[0], context) : noOrder(call, context);
  const distinct = call.agg_distinct ? "distinct " : "";
  return {
    head: `${name}(${distinct}${list}${order})${filter.sql}`,
    cast: /\$\*\)(.*)$/.exec(signature.print)?.[1] ?? "",
    type: signature.gives === "same" ? "text" : signature.gives,
    unit: KEEPS_UNIT.has(name) ? compiled[0]?.unit ?? null : null,
    additivity: additivityOf(name, call.agg_distinct === true, compiled[0]),
    ...(name === "avg" && distinct === "" && isNumber(parts[0].type)
      ? {
        ratio: {
          numerator: `sum(${list})${filter.sql}`,
          denominator: `count(${list})${filter.sql}`,
        },
      }
      : {}),
    arguments: [...compiled, ...filter.parts],
  };
}

function filterOf(node: Node | undefined, context: Context) {
  if (node === undefined) return { sql: "", parts: [] };
  const place = { source: context.source, location: locationOf(node) };
  const part = coerce(context.compile(node, context), "boolean", place);
  return { sql: ` filter (where ${part.sql})`, parts: [part] };
}

function additivityOf(name: string, distinct: boolean, argument: Typed): Additivity {
  if (distinct) return "non_additive";
  if (name === "count" || name === "regr_count") return "additive";
  return name === "sum" ? argument.additivity ?? "additive" : "non_additive";
}

function warnOfTotal(
  name: string,
  part: Typed,
  { call, context: { source, warn } }: { readonly call: FuncCall; readonly context: Context },
): void {
  if (part.additivity !== "non_additive") return;
  warn(source.problem({
    code: "WRONG_TYPE",
    message: `Cannot ${
      name === "sum" ? "add up" : "average"
    } as a total: current value is a measure that does not add up`,
    location: call.location,
    remedy: "Compute it again from the rows it came from",
  }, "warning"));
}

function noOrder(call: FuncCall, { source }: Context): string {
  if (call.agg_order !== undefined) {
    source.refuse({
      message: "Cannot order the values of this aggregate",
      location: call.location,
    });
  }
  return "";
}

/** Without an order the text would differ from run to run. */
function orderOf(call: FuncCall, value: Typed, context: Context): string {
  const [sort, ...more] = call.agg_order ?? [];
  if (sort === undefined) return ` order by ${value.sql} collate "C"`;
  return ` order by ${[sort, ...more].map((node) => compileSort(node, context).sql).join(", ")}`;
}

function orderedParts(
  call: FuncCall,
  name: string,
  { context, filter }: {
    readonly context: Context;
    readonly filter: { readonly sql: string; readonly parts: readonly Typed[] };
  },
): AggregateParts {
  const { source } = context;
  if (call.agg_distinct || call.agg_star || call.over !== undefined) {
    source.refuse({
      message: `Cannot use distinct, * or over with ${name}`,
      location: call.location,
    });
  }
  const { values, share } = name === "median"
    ? medianParts(call, context)
    : groupParts(call, name, context);
  const continuous = name === "median" || name === "percentile_cont";
  const place = { source, location: call.location };
  const kept = !continuous || values.part.type === "interval";
  const type = kept ? values.part.type : "float";
  const sorted = kept ? values.sql : coerce(values.part, "float", place).sql + values.direction;
  const printed = name === "median" ? "percentile_cont" : name;
  return {
    head: `${printed}(${share}) within group (order by ${sorted})${filter.sql}`,
    cast: "",
    type,
    unit: values.part.unit,
    additivity: "non_additive",
    arguments: [values.part, ...filter.parts],
  };
}

function medianParts(call: FuncCall, context: Context) {
  if (call.args?.length !== 1 || call.agg_within_group || call.agg_order !== undefined) {
    context.source.refuse({ message: "Cannot read as median(x)", location: call.location });
  }
  const part = context.compile(call.args?.[0], context);
  return { values: { part, sql: part.sql, direction: "" }, share: "0.5" };
}

function groupParts(call: FuncCall, name: string, context: Context) {
  const { source } = context;
  const shares = (call.args ?? []).map((node) => context.compile(node, context));
  const wanted = name === "mode" ? 0 : 1;
  if (call.agg_order?.length !== 1 || !call.agg_within_group || shares.length !== wanted) {
    source.refuse({
      message: `Cannot read as ${name}`,
      location: call.location,
      remedy: `Write ${name}(${wanted === 0 ? "" : "0.9"}) within group (order by x)`,
    });
  }
  const literal = shares[0]?.literal;
  if (
    wanted === 1 && !(typeof literal === "string" && Number(literal) >= 0 && Number(literal) <= 1)
  ) {
    source.refuse({ message: `Cannot use as a share between 0 and 1`, location: call.location });
  }
  const [order] = call.agg_order ?? [];
  const { sql, part, words } = compileSort(order, context);
  return { values: { part, sql, direction: words }, share: wanted === 0 ? "" : String(literal) };
}
