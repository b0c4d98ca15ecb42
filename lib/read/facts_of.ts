/**
 * Gathers the facts of a file once a pass has read it to its end.
 *
 * @module
 */
import type { Layout } from "./csv/layout.ts";
import type { Decided } from "./columns/decide.ts";
import { DateReader } from "./columns/date_reader.ts";
import { FloatReader, NumberReader } from "./columns/number_reader.ts";
import { TextReader } from "./columns/text_reader.ts";
import type { Decision, FileFacts } from "./facts.ts";
import type { ReadOptions } from "./options.ts";
import { plural } from "./plural.ts";
import type { Pass } from "./read_pass.ts";
import type { TextTable } from "./text_table.ts";
import { dayText, timestampText } from "./values/calendar.ts";

/** The facts, with all decisions and warnings. */
export function factsOf(
  table: TextTable,
  pass: Pass,
  { decided, options }: { readonly decided: Decided; readonly options: ReadOptions },
): FileFacts {
  const { names, leftOut, headerLine } = table.layout;
  const kept = names.filter((_, index) => !leftOut[index]);
  const entries = <T>(of: (index: number) => T | null): Record<string, T> => {
    const found: Record<string, T> = Object.create(null);
    names.forEach((name, index) => {
      if (leftOut[index]) return;
      const value = of(index);
      if (value !== null) found[name] = value;
    });
    return found;
  };
  return {
    file: options.name ?? "",
    format: table.format,
    encoding: table.utf8.current?.encoding ?? "utf-8",
    delimiter: table.canonical || table.dialect.delimiter === "" ? null : table.dialect.delimiter,
    quote: table.canonical ? null : table.dialect.quote,
    header_line: headerLine,
    rows: pass.filter.rows,
    columns: kept.length,
    names: kept,
    types: entries((index) => decided.plans[index].type),
    duplicates: pass.filter.duplicates,
    nulls: entries((index) => pass.readers[index].nullCount),
    sums: entries((index) => {
      const reader = pass.readers[index];
      if (reader instanceof NumberReader) return reader.sum.toNumber();
      return reader instanceof FloatReader ? reader.sum : null;
    }),
    dates: datesOf(pass, table.layout),
    rejected: pass.rejected,
    rejected_rows: pass.filter.rejectedRows,
    decisions: decisionsOf(table, decided),
    warnings: warningsOf(table, pass),
  };
}

function datesOf(pass: Pass, { names, leftOut }: Layout): FileFacts["dates"] {
  const found: Record<string, readonly [string, string] | null> = Object.create(null);
  pass.readers.forEach((reader, index) => {
    if (leftOut[index] || !(reader instanceof DateReader) || reader.type === "time") return;
    const text = reader.type === "date" ? dayText : timestampText;
    found[names[index]] = reader.first > reader.last
      ? null
      : [text(reader.first), text(reader.last)];
  });
  return found;
}

function decisionsOf(table: TextTable, decided: Decided): Decision[] {
  const encoding = table.utf8.current;
  const told: Decision[] = encoding === null ? [] : [{
    what: "encoding",
    column: null,
    chosen: encoding.encoding,
    evidence: encoding.invalidLines > 0
      ? `${plural(encoding.invalidLines, "line")} not UTF-8, ` +
        `${plural(encoding.validLines, "line")} with signs above 127 that are`
      : encoding.validLines > 0
      ? `${plural(encoding.validLines, "line")} with signs above 127, all of them valid`
      : "no byte says otherwise",
    doubtful: encoding.invalidLines > 0,
    alternatives: encoding.invalidLines > 0 ? ["windows-1250", "macintosh"] : [],
  }];
  return [...told, ...table.decisions, ...table.told.decisions, ...decided.decisions];
}

function warningsOf(table: TextTable, pass: Pass): string[] {
  const { filter, tokenizer } = pass;
  const { leftOut } = filter;
  const { names } = table.layout;
  const warnings = [...table.told.warnings];
  const warn = (count: number, one: string, rest: string) => {
    if (count > 0) warnings.push(`${plural(count, one)} ${rest}`);
  };
  const encoding = table.utf8.current;
  if (encoding !== null && encoding.invalidLines > 0 && encoding.validLines > 0) {
    warn(encoding.invalidLines, "line", "not UTF-8 as the others are: read as Windows-1252");
  }
  warn(encoding?.replaced ?? 0, "place", "not to be decoded: read as U+FFFD");
  const lines = tokenizer.unclosedLines.join(", ");
  warn(tokenizer.unclosed, "quote", `never closed, first in line ${lines}: taken for text`);
  if (!table.canonical) {
    warn(tokenizer.blankRows, "blank row", "left out");
    warn(leftOut.shortRows, "row", "shorter than the table: filled up with nothing");
  }
  warn(filter.rejectedRows, "row", "longer than the table: rejected");
  warn(leftOut.repeatedHeaders, "repeated header", "left out");
  warn(leftOut.rules, "drawn line", "left out");
  warn(leftOut.comments, "comment", "among the rows left out");
  for (const { line, text } of leftOut.footers) {
    warnings.push(`Line ${line} after the table left out: "${text.slice(0, 200)}"`);
  }
  const texts = pass.readers.filter((reader) => reader instanceof TextReader);
  const trimmed = texts.reduce((sum, { trimmed }) => sum + trimmed, 0);
  warn(trimmed, "text", "with spaces around: the spaces were left out");
  const nuls = texts.reduce((sum, { nulBytes }) => sum + nulBytes, 0);
  warn(nuls, "text", "with NUL bytes: the bytes were left out");
  pass.readers.forEach((reader, index) => {
    if (!(reader instanceof DateReader)) return;
    const { skipped, twice, zone } = reader;
    const clocks = "as its clocks change, first in line";
    warn(
      skipped.count,
      "time",
      `in "${names[index]}" that ${zone} leaves out ${clocks} ${skipped.firstLine}: ` +
        "taken with the offset from before",
    );
    warn(
      twice.count,
      "time",
      `in "${names[index]}" that ${zone} has twice ${clocks} ${twice.firstLine}: ` +
        "taken for the first",
    );
  });
  return warnings;
}
