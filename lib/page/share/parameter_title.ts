/**
 * How parameters are called on pages.
 *
 * @module
 */
import type { ParameterView } from "@/lib/workspace/notebooks/contract.ts";

/** Returns the title that the notebook gives, or the name in words. */
export function parameterTitle({ name, declaration }: ParameterView): string {
  const words = name.replaceAll("_", " ");
  return declaration.title ?? words.charAt(0).toUpperCase() + words.slice(1);
}
