/**
 * `deno task inspect`: tells what is in files and how they are read.
 *
 * @module
 */
import { basename } from "node:path";
import { AppError } from "@/lib/errors.ts";
import { COLUMN_TYPES } from "@/lib/frame/schema.ts";
import type { Child } from "@/lib/process/child.ts";
import type { FileFacts } from "@/lib/read/facts.ts";
import { visible } from "@/lib/chart/plain.ts";
import { factsLine, factsText } from "@/lib/read/inspect.ts";
import type { ReadOptions } from "@/lib/read/options.ts";
import { readFile, startReader } from "@/lib/read/read_file.ts";
import { runCommand } from "./command.ts";
import { EXIT } from "./exit_code.ts";
import { badUsage, parseWords } from "./words.ts";

const HELP = `Tells what is in files: format, columns, types, and what was decided on what evidence

Usage: deno task inspect FILE… [options]

  --json              one line of JSON a file
  --format NAME       csv, tsv, json, ndjson, xlsx or parquet
  --encoding NAME     such as utf-8, windows-1252, utf-16le, big5
  --delimiter TEXT    such as , ; | or tab
  --quote SIGN        the sign around fields, or none
  --header LINE       the line of the header, or none
  --skip LINES        lines to leave out at the start
  --footer ROWS       rows to leave out at the end
  --null TEXT         a text that stands for nothing; may be repeated
  --zone NAME         the time zone of times without an offset (UTC)
  --type NAME=TYPE    a column's type: integer, decimal, float, boolean, date, time,
                      timestamp or text; may be repeated
  --date-order NAME=ORDER   dmy, mdy or ymd for a column; may be repeated
  --decimal NAME=SIGN       . or , for a column; may be repeated
  --sheet NAME        the sheet of a workbook, by name or place
  --records KEY       the key that holds the rows of a JSON document
  --help              print this

Exit codes: 0 done, 1 a file could not be read, 2 wrong use`;

const OPTIONS = {
  json: { type: "boolean" },
  format: { type: "string" },
  encoding: { type: "string" },
  delimiter: { type: "string" },
  quote: { type: "string" },
  header: { type: "string" },
  skip: { type: "string" },
  footer: { type: "string" },
  null: { type: "string", multiple: true },
  zone: { type: "string" },
  type: { type: "string", multiple: true },
  "date-order": { type: "string", multiple: true },
  decimal: { type: "string", multiple: true },
  sheet: { type: "string" },
  records: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

const FORMATS = ["csv", "tsv", "json", "ndjson", "xlsx", "parquet"] as const;
const ORDERS = ["dmy", "mdy", "ymd"] as const;
const SIGNS = [".", ","] as const;

/** What `inspect` was asked to do; `null` asks for help. */
export interface InspectArguments {
  readonly files: readonly string[];
  readonly json: boolean;
  readonly options: ReadOptions;
}

/** Reads the words after the command. @throws AppError BAD_USAGE */
export function parseInspectArguments(words: readonly string[]): InspectArguments | null {
  const { values, positionals } = parseWords("inspect", words, OPTIONS);
  if (values.help) return null;
  if (positionals.length === 0) throw refuse("it takes at least one file", "none");
  const delimiter = values.delimiter === "tab" || values.delimiter === "\\t"
    ? "\t"
    : values.delimiter;
  return {
    files: positionals,
    json: values.json ?? false,
    options: {
      format: values.format === undefined ? undefined : oneOf("--format", FORMATS, values.format),
      encoding: values.encoding,
      delimiter,
      quote: values.quote,
      header: values.header === "none" ? "none" : wholeNumber("--header", values.header),
      skip: wholeNumber("--skip", values.skip),
      footer: wholeNumber("--footer", values.footer),
      nulls: values.null,
      zone: values.zone,
      sheet: values.sheet !== undefined && /^\d+$/.test(values.sheet)
        ? Number(values.sheet)
        : values.sheet,
      records: values.records,
      columns: columnOptions(values),
    },
  };
}

function columnOptions(
  values: ReturnType<typeof parseWords<typeof OPTIONS>>["values"],
): ReadOptions["columns"] {
  const columns: Record<string, object> = Object.create(null);
  const set = (option: string, pairs: readonly string[] = [], of: (value: string) => object) => {
    for (const pair of pairs) {
      const at = pair.lastIndexOf("=");
      if (at < 1) throw refuse(`${option} takes NAME=VALUE`, pair);
      const name = pair.slice(0, at);
      columns[name] = { ...columns[name], ...of(pair.slice(at + 1)) };
    }
  };
  set("--type", values.type, (value) => ({ type: oneOf("--type", COLUMN_TYPES, value) }));
  set("--date-order", values["date-order"], (value) => ({
    date_order: oneOf("--date-order", ORDERS, value),
  }));
  set("--decimal", values.decimal, (value) => ({ decimal: oneOf("--decimal", SIGNS, value) }));
  return columns;
}

function oneOf<T extends string>(option: string, allowed: readonly T[], text: string): T {
  const known = allowed.find((candidate) => candidate === text);
  if (known === undefined) throw refuse(`${option} takes ${allowed.join(", ")}`, text);
  return known;
}

function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw refuse(`${option} takes a whole number`, text);
  return Number(text);
}

function refuse(rule: string, value: string): AppError {
  return badUsage("inspect", rule, value);
}

/** Inspects the files one after another; returns the exit code. */
export async function inspect(words: readonly string[], signal: AbortSignal): Promise<number> {
  const asked = parseInspectArguments(words);
  if (asked === null) {
    console.log(HELP);
    return EXIT.done;
  }
  let child: Child = startReader();
  let code: number = EXIT.done;
  try {
    for (const path of asked.files) {
      try {
        const options = { ...asked.options, name: basename(path) };
        const facts = await factsOfFile(path, { options, child, signal });
        const text = () => factsText(facts).split("\n").map(visible).join("\n");
        console.log(asked.json ? factsLine({ ...facts, file: path }) : `${text()}\n`);
      } catch (error) {
        if (!(error instanceof AppError) || error.code === "CANCELLED") throw error;
        console.error(`${path}: ${error.message}`);
        if (error.code === "BAD_PARAMETER") return EXIT.wrongUse;
        code = EXIT.failed;
        await child.kill();
        child = startReader();
      }
    }
  } finally {
    await child.kill();
  }
  return code;
}

async function factsOfFile(
  path: string,
  { options, child, signal }: {
    readonly options: ReadOptions;
    readonly child: Child;
    readonly signal: AbortSignal;
  },
): Promise<FileFacts> {
  let facts: FileFacts | null = null;
  for await (const event of readFile(() => openFile(path), options, { child, signal })) {
    if (event.type === "done") facts = event.facts;
  }
  if (facts === null) throw new Error("A file was read without an end");
  return facts;
}

/** Opens a file. @throws AppError FILE_NOT_FOUND, NO_RIGHTS, BAD_FILE */
async function openFile(path: string): Promise<ReadableStream<Uint8Array>> {
  try {
    const file = await Deno.open(path);
    if (!(await file.stat()).isDirectory) return file.readable;
    file.close();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new AppError("FILE_NOT_FOUND", "Cannot read the file as there is none of this name");
    }
    if (error instanceof Deno.errors.PermissionDenied) {
      throw new AppError("NO_RIGHTS", "Cannot read the file as it may not be read");
    }
    throw error;
  }
  throw new AppError("BAD_FILE", "Cannot read the file as it must be a file: it is a folder");
}

if (import.meta.main) await runCommand((signal) => inspect(Deno.args, signal));
