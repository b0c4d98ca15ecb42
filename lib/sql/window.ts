/**
 * Compiles window functions.
 *
 * @module
 */
import type { FuncCall } from "@pgsql/types";
import type { Context, Typed } from "./context.ts";

/** Compiles a call before `over (…)`. */
export function compileWindowCall(call: FuncCall, name: string, context: Context): Typed {
  return context.source.refuse({
    message: `Cannot use ${name} over a window here`,
    location: call.location,
    remedy: context.windowRefusal,
  });
}
