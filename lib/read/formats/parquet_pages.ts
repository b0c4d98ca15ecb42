/**
 * Checks the pages of a row group before they are decoded: a page that lies about
 * its length or its number of values could keep the decoder busy for ever.
 *
 * Source: parquet-format 2.11, parquet.thrift, PageHeader.
 *
 * @module
 */
import { crc32 } from "node:zlib";
import type { ColumnMetaData, RowGroup } from "hyparquet";
import { ThriftReader, type ThriftStruct } from "./thrift.ts";

const DATA_PAGE = 0;
const DICTIONARY_PAGE = 2;
const DATA_PAGE_V2 = 3;
const INDEX_PAGE = 1;

/** Where a page's header has the header of its kind. */
const HEADER_FIELDS: ReadonlyMap<number, number> = new Map([
  [DATA_PAGE, 5],
  [DICTIONARY_PAGE, 7],
  [DATA_PAGE_V2, 8],
]);

/** Returns what is wrong with the pages of a row group, or `null`. */
export function problemOfPages(bytes: Uint8Array, group: RowGroup): string | null {
  for (const { meta_data, file_path } of group.columns) {
    if (meta_data === undefined || file_path !== undefined) return "a column that is elsewhere";
    const name = meta_data.path_in_schema.join(".");
    try {
      const problem = problemOfColumn(bytes, meta_data, Number(group.num_rows));
      if (problem !== null) return `column "${name}" with ${problem}`;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return `column "${name}" with a page whose header is damaged: ${error.message}`;
    }
  }
  return null;
}

function problemOfColumn(bytes: Uint8Array, column: ColumnMetaData, rows: number): string | null {
  const dictionary = Number(column.dictionary_page_offset ?? 0);
  const first = Number(column.data_page_offset);
  const start = dictionary > 0 && dictionary < first ? dictionary : first;
  const end = start + Number(column.total_compressed_size);
  if (start < 4 || end > bytes.length || end < start) return "pages outside the file";
  const declared = Number(column.num_values);
  if (column.path_in_schema.length === 1 && declared !== rows) {
    return `${declared} values in ${rows} rows`;
  }
  let values = 0;
  let unpacked = 0;
  const reader = new ThriftReader(bytes, start);
  // The decoder takes no page that would begin in the last byte.
  while (reader.offset < end - 1 && values < declared) {
    const page = pageOf(reader.struct());
    if (page.packed < 0 || page.unpacked < 0 || reader.offset + page.packed > end) {
      return `a page of ${page.packed} bytes, ${page.unpacked} unpacked`;
    }
    unpacked += page.unpacked;
    if (unpacked > Number(column.total_uncompressed_size)) {
      return `more than the ${column.total_uncompressed_size} bytes that it declares`;
    }
    if (!page.isWhole) return "a page whose header is damaged";
    const content = bytes.subarray(reader.offset, reader.offset + page.packed);
    if (page.checksum !== null && page.checksum !== crc32(content)) {
      return "a page whose checksum is wrong";
    }
    if (page.type === DATA_PAGE || page.type === DATA_PAGE_V2) values += page.values;
    reader.offset += page.packed;
  }
  return values === declared ? null : `${values} of ${declared} values`;
}

interface Page {
  readonly type: number;
  readonly unpacked: number;
  readonly packed: number;
  readonly values: number;
  /** `null` where the writer made none. */
  readonly checksum: number | null;
  /** Whether all figures are there that the decoder counts on, and agree. */
  readonly isWhole: boolean;
}

function pageOf({ numbers, structs }: ThriftStruct): Page {
  const type = numbers.get(1) ?? -1;
  const unpacked = numbers.get(2) ?? -1;
  const packed = numbers.get(3) ?? -1;
  const header = structs.get(HEADER_FIELDS.get(type) ?? -1)?.numbers ?? new Map<number, number>();
  const values = header.get(1) ?? -1;
  const signed = numbers.get(4);
  const checksum = signed === undefined ? null : signed >>> 0;
  const page = { type, unpacked, packed, values, checksum };
  switch (type) {
    case DATA_PAGE:
      return { ...page, isWhole: values >= 0 && hasAll(header, [2, 3, 4]) };
    case DICTIONARY_PAGE:
      return { ...page, isWhole: values >= 0 && values <= unpacked && hasAll(header, [2]) };
    case DATA_PAGE_V2: {
      const nulls = header.get(2) ?? -1;
      const levels = [header.get(5) ?? -1, header.get(6) ?? -1];
      const isWhole = nulls >= 0 && nulls <= values && hasAll(header, [3, 4]) &&
        levels[0] >= 0 && levels[1] >= 0 && levels[0] + levels[1] <= Math.min(packed, unpacked);
      return { ...page, isWhole };
    }
    default:
      return { ...page, isWhole: type === INDEX_PAGE };
  }
}

function hasAll(header: ReadonlyMap<number, number>, ids: readonly number[]): boolean {
  return ids.every((id) => (header.get(id) ?? -1) >= 0);
}
