/**
 * Writes rejected rows as a file that can be mended and sent back: the row as it was sent, then what
 * is wrong with it.
 *
 * @module
 */
import { csvField } from "@/lib/frame/csv.ts";
import type { EventRejection } from "@/lib/ingest/events/event.ts";
import { ADDED, ALWAYS_ADDED } from "./added_columns.ts";
import type { RejectedRow } from "./join_rows.ts";
import { closedObject } from "./json_text.ts";
import type { SentRows } from "./sent_rows.ts";

/** Says why rows are not there. */
const NO_ROWS = "The row itself is no longer kept, only what was wrong with it";

/** Texts are encoded when so many characters are waiting. */
const FULL_CHARACTERS = 64 * 1024;

/** What the file is; `names` is `null` where what was received is no longer kept. */
export type WrittenTable = Pick<SentRows, "format"> & { readonly names: readonly string[] | null };

/** Writes a file. */
export async function* writtenRows(
  table: WrittenTable,
  rows: AsyncIterable<RejectedRow>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const write = table.format === "csv" ? csvRow : jsonRow;
  let text = table.format === "csv" ? csvHead(table) : "";
  for await (const row of rows) {
    text += write(row, table);
    if (text.length < FULL_CHARACTERS) continue;
    yield encoder.encode(text);
    text = "";
  }
  yield encoder.encode(text);
}

function csvHead({ names }: WrittenTable): string {
  const note = names === null ? [ADDED.note] : [];
  return `${[...names ?? [], ...ALWAYS_ADDED, ...note].map(csvField).join(",")}\r\n`;
}

function csvRow(rejected: RejectedRow, { names }: WrittenTable): string {
  const { line, column, value, reason } = told(rejected, names);
  const own = rejected.row?.text ?? ",".repeat(Math.max(0, (names?.length ?? 0) - 1));
  const added = [
    String(line),
    column ?? "",
    value ?? "",
    reason,
    ...(names === null ? [NO_ROWS] : []),
  ]
    .map(csvField).join(",");
  return names === null || names.length === 0 ? `${added}\r\n` : `${own},${added}\r\n`;
}

function jsonRow(rejected: RejectedRow, { names }: WrittenTable): string {
  const { line, column, value, reason } = told(rejected, names);
  const added = {
    [ADDED.line]: line,
    [ADDED.column]: column,
    [ADDED.value]: value,
    [ADDED.reason]: reason,
    ...(names === null ? { [ADDED.note]: NO_ROWS } : {}),
  };
  return `${closedObject(rejected.row?.text ?? "{", added)}\n`;
}

/** All that is wrong with a row; several values of it follow each other, as its columns do. */
function told({ row, rejections: [first, ...others] }: RejectedRow, names: WrittenTable["names"]) {
  const { line, column, value, reason } = first;
  if (others.length === 0) return { line, column, value: row?.whole ?? value, reason };
  const placeOf = (one: EventRejection) => names?.indexOf(one.column ?? "") ?? 0;
  const rejections = [first, ...others].toSorted((one, other) => placeOf(one) - placeOf(other));
  const joined = (texts: readonly (string | null)[]) => texts.map((text) => text ?? "").join("; ");
  return {
    line,
    column: joined(rejections.map((one) => one.column)),
    value: row?.whole ?? joined(rejections.map((one) => one.value)),
    reason: joined(rejections.map((one) => one.reason)),
  };
}
