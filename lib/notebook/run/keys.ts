/**
 * The key of a cell's result: its cache key, its test of staleness, its
 * provenance id and its ETag.
 *
 * @module
 */
import { createHash } from "node:crypto";

declare const keyBrand: unique symbol;

/** 64 hexadecimal digits. Equal keys mean equal results. */
export type Key = string & { readonly [keyBrand]: true };

/** Everything that a result follows from. */
export interface KeyParts {
  readonly kind: string;
  readonly version: number;
  /** The body after its defaults were filled in, its keys in the order of their schema; plain JSON. */
  readonly parameters: unknown;
  /** The notebook's values and settings that the body uses; plain JSON. */
  readonly setting: unknown;
  /** In the order in which the cell takes them. */
  readonly parents: readonly Key[];
  readonly digests: readonly string[];
}

/** Returns the SHA-256 of the canonical JSON of the parts. */
export function makeKey(parts: KeyParts): Key {
  const { kind, version, parameters, setting, parents, digests } = parts;
  // Where a body's keys are free their order is that of columns; all others are in their schema's.
  const body = JSON.stringify(parameters);
  const text = canonicalJson({ kind, version, parameters: body, setting, parents, digests });
  return createHash("sha256").update(text).digest("hex") as Key;
}

/** Returns the key that a stored text is. @throws TypeError where it is none: the store is damaged. */
export function parseKey(text: string): Key {
  if (!/^[0-9a-f]{64}$/.test(text)) throw new TypeError(`No key: ${JSON.stringify(text)}`);
  return text as Key;
}

/**
 * Returns JSON in which equal values have equal text: the keys of objects are
 * sorted by code unit, and what is undefined is left out.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => a < b ? -1 : 1)
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}
