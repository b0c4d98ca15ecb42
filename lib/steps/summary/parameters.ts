/**
 * The body of a summary cell.
 *
 * @module
 */
import { z } from "zod";

/** Describes the body. */
export const summaryParameters = z.strictObject({
  model: z.enum(["preview", "auto"]).optional().meta({
    title: "Written by a model",
    description: "preview shows what would be sent and sends nothing; auto sends it, and checks " +
      "every number of the answer. Without it no model is asked",
  }),
  again: z.int().min(0).max(9999).optional().meta({
    title: "Ask again",
    description: "Another number here asks the model once more",
  }),
  template: z.string().max(20_000).optional().meta({
    title: "Text",
    lines: true,
    description:
      "{{ cell.figure }} stands for a figure of a cell above; a number is never typed in",
  }),
});

/** The body, with its defaults. */
export type SummaryBody = z.output<typeof summaryParameters>;
