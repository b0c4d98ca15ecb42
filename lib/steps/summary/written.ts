/**
 * What became of a summary that a model was to write: who wrote it, what was sent, what was dropped.
 *
 * @module
 */
import type { DetailsBlock, TableBlock, TextBlock } from "@/lib/chart/block.ts";
import type { Problem } from "@/lib/errors.ts";
import type { Recipient, WriterReply } from "./writer.ts";

/** What a summary cell that names a model tells of it. */
export type Written =
  /** No model is set up. */
  | { readonly type: "no_model" }
  /** Nothing was sent. */
  | {
    readonly type: "preview";
    readonly text: string | null;
    readonly models: readonly Recipient[];
  }
  | ({ readonly type: "asked" } & Omit<WriterReply, "paragraphs">);

/** Says plainly who wrote the text, with everything that was sent behind it. */
export function renderWritten(written: Written): DetailsBlock {
  switch (written.type) {
    case "no_model":
      return details("Written without a model: none is set up", []);
    case "preview":
      return details(previewWords(written), sentBlocks(written.text));
    case "asked":
      return details(askedWords(written), [
        ...sentBlocks(written.sent),
        ...droppedBlocks(written),
        ...attemptBlocks(written),
      ]);
  }
}

/** Warns where a model was asked and the text is the template all the same. */
export function problemsOf(written: Written): readonly Problem[] {
  if (written.type !== "asked" || written.model !== null) return [];
  return [{
    severity: "warning",
    code: "MODEL_FAILED",
    message: "Cannot have a model write the summary as one must answer with figures alone: " +
      `current value is ${JSON.stringify(reasonOf(written))}`,
    place: { key: "model" },
    remedy: "The template stands instead; another number for again asks once more",
  }];
}

type Asked = Extract<Written, { readonly type: "asked" }>;

function previewWords({ text, models }: Extract<Written, { readonly type: "preview" }>): string {
  if (text === null) return "Nothing of these cells would be sent to a model";
  const names = models.map(({ model, host }) => `${model} at ${host}`);
  return `Not sent yet. What would go to ${names.join(", or else to ")}`;
}

function askedWords(asked: Asked): string {
  if (asked.model === null) return `Written without a model: ${reasonOf(asked)}`;
  const { length } = asked.dropped;
  const dropped = length === 0
    ? ""
    : `; ${length} ${length === 1 ? "sentence was" : "sentences were"} dropped`;
  return `Written by ${asked.model}${dropped}`;
}

function reasonOf({ attempts }: Asked): string {
  const reasons = attempts.map(({ model, outcome }) => `${model}: ${outcome}`);
  return reasons.length === 0 ? "there was nothing to send" : [...new Set(reasons)].join(", ");
}

function details(summary: string, blocks: DetailsBlock["blocks"]): DetailsBlock {
  return { type: "details", name: "How this was written", summary, badge: null, blocks };
}

/** Line by line as it was sent. */
function sentBlocks(text: string | null): readonly TextBlock[] {
  if (text === null) return [];
  const lines = text.split("\n").filter((line) => line !== "");
  return [{ type: "text", paragraphs: lines.map((line) => [{ kind: "code", text: line }]) }];
}

function droppedBlocks({ dropped, removed }: Asked): readonly (TableBlock | TextBlock)[] {
  const table: TableBlock = {
    type: "table",
    title: "What was dropped of the answer",
    columns: ["sentence", "what could not be found", "why"].map(textColumn),
    rows: dropped.map(({ sentence, written, reason }) => [sentence, written, reason]),
    total: dropped.length,
  };
  const words = `${removed} ${removed === 1 ? "piece" : "pieces"} of markup taken out`;
  return [
    ...(dropped.length === 0 ? [] : [table]),
    ...(removed === 0
      ? []
      : [{ type: "text" as const, paragraphs: [[{ kind: "plain" as const, text: words }]] }]),
  ];
}

function attemptBlocks({ attempts }: Asked): readonly TableBlock[] {
  if (attempts.length === 0) return [];
  return [{
    type: "table",
    title: "Which models were asked",
    columns: [...["model", "what came of it"].map(textColumn), {
      name: "cost",
      type: "float",
      unit: null,
    }],
    rows: attempts.map(({ model, outcome, cost }) => [model, outcome, cost]),
    total: attempts.length,
  }];
}

function textColumn(name: string) {
  return { name, type: "text", unit: null } as const;
}
