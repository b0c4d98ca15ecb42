/**
 * Takes the YAML out of lines of the file, and keeps where each line came from.
 *
 * @module
 */
import type { Body } from "@/lib/notebook/model.ts";
import { findLineStarts, type LineStarts, lineText } from "./lines.ts";
import { type Fault, readYaml } from "./yaml.ts";

/** Lines of the file, from the first to before the last, and the indentation to take away. */
export interface BodyLines {
  readonly first: number;
  readonly end: number;
  readonly indent: number;
}

/** Reads the YAML in these lines; the faults' offsets are in the body's text. */
export function readBodyLines(
  text: string,
  starts: LineStarts,
  lines: BodyLines,
): { readonly body: Body; readonly faults: readonly Fault[] } {
  const indentation = new RegExp(`^ {0,${lines.indent}}`);
  const fileOffsets: number[] = [];
  let yaml = "";
  for (let line = lines.first; line < lines.end; line++) {
    const source = lineText(text, starts, line);
    const stripped = source.replace(indentation, "");
    fileOffsets.push(starts[line] + source.length - stripped.length);
    yaml += `${stripped}\n`;
  }
  if (fileOffsets.length === 0) fileOffsets.push(starts[lines.first] ?? text.length);
  const { document, values, faults } = readYaml(yaml);
  return {
    body: {
      text: yaml,
      fileOffsets,
      lineStarts: findLineStarts(yaml),
      document,
      values,
      sound: faults.length === 0,
    },
    faults,
  };
}
