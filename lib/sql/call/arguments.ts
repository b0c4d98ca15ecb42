/**
 * Picks the way to call a function that fits the arguments it is given.
 *
 * @module
 */
import type { Typed } from "@/lib/sql/context.ts";
import type { Source } from "@/lib/sql/source.ts";
import { describe, pickSignature, type Signature } from "./signature.ts";

/**
 * Returns the signature nearest to the arguments.
 *
 * @throws {AppError} WRONG_TYPE, with what would fit, when they fit none.
 */
export function requireSignature(
  signatures: readonly Signature[],
  parts: readonly Typed[],
  { name, location, source }: {
    readonly name: string;
    readonly location: number | undefined;
    readonly source: Source;
  },
): Signature {
  const types = parts.map((part) => part.type);
  return pickSignature(signatures, types) ?? source.refuse({
    code: "WRONG_TYPE",
    message: `Cannot call ${name} with these arguments: current value is ${name}(${
      types.join(", ")
    })`,
    location,
    remedy: `It takes ${[...new Set(signatures.map(describe))].join(" or ")}`,
  });
}
