/**
 * Which of the reader's decisions are chosen from a list, and what is in the lists.
 *
 * @module
 */
import type { Decision, FileFacts } from "@/lib/read/facts.ts";
import type { ReadOptions } from "@/lib/read/options.ts";
import { signOf } from "@/lib/workspace/files/address.ts";

/** Something to choose. */
export interface Choice {
  readonly value: string;
  readonly title: string;
}

/** A decision for the whole file, with its control. */
export interface FileDecision {
  /** The field of the form. */
  readonly field: "delimiter" | "encoding" | "header" | "sheet" | "quote";
  readonly title: string;
  /** What was chosen by hand; empty where the reader decides. */
  readonly given: string;
  readonly choices: readonly Choice[];
  readonly decision: Decision | null;
}

const DELIMITERS: readonly Choice[] = [
  { value: ",", title: "Comma ," },
  { value: ";", title: "Semicolon ;" },
  { value: "tab", title: "Tab" },
  { value: "|", title: "Bar |" },
  { value: "space", title: "Space" },
  { value: ":", title: "Colon :" },
  { value: "^", title: "Caret ^" },
  { value: "~", title: "Tilde ~" },
];

const ENCODINGS = [
  ...["utf-8", "windows-1252", "windows-1250", "windows-1251", "windows-1253", "windows-1254"],
  ...["iso-8859-2", "iso-8859-15", "macintosh", "koi8-r", "utf-16le", "utf-16be", "shift_jis"],
  ...["euc-jp", "gb18030", "big5", "euc-kr"],
];

const QUOTES: readonly Choice[] = [
  { value: '"', title: 'Double quotes "' },
  { value: "'", title: "Single quotes '" },
  { value: "none", title: "No quotes" },
];

/** What whole numbers may count. */
export const EPOCHS: readonly Choice[] = [
  { value: "", title: "as found" },
  { value: "s", title: "seconds" },
  { value: "ms", title: "milliseconds" },
];

/** Lines that may be chosen for the header. */
const HEADER_LINES = 12;

/** Returns the decisions for the whole file that its format leaves open. */
export function fileDecisions(facts: FileFacts, options: ReadOptions): readonly FileDecision[] {
  const of = (what: string) =>
    facts.decisions.find((one) => one.what === what && one.column === null) ?? null;
  const text = isDelimited(facts);
  const sheet = of("sheet");
  return [
    ...(text
      ? [
        choice("delimiter", "Cells are parted by", {
          given: options.delimiter === undefined ? "" : signOf(options.delimiter),
          chosen: facts.delimiter === null ? "one column" : nameOfDelimiter(facts.delimiter),
          choices: DELIMITERS,
          decision: of("delimiter"),
        }),
        choice("encoding", "Letters are encoded as", {
          given: options.encoding ?? "",
          chosen: nameOfEncoding(facts.encoding),
          choices: ENCODINGS.map((value) => ({ value, title: nameOfEncoding(value) })),
          decision: of("encoding"),
        }),
        choice("header", "Names of columns are in", {
          given: options.header === undefined ? "" : String(options.header),
          chosen: facts.header_line === null ? "no line" : `line ${facts.header_line}`,
          choices: headerChoices("line"),
          decision: of("header"),
        }),
      ]
      : []),
    ...(facts.format !== "xlsx" ? [] : [
      choice("header", "Names of columns are in", {
        given: options.header === undefined ? "" : String(options.header),
        chosen: of("header")?.chosen ?? "the first row",
        choices: headerChoices("row"),
        decision: of("header"),
      }),
    ]),
    ...(sheet === null ? [] : [
      choice("sheet", "Sheet", {
        given: options.sheet === undefined ? "" : String(options.sheet),
        chosen: sheet.chosen,
        choices: [sheet.chosen, ...sheet.alternatives].map((value) => ({ value, title: value })),
        decision: sheet,
      }),
    ]),
  ];
}

function headerChoices(noun: "line" | "row"): readonly Choice[] {
  return [
    { value: "none", title: `No ${noun}` },
    ...Array.from({ length: HEADER_LINES }, (_, i) => ({
      value: String(i + 1),
      title: `${capital(noun)} ${i + 1}`,
    })),
  ];
}

/** Whether it is text in rows of cells. */
export function isDelimited({ format }: Pick<FileFacts, "format">): boolean {
  return format === "csv" || format === "tsv";
}

/** The sign around cells, which is seldom decided by hand. */
export function quoteDecision(facts: FileFacts, options: ReadOptions): FileDecision | null {
  if (!isDelimited(facts)) return null;
  return choice("quote", "Cells may stand in", {
    given: options.quote ?? "",
    chosen: QUOTES.find(({ value }) => value === (facts.quote ?? "none"))?.title ?? "",
    choices: QUOTES,
    decision: null,
  });
}

/** The first choice is the reader's own, which it names unless another was made. */
function choice(
  field: FileDecision["field"],
  title: string,
  { given, chosen, choices, decision }: {
    readonly given: string;
    readonly chosen: string;
    readonly choices: readonly Choice[];
    readonly decision: Decision | null;
  },
): FileDecision {
  const known = given === "" || choices.some(({ value }) => value === given);
  return {
    field,
    title,
    given,
    decision,
    choices: [
      { value: "", title: given === "" ? `${capital(chosen)} (found)` : "As found in the file" },
      ...choices,
      ...(known ? [] : [{ value: given, title: given }]),
    ],
  };
}

/** As people write it: "UTF-8", "Windows-1252", "Shift_JIS". */
function nameOfEncoding(encoding: string): string {
  if (encoding === "shift_jis") return "Shift_JIS";
  const isWord = encoding.startsWith("windows") || encoding === "macintosh" || encoding === "big5";
  return isWord ? capital(encoding) : encoding.toUpperCase();
}

function nameOfDelimiter(sign: string): string {
  return DELIMITERS.find(({ value }) => value === signOf(sign))?.title ?? `“${sign}”`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

/** Orders of day and month, in words. */
export const DATE_ORDERS: Readonly<Record<string, string>> = {
  dmy: "day first",
  mdy: "month first",
  ymd: "year first",
};

const TIME_UNITS: Readonly<Record<string, string>> = {
  s: "seconds alone",
  ms: "milliseconds alone",
};

/** A decision in a sentence. */
export function decisionText({ what, column, chosen, evidence, alternatives }: Decision): string {
  const others = [...new Set(alternatives.map((text) => choiceText(what, text)))];
  const or = others.length === 0 ? "" : `; it could be ${others.join(" or ")}`;
  const of = column === null ? "" : ` of “${column}”`;
  return `${capital(what)}${of}: ${choiceText(what, chosen)} (${evidence}${or})`;
}

function choiceText(what: string, text: string): string {
  switch (what) {
    case "delimiter": {
      const known = DELIMITERS.find(({ value }) => value === signOf(text.trim() || text));
      return known?.title.split(" ")[0].toLowerCase() ?? `“${text}”`;
    }
    case "encoding":
      return nameOfEncoding(text);
    case "date order":
      return DATE_ORDERS[text] ?? text;
    case "time unit":
      return TIME_UNITS[text] ?? text;
    case "sheet":
    case "name":
    case "null tokens":
    case "decimal sign":
      return `“${text}”`;
    default:
      return text;
  }
}
