/**
 * Sets one value in some YAML and leaves the rest, comments too.
 *
 * @module
 */
import { isNode } from "yaml";
import { AppError } from "@/lib/errors.ts";
import type { Path } from "@/lib/steps/schema.ts";
import { writeBody } from "./write.ts";
import { parseYaml, type YamlValue } from "./yaml.ts";

/**
 * Returns the text with the value at a path, or without it where it is `undefined`.
 * @throws AppError BAD_NOTEBOOK where a plain value stands on the path.
 */
export function setYamlValue(text: string, path: Path, value: YamlValue | undefined): string {
  const document = parseYaml(text);
  const before = document.getIn(path, true);
  try {
    if (value === undefined) {
      if (before !== undefined) document.deleteIn(path);
    } else {
      const node = document.createNode(value);
      if (isNode(before)) {
        node.commentBefore = before.commentBefore;
        node.comment = before.comment;
        node.spaceBefore = before.spaceBefore;
      }
      document.setIn(path, node);
    }
  } catch (error) {
    throw new AppError(
      "BAD_NOTEBOOK",
      `Cannot set the value as a mapping or a list must hold it: current value is ${
        JSON.stringify(path.join("."))
      }`,
      { cause: error },
    );
  }
  return writeBody(document, null);
}
