/**
 * What `run-pipeline` was asked to do, out of the words after it.
 *
 * @module
 */
import type { AppError } from "@/lib/errors.ts";
import { badUsage, parseWords } from "./words.ts";

/** The files that `--format` can ask for. */
const FORMATS = ["json", "html", "csv", "svg", "png"] as const;

/** One kind of file that a run may write. */
export type Format = typeof FORMATS[number];

/** What besides a failed cell may fail a run. */
const FAIL_ON = ["check", "anomaly"] as const;

/** One thing besides a failed cell that may fail a run. */
export type FailOn = typeof FAIL_ON[number];

/** How a notebook is run. */
export interface PipelineArguments {
  readonly notebook: string;
  /** Files that stand in for those that load cells name, by cell. */
  readonly inputs: ReadonlyMap<string, string>;
  readonly parameters: ReadonlyMap<string, string>;
  /** `YYYY-MM-DD`; `null` for today. */
  readonly asOf: string | null;
  /** `null` writes no files. */
  readonly out: string | null;
  readonly formats: readonly Format[];
  readonly cache: boolean;
  readonly continueOnError: boolean;
  readonly failOn: readonly FailOn[];
  readonly json: boolean;
  readonly quiet: boolean;
}

/** What `--help` prints. */
export const HELP = `Runs a notebook from load to forecast

Usage: deno task run-pipeline NOTEBOOK [options]

  --input CELL=FILE     read this file in the load cell instead of its own; may be repeated
  --param NAME=VALUE    set a parameter of the notebook; may be repeated
  --as-of DATE          take this day (YYYY-MM-DD) for today
  --out DIR             write results.json, report.html and the rest into this folder
  --format LIST         which files to write: ${FORMATS.join(",")} (all with --out)
  --no-cache            compute every cell again
  --continue-on-error   run what does not hang on a failed cell
  --fail-on LIST        check (as always), anomaly: end with code 4 when a period is odd
  --json                print results.json to standard output, and nothing else
  --quiet               print problems only
  --help                print this

Exit codes: 0 done, 1 a cell failed, 2 wrong use or notebook, 3 a check of severity error
failed, 4 anomalies with --fail-on anomaly, 130 cancelled

Settings (environment): DATABASE_URL for a Postgres server, else DATA_DIR (.daybook/) holds
the embedded database

Example: deno task run-pipeline notebooks/sales.md --out out`;

const OPTIONS = {
  input: { type: "string", multiple: true },
  param: { type: "string", multiple: true },
  "as-of": { type: "string" },
  out: { type: "string" },
  format: { type: "string" },
  "no-cache": { type: "boolean" },
  "continue-on-error": { type: "boolean" },
  "fail-on": { type: "string" },
  json: { type: "boolean" },
  quiet: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** Reads the words after the command; `null` asks for help. @throws AppError BAD_USAGE */
export function parsePipelineArguments(words: readonly string[]): PipelineArguments | null {
  const { values, positionals } = parseWords("run", words, OPTIONS);
  if (values.help) return null;
  if (positionals.length !== 1) {
    throw refuse("a run takes one notebook", positionals.length === 0 ? "none" : positionals);
  }
  const out = values.out ?? null;
  if (values.format !== undefined && out === null) {
    throw refuse("--format needs --out DIR", `--format ${values.format}`);
  }
  return {
    notebook: positionals[0],
    inputs: parsePairs("--input", "CELL=FILE", values.input ?? []),
    parameters: parsePairs("--param", "NAME=VALUE", values.param ?? []),
    asOf: values["as-of"] === undefined ? null : parseDay(values["as-of"]),
    out,
    formats: parseList("--format", FORMATS, values.format ?? FORMATS.join(",")),
    cache: !values["no-cache"],
    continueOnError: values["continue-on-error"] ?? false,
    failOn: parseList("--fail-on", FAIL_ON, values["fail-on"] ?? ""),
    json: values.json ?? false,
    quiet: values.quiet ?? false,
  };
}

function parsePairs(
  option: string,
  form: string,
  words: readonly string[],
): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const word of words) {
    const at = word.indexOf("=");
    if (at < 1) throw refuse(`${option} takes ${form}`, word);
    const name = word.slice(0, at);
    if (pairs.has(name)) throw refuse(`${option} names "${name}" once`, word);
    pairs.set(name, word.slice(at + 1));
  }
  return pairs;
}

function parseList<T extends string>(option: string, allowed: readonly T[], text: string): T[] {
  const words = text.split(",").map((word) => word.trim()).filter((word) => word !== "");
  return words.map((word) => {
    const known = allowed.find((candidate) => candidate === word);
    if (known === undefined) throw refuse(`${option} takes ${allowed.join(", ")}`, word);
    return known;
  });
}

function parseDay(text: string): string {
  const time = Date.parse(`${text}T00:00:00Z`);
  const real = /^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isFinite(time) &&
    new Date(time).toISOString().startsWith(text);
  if (!real) throw refuse("--as-of takes a day that exists, YYYY-MM-DD", text);
  return text;
}

function refuse(rule: string, value: string | readonly string[]): AppError {
  return badUsage("run", rule, typeof value === "string" ? value : value.join(" "));
}
