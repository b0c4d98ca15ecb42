/**
 * The body of a sql cell.
 *
 * @module
 */
import { z } from "zod";

/** Describes the body. */
export const sqlParameters = z.strictObject({
  query: z.string().min(1).meta({
    title: "Query",
    description: "One SELECT over the cells that it names",
    suggest: "expression",
  }),
  time_limit: z.int().min(1).max(600).default(60)
    .meta({ title: "Time that it may take", unit: "seconds" }),
  max_rows: z.int().min(1).max(50_000_000).default(5_000_000).meta({
    title: "Rows that it may give",
    description: "More make the cell fail; none are cut off",
    unit: "rows",
  }),
});

/** The body, with its defaults. */
export type SqlBody = z.output<typeof sqlParameters>;
