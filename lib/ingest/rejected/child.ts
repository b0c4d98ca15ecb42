/**
 * The process that reads rejected rows once more: bytes in, rows as they were sent out, and no rights
 * at all.
 *
 * @module
 */
import type { CallContext } from "@/lib/process/answers.ts";
import type { Frame, Json } from "@/lib/process/frame.ts";
import { serve } from "@/lib/process/serve.ts";
import { fedSource } from "@/lib/read/fed_source.ts";
import type { SentRow } from "./sent_row.ts";
import { openSentRows, type RowsAsked, type SentRows } from "./sent_rows.ts";

/** What is said on the way: first what the file is, then its rows, packed as JSON, or that it is read. */
export type RowsMessage =
  | ({ readonly type: "table" } & Pick<SentRows, "format" | "names">)
  | { readonly type: "rows" }
  | { readonly type: "progress" };

/** So many characters are sent at once. */
const FULL_CHARACTERS = 256 * 1024;

serve({ rows });

async function rows({ header, buffers: [lines] }: Frame, { stream }: CallContext) {
  const asked: RowsAsked = header; // the parent is of the same source
  const send = (message: RowsMessage, buffers: Uint8Array<ArrayBuffer>[] = []) =>
    stream.send({ header: message as unknown as Json, buffers }); // Plain data, which is what JSON is.
  const { format, names, rows } = await openSentRows(
    fedSource(stream),
    asked,
    new Uint8Array(lines),
  );
  await send({ type: "table", format, names });
  const encoder = new TextEncoder();
  let waiting: SentRow[] = [];
  let characters = 0;
  const flush = async () => {
    if (waiting.length === 0) return await send({ type: "progress" });
    await send({ type: "rows" }, [encoder.encode(JSON.stringify(waiting))]);
    [waiting, characters] = [[], 0];
  };
  for await (const found of rows) {
    for (const row of found) {
      waiting.push(row);
      characters += (row.text ?? row.whole ?? "").length;
      if (characters > FULL_CHARACTERS) await flush();
    }
    if (found.length === 0) await flush();
  }
  if (waiting.length > 0) await flush();
  return { header: null };
}
