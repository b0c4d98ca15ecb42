/**
 * The body of a summary cell.
 *
 * @module
 */
import { z } from "zod";

/** Describes the body. */
export const summaryParameters = z.strictObject({
  template: z.string().max(20_000).optional().meta({
    title: "Text",
    lines: true,
    description:
      "{{ cell.figure }} stands for a figure of a cell above; a number is never typed in",
  }),
});

/** The body, with its defaults. */
export type SummaryBody = z.output<typeof summaryParameters>;
