/**
 * Shows a clean cell: what it came to, and, to be opened, what each operation did.
 *
 * @module
 */
import type { Block } from "@/lib/chart/block.ts";
import { formatNumber } from "@/lib/chart/format.ts";
import type { CleanFacts } from "./run.ts";

type Operations = CleanFacts["operations"];

type Count = "removed" | "changed" | "rejected";

/** Returns what all operations did together. */
export function sumOf(operations: Operations, pick: Count): number {
  return operations.reduce((total, operation) => total + operation[pick], 0);
}

/** Shows the counts of each operation below those of all. */
export function renderClean({ operations }: CleanFacts): readonly Block[] {
  return [{
    type: "details",
    summary: summaryOf(operations),
    badge: null,
    blocks: [{
      type: "table",
      title: "What each operation did",
      columns: [
        { name: "operation", type: "text", unit: null },
        { name: "rows in", type: "integer", unit: null },
        { name: "removed", type: "integer", unit: null },
        { name: "changed", type: "integer", unit: null },
        { name: "rejected", type: "integer", unit: null },
      ],
      rows: operations.map(({ operation, rowsIn, removed, changed, rejected }) => [
        operation.replaceAll("_", " "),
        rowsIn,
        removed,
        changed,
        rejected,
      ]),
      total: operations.length,
    }],
  }];
}

/** Such as "2 operations: 311 rows removed, 12 values changed". */
function summaryOf(operations: Operations): string {
  const number = operations.length;
  const did = ([["removed", "row"], ["changed", "value"], ["rejected", "value"]] as const)
    .flatMap(([pick, noun]) => {
      const count = sumOf(operations, pick);
      const words = `${formatNumber(count)} ${noun}${count === 1 ? "" : "s"} ${pick}`;
      return count === 0 ? [] : [words];
    });
  return `${formatNumber(number)} operation${number === 1 ? "" : "s"}: ` +
    (did.length === 0 ? "nothing changed" : did.join(", "));
}
