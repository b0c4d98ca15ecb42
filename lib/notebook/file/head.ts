/**
 * Reads the front matter between the two lines `---` at the top of a file.
 *
 * @module
 */
import type { Problem } from "@/lib/errors.ts";
import { parseParameterName } from "@/lib/notebook/ids.ts";
import { checkValue, type Issue } from "@/lib/notebook/issues.ts";
import type { Body, Head } from "@/lib/notebook/model.ts";
import { headSchema } from "@/lib/notebook/parameters.ts";
import { offsetInBody } from "@/lib/notebook/place.ts";
import { readBodyLines } from "./body.ts";
import { type LineStarts, lineText } from "./lines.ts";
import { problemOfFault } from "./problem.ts";

const BYTE_ORDER_MARK = "\uFEFF";
const EMPTY: Omit<Head, "end" | "body"> = {
  title: null,
  description: null,
  tags: [],
  parameters: new Map(),
  timeZone: "UTC",
  weekStarts: "monday",
};

/** Reads the head; a file without front matter has an empty one. */
export function readHead(
  text: string,
  lineStarts: LineStarts,
  fileName: string,
): { readonly head: Head; readonly problems: readonly Problem[] } {
  const mark = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  if (lineText(text, lineStarts, 0).slice(mark).trimEnd() !== "---") {
    return { head: { ...EMPTY, end: mark, body: null }, problems: [] };
  }
  let close = 1;
  while (close < lineStarts.length && lineText(text, lineStarts, close).trimEnd() !== "---") {
    close++;
  }
  if (close === lineStarts.length) {
    const problem: Problem = {
      severity: "error",
      code: "BAD_NOTEBOOK",
      message: 'Cannot read the front matter as a line "---" must close it: current value is none',
      remedy: 'Add a line "---" below the front matter, or remove the one on line 1',
      place: { file: fileName, line: 1, column: 1 },
    };
    const end = lineStarts[1] ?? text.length;
    return { head: { ...EMPTY, end, body: null }, problems: [problem] };
  }
  const { body, faults } = readBodyLines(text, lineStarts, { first: 1, end: close, indent: 0 });
  const surroundings = { fileName, lineStarts, cell: null };
  const checked = checkValue(headSchema, body.values);
  // What is wrong takes nothing else with it, above all no title.
  const settings = "value" in checked ? checked.value : checked.rest ?? headSchema.parse({});
  const wrong = "issues" in checked && body.sound
    ? checked.issues.map((issue) => problemOfFault(faultOfIssue(issue, body), body, surroundings))
    : [];
  return {
    head: {
      title: settings.title ?? null,
      description: settings.description ?? null,
      tags: settings.tags,
      parameters: new Map(
        Object.entries(settings.params).map(([name, told]) => [parseParameterName(name), told]),
      ),
      timeZone: settings.time_zone,
      weekStarts: settings.week_start,
      end: lineStarts[close + 1] ?? text.length,
      body,
    },
    problems: [...faults.map((fault) => problemOfFault(fault, body, surroundings)), ...wrong],
  };
}

function faultOfIssue({ path, at, message, remedy }: Issue, body: Body) {
  return {
    offset: offsetInBody(body, path, at),
    message: message.replace("this cell", "the front matter").replace(
      "this kind",
      "the front matter",
    ),
    remedy,
  };
}
