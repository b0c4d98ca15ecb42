/**
 * Compiles window functions, and aggregates over windows.
 *
 * @module
 */
import type { FuncCall, WindowDef } from "@pgsql/types";
import { suggestName } from "@/lib/nearest.ts";
import { coerce, settle } from "@/lib/sql/cast.ts";
import {
  allowFields,
  commonUnit,
  type Context,
  locationOf,
  type Typed,
  typed,
  type WindowParts,
} from "@/lib/sql/context.ts";
import { compileSort } from "@/lib/sql/part/sort.ts";
import { aggregateParts, isAggregate } from "./aggregate.ts";
import { requireSignature } from "./arguments.ts";
import { KEEPS_UNIT, WINDOW_FUNCTIONS } from "./functions.ts";
import { ruleAt } from "./signature.ts";

/** Bits of `frameOptions` in the tree, as Postgres' parsenodes.h numbers them. */
const FRAME = {
  nondefault: 0x1,
  range: 0x2,
  rows: 0x4,
  groups: 0x8,
  between: 0x10,
  startUnboundedPreceding: 0x20,
  startCurrent: 0x200,
  startPreceding: 0x800,
  startFollowing: 0x2000,
  endUnboundedFollowing: 0x100,
  endCurrent: 0x400,
  endPreceding: 0x1000,
  endFollowing: 0x4000,
  exclude: 0x38000,
} as const;

/** Compiles a call before `over (…)`. */
export function compileWindowCall(call: FuncCall, name: string, context: Context): Typed {
  const { source } = context;
  const { location, over } = call;
  if (context.windowRefusal !== null || over === undefined) {
    return source.refuse({
      message: `Cannot use ${name} over a window here`,
      location,
      remedy: context.windowRefusal,
    });
  }
  const inner: Context = {
    ...context,
    windowRefusal: "A window function cannot stand inside another",
  };
  const window = over.name === undefined ? compileWindow(over, inner) : context.window(over.name);
  if (window === null) {
    return source.refuse({
      message: `Cannot find a window of this name: current value is "${over.name}"`,
      location: over.location,
      remedy: "Declare it after FROM with window name as (…)",
    });
  }
  if (isAggregate(name)) {
    const { head, cast, type, unit, arguments: parts } = aggregateParts(call, name, inner);
    return typed(`${head} over ${window.sql}${cast}`, type, [...parts, ...window.parts], {
      unit,
      additivity: "non_additive",
    });
  }
  return compileRanking(call, name, { window, context: inner });
}

function compileRanking(
  call: FuncCall,
  name: string,
  { window, context }: { readonly window: WindowParts; readonly context: Context },
): Typed {
  const { source } = context;
  const { location } = call;
  const { args } = allowFields(call, ["funcname", "args", "funcformat", "over"], source);
  const signatures = WINDOW_FUNCTIONS.get(name);
  if (signatures === undefined) {
    return source.refuse({
      message: `Cannot call this function over a window: current value is "${name}"`,
      location,
      remedy: suggestName(name, WINDOW_FUNCTIONS.keys()),
    });
  }
  if (!window.ordered) {
    source.refuse({
      message: `Cannot call ${name} over rows in no order`,
      location,
      remedy: "Write over (order by …): without it the result differs from run to run",
    });
  }
  const compiled = (args ?? []).map((node) => context.compile(node, context));
  const signature = requireSignature(signatures, compiled, { name, location, source });
  const first = compiled[0]?.type === "unknown" ? "text" : compiled[0]?.type;
  const parts = compiled.map((part, index) => {
    const rule = ruleAt(signature, index);
    return coerce(part, rule === "any" ? first : rule, {
      source,
      location: locationOf(args?.[index]),
    });
  });
  const list = parts.map((part) => part.sql).join(", ");
  const cast = /\)(::\w+)$/.exec(signature.print)?.[1] ?? "";
  const type = signature.gives === "same" ? first : signature.gives;
  return typed(`${name}(${list}) over ${window.sql}${cast}`, type, [...compiled, ...window.parts], {
    unit: KEEPS_UNIT.has(name) ? commonUnit(compiled.slice(0, 1)) : null,
  });
}

/** Compiles what stands in the parentheses after OVER. */
export function compileWindow(definition: WindowDef, context: Context): WindowParts {
  const { source } = context;
  const { partitionClause, orderClause, frameOptions, startOffset, endOffset } = allowFields(
    definition,
    ["name", "partitionClause", "orderClause", "frameOptions", "startOffset", "endOffset"],
    source,
  );
  const partition = (partitionClause ?? []).map((node) => {
    const part = context.compile(node, context);
    return settle(part, context);
  });
  const order = (orderClause ?? []).map((entry) => compileSort(entry, context));
  const offset = (node: typeof startOffset) => {
    if (node === undefined) return null;
    const part = context.compile(node, context);
    const fits = part.type === "integer" || part.type === "interval";
    if (fits && part.bare.length === 0 && !part.aggregate) return part;
    return source.refuse({
      message: "Cannot use as the length of a window",
      location: locationOf(node),
      remedy: "Write a whole number, or an interval with range",
    });
  };
  const frame = printFrame(frameOptions ?? 0, offset(startOffset), offset(endOffset));
  const clauses = [
    partition.length === 0 ? "" : `partition by ${partition.map((part) => part.sql).join(", ")}`,
    order.length === 0 ? "" : `order by ${order.map((entry) => entry.sql).join(", ")}`,
    frame,
  ];
  return {
    sql: `(${clauses.filter((clause) => clause !== "").join(" ")})`,
    parts: [...partition, ...order.map((entry) => entry.part)],
    ordered: order.length > 0,
  };
}

function printFrame(options: number, start: Typed | null, end: Typed | null): string {
  const has = (bit: number) => (options & bit) !== 0;
  if (!has(FRAME.nondefault)) return "";
  const unit = has(FRAME.rows) ? "rows" : has(FRAME.groups) ? "groups" : "range";
  const from = has(FRAME.startUnboundedPreceding)
    ? "unbounded preceding"
    : has(FRAME.startCurrent)
    ? "current row"
    : `${start?.sql} ${has(FRAME.startPreceding) ? "preceding" : "following"}`;
  const to = has(FRAME.endUnboundedFollowing)
    ? "unbounded following"
    : has(FRAME.endCurrent)
    ? "current row"
    : `${end?.sql} ${has(FRAME.endPreceding) ? "preceding" : "following"}`;
  const excluded = options & FRAME.exclude;
  const exclude = excluded === 0
    ? ""
    : excluded === 0x8000
    ? " exclude current row"
    : excluded === 0x10000
    ? " exclude group"
    : " exclude ties";
  return `${unit} between ${from} and ${to}${exclude}`;
}
