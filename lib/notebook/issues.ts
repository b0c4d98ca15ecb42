/**
 * Tells what zod found wrong with a body: which rule, which value, which known key is
 * nearest.
 *
 * @module
 */
import { z } from "zod";
import { nearestName } from "@/lib/nearest.ts";
import { exampleAt, keysAt, type Path, schemasAt } from "@/lib/steps/schema.ts";
import type { YamlValue } from "./file/yaml.ts";
import { describe, pathText, ruleOf, show, type ZodIssue } from "./issue_words.ts";

/** One thing wrong at a path; `at` tells whether its key or its value is to be shown. */
export interface Issue {
  readonly path: Path;
  readonly at: "key" | "value";
  readonly message: string;
  readonly remedy: string | null;
  /** Whether the rest may be read without what is at the path. */
  readonly spare: boolean;
}

/**
 * Checks a value and tells all that is wrong with it, and what it would be without the keys
 * that are unknown or hold what is none of theirs, where that can be read. `topKeys` are known at its top
 * besides those of the schema: they were taken out before.
 */
export function checkValue<T>(
  schema: z.ZodType<T>,
  value: YamlValue,
  topKeys: readonly string[] = [],
): { readonly value: T } | { readonly issues: readonly Issue[]; readonly rest: T | null } {
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data };
  const subject = { schema, value, topKeys };
  const issues = result.error.issues.filter(isFirst)
    .flatMap((issue) => tellIssue(issue, subject));
  if (!issues.every(({ spare }) => spare)) return { issues, rest: null };
  const rest = schema.safeParse(issues.reduce((left, { path }) => without(left, path), value));
  return { issues, rest: rest.success ? rest.data : null };
}

/** Whether no other issue says that the value is of another type: its length means nothing then. */
function isFirst({ path }: ZodIssue, place: number, issues: readonly ZodIssue[]): boolean {
  return !issues.slice(0, place).some((one) =>
    one.code === "invalid_type" && pathText(plainPath(one)) === pathText(plainPath({ path }))
  );
}

function plainPath({ path }: Pick<ZodIssue, "path">): Path {
  return path.map((key) => typeof key === "symbol" ? String(key) : key);
}

/** Returns a value without the key at a path. */
function without(value: YamlValue, [key, ...inner]: Path): YamlValue {
  if (Array.isArray(value)) {
    return value.map((item, i) => i === key ? without(item, inner) : item);
  }
  if (key === undefined || !isPlainMapping(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    inner.length === 0
      ? entries.filter(([name]) => name !== key)
      : entries.map(([name, item]) => [name, name === key ? without(item, inner) : item]),
  );
}

interface Subject {
  readonly schema: z.ZodType;
  readonly value: YamlValue;
  readonly topKeys: readonly string[];
}

function tellIssue(issue: ZodIssue, subject: Subject): readonly Issue[] {
  const path = plainPath(issue);
  if (issue.code === "invalid_union") return tellUnion(issue, path, subject);
  if (issue.code === "unrecognized_keys") {
    return tellOperations(path, subject) ??
      issue.keys.map((key) => tellUnknownKey([...path, key], subject));
  }
  if (issue.code === "invalid_key") {
    return [tell(path, "key", ruleOf(issue.issues[0]), path.at(-1) ?? null)];
  }
  const value = valueAt(subject.value, path);
  if (value === undefined) return [tellMissing(path, subject)];
  return [{
    ...tell(path, "value", ruleOf(issue), value),
    remedy: remedyFor(issue, value) ?? exampleFor(path, subject),
  }];
}

/** Tells the issues of the alternative that the author most likely meant. */
function tellUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
  subject: Subject,
): readonly Issue[] {
  const value = valueAt(subject.value, path);
  if (value === undefined) return [tellMissing(path, subject)];
  const operations = tellOperations(path, subject);
  if (operations !== null) return operations;
  const meant = issue.errors
    .filter((issues) => !issues.some((one) => one.path.length === 0 && isOtherType(one)))
    .toSorted((left, right) => strangeness(left) - strangeness(right))[0];
  if (meant === undefined || (isPlainMapping(value) && knowsNone(value, path, subject))) {
    if (isPlainMapping(value) && keysAt(subject.schema, path).length > 0) {
      const keys = Object.keys(value);
      return keys.length === 0
        ? [tell(path, "value", "it must have a key", "{}", listKeys(path, subject))]
        : keys.map((key) => tellUnknownKey([...path, key], subject));
    }
    const rule = `it must be ${describe(schemasAt(subject.schema, path))}`;
    return [tell(path, "value", rule, value, exampleFor(path, subject))];
  }
  return meant.flatMap((one) => tellIssue({ ...one, path: [...path, ...one.path] }, subject));
}

/** Returns the keys of a mapping that each stand for a whole, where one is to be chosen. */
function operationsOf(value: object, schemas: readonly z.ZodType[]): readonly string[] {
  const keys = schemas.map((schema) =>
    schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
  );
  if (keys.length < 2 || keys.some((own) => own.length !== 1)) return [];
  return Object.keys(value).filter((key) => keys.some(([own]) => own === key));
}

const COUNTS = ["no", "one", "two", "three", "four", "five"];

