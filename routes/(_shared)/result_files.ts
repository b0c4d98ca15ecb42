/**
 * Rows of a result as answers: pages of JSON, and files to keep.
 *
 * @module
 */
import type { Figure } from "@/lib/chart/block.ts";
import { dataTable } from "@/lib/chart/data_table.ts";
import { packFigure } from "@/lib/chart/pack.ts";
import { AppError } from "@/lib/errors.ts";
import { csvField, csvHeader } from "@/lib/frame/csv.ts";
import type { TableFormat, Tables } from "@/lib/workspace/tables/contract.ts";
import { readTableState } from "@/lib/workspace/tables/address.ts";

/** Rows of one page, unless an address asks for fewer. */
export const PAGE_ROWS = 100;

const FORMATS: Readonly<Record<TableFormat, string>> = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  json: "application/json",
};

/** Answers with a page of rows as JSON. */
export async function answerRows(
  tables: Tables,
  { key, query }: { readonly key: string; readonly query: URLSearchParams },
): Promise<Response> {
  const state = readTableState(query);
  const limit = Number(query.get("limit") ?? PAGE_ROWS) || PAGE_ROWS;
  return Response.json(await tables.page({ key, limit, ...state }));
}

/** Answers with what a column is like. */
export async function answerStatistics(
  tables: Tables,
  { key, query }: { readonly key: string; readonly query: URLSearchParams },
): Promise<Response> {
  return Response.json(await tables.statistics({ key, column: query.get("column") ?? "" }));
}

/** Answers with all rows that an address asks for, as a file. @throws AppError BAD_PARAMETER */
export async function answerExport(
  tables: Tables,
  { key, query }: { readonly key: string; readonly query: URLSearchParams },
): Promise<Response> {
  const format = query.get("format") ?? "csv";
  if (!isFormat(format)) {
    throw new AppError(
      "BAD_PARAMETER",
      `Cannot export as the format must be csv, xlsx or json: current value is "${format}"`,
    );
  }
  const { sort, where } = readTableState(query);
  const name = fileName(query.get("name") ?? `result-${key.slice(0, 12)}`, format);
  return await answerFile(tables.export({ key, sort, where, format }), {
    name,
    type: FORMATS[format],
  });
}

/** Answers with the forests that a cell trained. */
export async function answerForests(
  tables: Tables,
  { key, query }: { readonly key: string; readonly query: URLSearchParams },
): Promise<Response> {
  const name = fileName(`${query.get("name") ?? key.slice(0, 12)}-forest`, "json");
  return await answerFile(tables.forests({ key }), { name, type: FORMATS.json });
}

/** Answers with what a cell rejected, as CSV. */
export async function answerRejected(
  tables: Tables,
  { key, query }: { readonly key: string; readonly query: URLSearchParams },
): Promise<Response> {
  const name = fileName(`${query.get("name") ?? key.slice(0, 12)}-rejected`, "csv");
  return await answerFile(tables.rejected({ key }), { name, type: FORMATS.csv });
}

/** Answers with what a chart shows, packed as JSON for pages, or as CSV with all its figures. */
export function answerFigure(
  figure: Figure,
  { format, name }: { readonly format: "json" | "csv"; readonly name: string },
): Response {
  if (format === "json") return Response.json(packFigure(figure));
  const { columns, rows } = dataTable(figure, { most: Infinity, plain: true });
  const lines = rows.map((row) => `${row.map(csvField).join(",")}\r\n`);
  return new Response(csvHeader(columns) + lines.join(""), {
    headers: fileHeaders({ name: fileName(name, "csv"), type: FORMATS.csv }),
  });
}

/** Answers with bytes as they come, once the first have: what is refused is told as it is. */
export async function answerFile(
  bytes: AsyncIterable<Uint8Array>,
  { name, type }: { readonly name: string; readonly type: string },
): Promise<Response> {
  const iterator = bytes[Symbol.asyncIterator]();
  let next = await iterator.next();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (next.done) return controller.close();
      controller.enqueue(next.value);
      next = await iterator.next();
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return new Response(body, { headers: fileHeaders({ name, type }) });
}

function fileHeaders({ name, type }: { readonly name: string; readonly type: string }) {
  return { "Content-Type": type, "Content-Disposition": `attachment; filename="${name}"` };
}

/** A name with nothing but letters, digits and dashes, so that it stands in a header as it is. */
export function fileName(name: string, extension: string): string {
  const plain = name.normalize("NFKD").replaceAll(/\p{M}/gu, "").replaceAll(/[^\w-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return `${plain.slice(0, 80) || "table"}.${extension}`;
}

function isFormat(text: string): text is TableFormat {
  return Object.hasOwn(FORMATS, text);
}
