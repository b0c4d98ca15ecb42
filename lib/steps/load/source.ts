/**
 * Finds the bytes that a load cell names.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Source, Sources } from "@/lib/steps/sources.ts";
import type { LoadParameters } from "./parameters.ts";

/** @throws AppError FILE_NOT_FOUND, FILE_NOT_ALLOWED, NOT_GRANTED */
export async function openSource(
  parameters: LoadParameters,
  { cell, sources, signal }: {
    readonly cell: string;
    readonly sources: Sources;
    readonly signal: AbortSignal;
  },
): Promise<Source> {
  if (sources.standIn !== undefined) return await sources.standIn();
  const { file, upload, inline, connection, table, query } = parameters;
  if (inline !== undefined) return inlineSource(cell, inline);
  if (upload !== undefined) return await sources.upload(upload.replace(/^sha256:/, ""));
  if (connection !== undefined) {
    return await sources.rows(connection, { table, query, signal });
  }
  return await sources.file(file ?? "");
}

function inlineSource(cell: string, text: string): Source {
  const bytes = new TextEncoder().encode(text);
  return {
    name: cell,
    bytes: bytes.length,
    digest: createHash("sha256").update(bytes).digest("hex"),
    open: () => new Blob([bytes]).stream(),
  };
}
