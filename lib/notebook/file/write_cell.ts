/**
 * The canonical form of a cell.
 *
 * @module
 */
import type { z } from "zod";
import { writeBody } from "./write.ts";
import { parseYaml, readYaml } from "./yaml.ts";

/** A cell to be written; `body` is YAML with LF. */
export interface CellText {
  readonly kind: string;
  readonly name: string;
  readonly body: string;
}

/** Writes a cell, ended by LF. A body that is no sound YAML is kept as it is. */
export function writeCell({ kind, name, body }: CellText, schema: z.ZodType | null): string {
  const isSound = readYaml(body).faults.length === 0;
  const written = isSound ? writeBody(parseYaml(body), schema) : body.replace(/\n*$/, "\n");
  const runs = written.match(/^ *`{3,}/gm) ?? [];
  const longest = Math.max(2, ...runs.map((run) => run.trim().length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${kind} ${name}\n${written}${fence}\n`;
}
