/**
 * What a summary cell asks of whoever writes by a language model, and what it is told back.
 *
 * @module
 */
import type { Grain } from "@/lib/frame/schema.ts";
import type { MeasureNature } from "@/lib/steps/kpi/nature.ts";

/** Rows by member. */
export type GroupSizes = Readonly<Record<string, number>>;

/** A cell as a summary tells of it, and how many rows its figures rest on. */
export interface FactCell {
  readonly cell: string;
  readonly kind: string;
  /** As a step tells them, by path. */
  readonly figures: Readonly<
    Record<string, {
      readonly value: number | string | null;
      readonly unit: string | null;
      readonly title: string;
    }>
  >;
  readonly grain: Grain | null;
  readonly measure: string | null;
  readonly natures: Readonly<Record<string, MeasureNature>>;
  /** By dimension; of a dimension that is missing no member is sent. */
  readonly sizes: Readonly<Record<string, GroupSizes>>;
  /** Measures whose groups add up. */
  readonly additive: readonly string[];
  /** On how many rows figures of single periods rest, by path; of a kpi by what follows the measure. */
  readonly rests: Readonly<Record<string, number>>;
}

/** What a summary is written from. */
export interface WriterAsked {
  readonly cells: readonly FactCell[];
  readonly zone: string;
}

/** What would leave the house, and to whom. */
export interface WriterPreview {
  /** The exact text; `null` where there is nothing that may be sent. */
  readonly text: string | null;
  /** In the order of trying. */
  readonly models: readonly Recipient[];
}

/** A model, and the host that it is asked at. */
export interface Recipient {
  readonly model: string;
  readonly host: string;
}

/** What came of asking models. */
export interface WriterReply {
  /** Plain text by paragraph, of numbers that resolve alone; empty where no model told any. */
  readonly paragraphs: readonly string[];
  /** The model that wrote it; `null` where none did. */
  readonly model: string | null;
  /** The exact text that was sent; `null` where none was. */
  readonly sent: string | null;
  /** Sentences with a number or a time that is no figure, or with an address. */
  readonly dropped: readonly {
    readonly sentence: string;
    readonly written: string;
    readonly reason: string;
  }[];
  /** Pieces of markup and unseen signs that were taken out. */
  readonly removed: number;
  readonly attempts: readonly {
    readonly model: string;
    readonly outcome: string;
    readonly cost: number;
  }[];
}

/** Writes summaries by the models of the settings. */
export interface SummaryWriter {
  preview(asked: WriterAsked): Promise<WriterPreview>;
  /** A model that fails is told of, never thrown. */
  write(asked: WriterAsked, signal: AbortSignal): Promise<WriterReply>;
}