/** Tells of several where one is to be chosen; `null` where there are none such. */
function tellOperations(path: Path, subject: Subject): readonly Issue[] | null {
  const value = valueAt(subject.value, path);
  if (value === undefined || !isPlainMapping(value)) return null;
  const operations = operationsOf(value, schemasAt(subject.schema, path));
  if (operations.length < 2) return null;
  const steps = operations.map((key) => JSON.stringify(`- ${key}:`));
  const count = COUNTS[steps.length] ?? String(steps.length);
  const [first, ...others] = operations;
  return others.map((key) => ({
    path: [...path, key],
    at: "key",
    message: `Cannot use the key ${JSON.stringify(key)} as ${JSON.stringify(pathText(path))} has ` +
      `${JSON.stringify(first)} and takes one operation: ` +
      `current value is ${show(valueAt(subject.value, [...path, key]))}`,
    remedy: `Split them into ${count} steps, each with a dash of its own: ` +
      `${steps.slice(0, -1).join(", ")} and ${steps.at(-1)}`,
    spare: false,
  }));
}

/**
 * The less an alternative fits, the larger: a key that it does not know weighs more
 * than one that it lacks, and most where the alternatives part.
 */
function strangeness(issues: readonly ZodIssue[]): number {
  let strange = 0;
  for (const issue of issues) {
    const weight = issue.code === "unrecognized_keys" ? 100 * issue.keys.length : 1;
    strange += weight / 10 ** issue.path.length;
  }
  return strange;
}

function isOtherType(issue: ZodIssue): boolean {
  return issue.code === "invalid_type" || issue.code === "invalid_value";
}

function knowsNone(value: object, path: Path, { schema }: Subject): boolean {
  const known = keysAt(schema, path);
  const free = schemasAt(schema, path).some((one) => one instanceof z.ZodRecord);
  return !free && !Object.keys(value).some((key) => known.includes(key));
}

function tellUnknownKey(path: Path, subject: Subject): Issue {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  const nearest = nearestName(key, knownKeys(parent, subject));
  const owner = parent.length === 0 ? "this kind" : JSON.stringify(pathText(parent));
  return {
    path,
    at: "key",
    message: `Cannot use the key ${JSON.stringify(key)} as ${owner} has none of this name: ` +
      `current value is ${show(valueAt(subject.value, path))}`,
    remedy: nearest === null
      ? listKeys(parent, subject)
      : `Did you mean ${JSON.stringify(nearest)}?`,
    spare: true,
  };
}

function knownKeys(path: Path, { schema, topKeys, value }: Subject): readonly string[] {
  const own = valueAt(value, path);
  // Of alternatives that a literal tells apart, such as the types of a chart, one is meant.
  const meant = schemasAt(schema, path)
    .filter((one): one is z.ZodObject => one instanceof z.ZodObject && isMeant(one, own));
  const keys = [...new Set(meant.flatMap(({ shape }) => Object.keys(shape)))];
  const known = meant.length === 0 ? keysAt(schema, path) : keys;
  return path.length === 0 ? [...known, ...topKeys] : known;
}

/** Whether no key of a value has another literal than the schema. */
function isMeant({ shape }: z.ZodObject, value: YamlValue | undefined): boolean {
  if (value === undefined || !isPlainMapping(value)) return true;
  return Object.entries(shape).every(([key, schema]) =>
    !(schema instanceof z.ZodLiteral) || value[key] === undefined ||
    [...schema.values].some((literal) => literal === value[key])
  );
}

function listKeys(path: Path, subject: Subject): string | null {
  const known = knownKeys(path, subject);
  return known.length === 0 ? null : `Known keys: ${known.join(", ")}`;
}

function tellMissing(path: Path, { schema }: Subject): Issue {
  const parent = path.slice(0, -1);
  const key = String(path.at(-1));
  const owner = parent.length === 0 ? "this cell" : JSON.stringify(pathText(parent));
  return {
    path: parent,
    at: "key",
    message: `Cannot use ${owner} as it needs the key ${
      JSON.stringify(key)
    }: current value is none`,
    remedy: `Add "${key}:" with ${describe(schemasAt(schema, path))}`,
    spare: false,
  };
}

function tell(
  path: Path,
  at: "key" | "value",
  told: string,
  value: YamlValue | undefined,
  remedy: string | null = null,
): Issue {
  const name = path.length === 0 ? "the body" : JSON.stringify(pathText(path));
  return {
    path,
    at,
    message: `Cannot use ${name} as ${told}: current value is ${show(value)}`,
    remedy,
    // Others may hang on what stands deeper: a measure, or a column that is renamed.
    spare: at === "value" && path.length === 1,
  };
}

function remedyFor(issue: ZodIssue, value: YamlValue): string | null {
  if (issue.code === "invalid_value" && typeof value === "string") {
    const nearest = nearestName(value, issue.values.map(String));
    return nearest === null ? null : `Did you mean ${JSON.stringify(nearest)}?`;
  }
  if (value === null) return "Write a value after the colon, or remove the key";
  return null;
}

/** Shows how a right value is written; `null` where the schema has no example. */
function exampleFor(path: Path, { schema }: Subject): string | null {
  const example = exampleAt(schema, path);
  if (example === null) return null;
  const key = path.at(-1);
  return `Write it like "${typeof key === "string" ? `${key}: ` : ""}${example}"`;
}

/** Returns the value at a path, or `undefined` where there is none. */
function valueAt(value: YamlValue, path: Path): YamlValue | undefined {
  let found: YamlValue | undefined = value;
  for (const key of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Readonly<Record<string | number, YamlValue>>)[key]; // An own key, just asked for.
  }
  return found;
}

function isPlainMapping(value: YamlValue): value is { readonly [key: string]: YamlValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
