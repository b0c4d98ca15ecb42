/**
 * Edits of the front matter.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { setYamlValue } from "@/lib/notebook/file/set_value.ts";
import { writeBody } from "@/lib/notebook/file/write.ts";
import { parseYaml, type YamlValue } from "@/lib/notebook/file/yaml.ts";
import type { Notebook } from "@/lib/notebook/model.ts";
import { headSchema } from "@/lib/notebook/parameters.ts";
import type { Path } from "@/lib/steps/schema.ts";
import { lineEndOf } from "./text.ts";

/** Returns the file's text with a key of its head set, or removed where the value is `undefined`. */
export function changeHeadText(
  { text, head }: Notebook,
  path: Path,
  value: YamlValue | undefined,
): string {
  const lineEnd = lineEndOf(text);
  if (head.body !== null && !head.body.sound) {
    throw new AppError(
      "BAD_NOTEBOOK",
      `Cannot set a value in the front matter as its YAML must be mended first: current value is ${
        JSON.stringify(head.body.text.slice(0, 40))
      }`,
    );
  }
  const yaml = setYamlValue(head.body?.text ?? "", path, value);
  const written = `---\n${writeBody(parseYaml(yaml), headSchema)}---\n`.replaceAll("\n", lineEnd);
  const mark = text.startsWith("\uFEFF") ? 1 : 0;
  const rest = text.slice(head.end);
  const gap = head.body === null && rest !== "" && !/^[ \t]*[\r\n]/.test(rest) ? lineEnd : "";
  return text.slice(0, mark) + written + gap + rest;
}
