/**
 * Reads a file through `openFormat` in a test, and gathers its pieces.
 *
 * @module
 */
import { ok } from "node:assert/strict";
import type { Decision, Rejection } from "@/lib/read/facts.ts";
import type { ByteSource, FormatOptions, SourceColumn } from "@/lib/read/formats/format.ts";
import { openFormat } from "@/lib/read/formats/open.ts";

/** Everything that came out of a file. */
export interface Reading {
  readonly format: string;
  readonly text: string;
  readonly columns: readonly SourceColumn[];
  readonly decisions: readonly Decision[];
  readonly rejections: readonly Rejection[];
  readonly warnings: readonly string[];
}

/** Returns a source that hands the bytes out in chunks of this size. */
export function sourceOf(content: string | Uint8Array, chunkBytes = 64 * 1024): ByteSource {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return async function* () {
    for (let start = 0; start < bytes.length; start += chunkBytes) {
      yield await Promise.resolve(bytes.subarray(start, start + chunkBytes));
    }
  };
}

/** Reads all of a file. */
export async function readAll(
  content: string | Uint8Array,
  fileName: string,
  options: FormatOptions & { readonly chunkBytes?: number } = {},
): Promise<Reading> {
  const opened = await openFormat(sourceOf(content, options.chunkBytes), fileName, options);
  const decoder = new TextDecoder("utf-8", { fatal: opened.canonical, ignoreBOM: true });
  let text = "";
  let columns: readonly SourceColumn[] = [];
  const decisions: Decision[] = [];
  const rejections: Rejection[] = [];
  const warnings: string[] = [];
  for await (const piece of opened.pieces()) {
    switch (piece.type) {
      case "columns":
        columns = piece.columns;
        break;
      case "bytes":
        text += decoder.decode(piece.bytes, { stream: true });
        break;
      case "decision":
        decisions.push(piece.decision);
        break;
      case "rejection":
        rejections.push(piece.rejection);
        break;
      case "warning":
        warnings.push(piece.message);
        break;
    }
  }
  return { format: opened.format, text, columns, decisions, rejections, warnings };
}

/** Returns the types of the columns by name. */
export function typesOf(reading: Reading): Record<string, string | null> {
  return Object.fromEntries(reading.columns.map(({ name, type }) => [name, type]));
}

/** A second, plain reader of canonical CSV to compare with. */
export function parseCanonical(text: string): { line: number; fields: (string | null)[] }[] {
  const rows: (string | null)[][] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\n]*))([,\n])/y;
  let row: (string | null)[] = [];
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    ok(match);
    row.push(match[1]?.replaceAll('""', '"') ?? (match[2] === "" ? null : match[2]));
    if (match[3] === "\n") {
      rows.push(row);
      row = [];
    }
  }
  return rows.map(([line, ...fields]) => ({ line: line === "line" ? 0 : Number(line), fields }));
}
