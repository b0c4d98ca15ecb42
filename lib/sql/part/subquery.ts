/**
 * Compiles a SELECT inside an expression.
 *
 * @module
 */
import type { Node } from "@pgsql/types";
import { coerceAll } from "@/lib/sql/cast.ts";
import { type Context, type Typed, typed } from "@/lib/sql/context.ts";

/** Compiles `exists (…)`, `x in (select …)` and a SELECT of one value. */
export function compileSublink(node: Extract<Node, { SubLink: unknown }>, context: Context): Typed {
  const { source, subquery } = context;
  const { subLinkType, testexpr, operName, subselect, location } = node.SubLink;
  if (subquery === null || subselect === undefined) {
    return source.refuse({
      message: "Cannot use a SELECT inside an expression",
      location,
      remedy: "A sql cell can hold it",
    });
  }
  const inner = subquery(subselect, context);
  const outer = { bare: inner.bare };
  if (subLinkType === "EXISTS_SUBLINK") return typed(`exists (${inner.sql})`, "boolean", [], outer);
  if (inner.types.length !== 1) {
    source.refuse({
      message: `Cannot use a SELECT of ${inner.types.length} columns as one value`,
      location,
    });
  }
  const value = typed(`(${inner.sql})`, inner.types[0], [], { unit: inner.unit, ...outer });
  if (subLinkType === "EXPR_SUBLINK") return value;
  if (subLinkType === "ANY_SUBLINK" && operName === undefined) {
    const tested = context.compile(testexpr, context);
    const act = { source, location, act: "compare" };
    const { parts, type } = coerceAll([tested, value], act);
    if (value.type !== type) {
      return source.refuse({
        code: "WRONG_TYPE",
        message: `Cannot compare a value of type ${tested.type} with a SELECT of ${value.type}`,
        location,
        remedy: `Write cast(… as ${type}) in the SELECT`,
      });
    }
    return typed(`(${parts[0].sql} in (${inner.sql}))`, "boolean", [tested, value]);
  }
  return source.refuse({
    message: "Cannot use this form of subquery",
    location,
    remedy: "Use exists (…) or x in (…)",
  });
}
