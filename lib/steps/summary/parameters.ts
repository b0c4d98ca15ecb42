/**
 * The body of a summary cell.
 *
 * @module
 */
import { z } from "zod";
import { readMailbox } from "@/lib/mailbox.ts";

/** A letter has as many readers at most. */
const MOST_READERS = 50;

/** Who gets the summary by mail; the result does not depend on it, and nothing goes by itself. */
const mail = z.strictObject({
  to: z.array(
    z.string().refine((text) => readMailbox(text) !== null, {
      error: "it must read like name@example.org or Name <name@example.org>",
    }),
  ).min(1).max(MOST_READERS).meta({ title: "To" }),
  subject: z.string().max(200).optional().meta({
    title: "Subject",
    description: "Left out, it is the notebook's title",
  }),
});

/** Whether a text is an address that a webhook may have; where it leads is looked at when it is sent. */
function isWebhook(text: string): boolean {
  const { protocol, username = "", password = "" } = URL.parse(text) ?? {};
  return protocol === "https:" && username === "" && password === "";
}

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
  mail: mail.optional().meta({
    title: "Mail",
    description: "Whom it is for; it goes when somebody sends it",
  }),
  webhook: z.string().max(2000).refine(isWebhook, {
    error: "it must be a URL that begins with https://",
  }).optional().meta({
    title: "Webhook",
    description: "A server that is told too, when somebody sends it",
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
