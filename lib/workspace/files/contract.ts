/**
 * Files that come in: uploaded, looked at, decided on, made into a first notebook, kept as datasets.
 *
 * @module
 */
import type { FileFacts } from "@/lib/read/facts.ts";
import type { ReadOptions } from "@/lib/read/options.ts";
import type { Value } from "@/lib/frame/frame.ts";

/** An upload that is under way; its bytes come in any number of pieces. */
export interface UploadState {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  /** So many bytes have arrived and are kept: where to go on after a lost connection. */
  readonly received: number;
  readonly state:
    | { readonly type: "receiving" }
    | { readonly type: "reading"; readonly rows: number; readonly share: number | null }
    | { readonly type: "ready"; readonly digest: string }
    | { readonly type: "refused"; readonly message: string; readonly remedy: string | null };
}

/** What was decided about a file, and its first rows under these decisions. */
export interface FilePreview {
  readonly digest: string;
  readonly name: string;
  readonly bytes: number;
  readonly facts: FileFacts;
  readonly options: ReadOptions;
  readonly firstRows: readonly (readonly Value[])[];
  /** The least and the greatest value of columns of numbers, days and times, by name. */
  readonly ranges: Readonly<Record<string, ColumnRange>>;
  /** Whose holidays its notebook would know; `null` where it tells of no single days. */
  readonly holidays: { readonly country: string | null } | null;
  /** The first lines as they stand in the file. */
  readonly firstLines: readonly string[];
  readonly rejected: readonly {
    readonly line: number | null;
    readonly column: string | null;
    readonly value: string | null;
    readonly reason: string;
  }[];
}

/** Between which values a column's are. */
export interface ColumnRange {
  readonly least: Value;
  readonly greatest: Value;
  /** The first rows that were looked at; `null` where these were all. */
  readonly ofFirst: number | null;
}

/** How far the reading for a preview is. */
export type PreviewStep =
  /** The effect on the beginning of a large file: all figures are of that alone. */
  | { readonly type: "beginning"; readonly preview: FilePreview }
  | { readonly type: "progress"; readonly rows: number; readonly share: number }
  | { readonly type: "whole"; readonly preview: FilePreview };

/** A file that was uploaded, with the other versions of the same name. */
export interface Dataset {
  readonly digest: string;
  readonly name: string;
  readonly bytes: number;
  readonly format: string;
  readonly rows: number;
  readonly rejected: number;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly uploadedAt: string;
  /** From 1, by the time of upload. */
  readonly version: number;
  readonly usedIn: readonly {
    readonly notebook: string;
    readonly title: string;
    readonly cell: string;
  }[];
}

/** A file, and how to read it. */
export interface FileAsked {
  readonly digest: string;
  readonly options: ReadOptions;
  /** By whose name and day of it; the engine's guard says it. */
  readonly account?: string | null;
}

/** A file whose notebook is made. */
export interface NotebookAsked extends FileAsked {
  /** The country whose holidays it knows, "" for none; left out, the one that nearly all rows name. */
  readonly holidays?: string;
}

/** Takes files in and keeps them. Who sent what others sent too sees their own name and day of it. */
export interface DataFiles {
  /** `account` is whose the file will be; the engine's guard says it, whatever was asked. */
  begin(
    asked: { readonly name: string; readonly bytes: number; readonly account?: string | null },
  ): Promise<UploadState>;
  /** Adds bytes at `offset`, which must be what was received; returns where to go on. */
  append(
    asked: { readonly id: string; readonly offset: number },
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<UploadState>;
  /** Takes a whole file whose length nobody announced, as forms without scripts send it. */
  take(
    asked: { readonly name: string; readonly account?: string | null },
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<UploadState>;
  upload(asked: { readonly id: string }): Promise<UploadState>;
  cancel(asked: { readonly id: string }): Promise<void>;
  /** Reads the file under these options; what is left out is decided by the reader. */
  preview(asked: FileAsked): Promise<FilePreview>;
  /** The same as it goes on, of a large file the beginning first; whoever leaves ends the reading. */
  previews(asked: FileAsked): AsyncIterable<PreviewStep>;
  /** Makes a notebook of the column types: load, clean, check, kpi, detect, forecast, summary. */
  firstNotebook(asked: NotebookAsked): Promise<{ readonly text: string }>;
  list(asked: { readonly account?: string | null }): Promise<readonly Dataset[]>;
  /**
   * Deletes a file so that it can be restored for a day; one that is gone is deleted. Where others
   * sent it too, it is theirs alone from now on.
   */
  remove(asked: { readonly digest: string; readonly account?: string | null }): Promise<void>;
  /** Brings a deleted file back. @throws AppError NOT_FOUND */
  restore(asked: { readonly digest: string }): Promise<void>;
  /** All rejected values of a file as CSV, safe for spreadsheets. */
  rejected(asked: FileAsked): AsyncIterable<Uint8Array>;
}
