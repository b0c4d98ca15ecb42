/**
 * Sets one value in some YAML and leaves the rest, comments too.
 *
 * @module
 */
import { type Document, isMap, isNode, isSeq } from "yaml";
import { AppError } from "@/lib/errors.ts";
import type { Path } from "@/lib/steps/schema.ts";
import { writeBody } from "./write.ts";
import { parseYaml, type YamlValue } from "./yaml.ts";

/**
 * Returns the text with the value at a path, or without it where it is `undefined`.
 * @throws AppError BAD_NOTEBOOK where a plain value stands on the path, a list would get a hole, or a key
 * is one that no body may have.
 */
export function setYamlValue(text: string, path: Path, value: YamlValue | undefined): string {
  const document = parseYaml(text);
  const before = document.getIn(path, true);
  try {
    if (value === undefined) {
      if (before !== undefined) document.deleteIn(path);
    } else {
      refuseHoles(document, path);
      if (path.includes("__proto__") || hasHiddenKey(value)) throw hiddenKey();
      const node = document.createNode(value);
      if (isNode(before)) {
        node.commentBefore = before.commentBefore;
        node.comment = before.comment;
        node.spaceBefore = before.spaceBefore;
      }
      document.setIn(path, node);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
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

/** What reads a body refuses it for this key: the cell could never be edited again. */
function hasHiddenKey(value: YamlValue): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, "__proto__") || Object.values(value).some(hasHiddenKey);
}

function hiddenKey(): AppError {
  return new AppError(
    "BAD_NOTEBOOK",
    'Cannot set the value as no key may have this name: current value is "__proto__"',
  );
}

/** A place far beyond the end of a list would fill it with so many empty items. */
function refuseHoles(document: Document, path: Path): void {
  for (const [depth, part] of path.entries()) {
    const parent = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    // In a list a text of digits is a place too; where nothing is yet, only a number makes a list.
    const place = isSeq(parent) ? Number(part) : part;
    const length = isSeq(parent) ? parent.items.length : 0;
    if (isMap(parent) || typeof place !== "number" || !(place > length)) continue;
    throw new AppError(
      "BAD_NOTEBOOK",
      `Cannot set an item beyond the end of a list, which has ${length}: current value is ${
        place + 1
      }`,
    );
  }
}
