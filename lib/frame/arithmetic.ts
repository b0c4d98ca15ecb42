/**
 * Arithmetic on columns of numbers, in doubles; what is missing or undefined is NaN.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";

/** What two columns are combined by. */
export type Operation = "add" | "subtract" | "multiply" | "divide";

/**
 * Returns one number a row. A number on the right stands for a column of it. A division
 * by zero is undefined, so NaN. @throws WRONG_TYPE for columns of unequal length
 */
export function combine(
  left: Float64Array,
  operation: Operation,
  right: Float64Array | number,
): Float64Array {
  if (typeof right !== "number" && right.length !== left.length) {
    throw new AppError(
      "WRONG_TYPE",
      `Cannot ${operation} as columns must have one length, ${left.length}: current value is ${right.length}`,
    );
  }
  return left.map((value, row) =>
    combineOne(value, operation, typeof right === "number" ? right : right[row])
  );
}

function combineOne(left: number, operation: Operation, right: number): number {
  switch (operation) {
    case "add":
      return left + right;
    case "subtract":
      return left - right;
    case "multiply":
      return left * right;
    case "divide":
      return right === 0 ? NaN : left / right;
  }
}
