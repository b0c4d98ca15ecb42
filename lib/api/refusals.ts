/**
 * What the application refuses by itself, told as our own refusals are.
 *
 * @module
 */
import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { AppError, type ErrorCode, type Problem } from "@/lib/errors.ts";
import { suggestName } from "@/lib/nearest.ts";
import { ruleOf, show } from "@/lib/notebook/issue_words.ts";
import type { ApiEnvironment } from "./environment.ts";

/** What is known of values that were refused. */
interface Refused {
  /** They, as they came. */
  readonly sent: unknown;
  /** Where they came: `query`, `param` or `json`. */
  readonly target: string;
  /** The names of parameters that the operation has in its address. */
  readonly parameters: readonly string[];
}

/** Refuses parameters and bodies that their schema does not take. @throws AppError BAD_PARAMETER */
export function refuseValues({ issues }: Pick<z.ZodError, "issues">, refused: Refused): never {
  const known = refused.target === "query" ? refused.parameters : [];
  const problems = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => unknown(pathText([...issue.path, key]), known))
      : [wrong(issue, refused)]
  );
  throw new AppError("BAD_PARAMETER", problems[0].message, { problems });
}

function unknown(key: string, known: readonly string[]): Problem {
  const all = known.length === 0 ? null : `It may be ${known.join(", ")}`;
  return {
    severity: "error",
    code: "BAD_PARAMETER",
    message: `Cannot answer as what is sent must be known: current value is ${show(key)}`,
    place: { key },
    remedy: suggestName(key, known) ?? all,
  };
}

function wrong(issue: z.core.$ZodIssue, { sent, target }: Refused): Problem {
  const key = pathText(issue.path) || "the body";
  const value = issue.path.reduce<unknown>(
    (within, part) => (within as Record<PropertyKey, unknown> | undefined)?.[part], // looked up, then shown
    sent,
  );
  const isMissing = value === undefined;
  const rule = isMissing ? "must be given" : ruleOf(issue).replace(/^it (?=must )/, "");
  // A body may hold a password, or a row.
  const shown = isMissing ? "missing" : target === "json" ? "not shown" : show(value);
  const demanded = rule.startsWith("must ") ? rule : `must be right (${rule})`;
  return {
    severity: "error",
    code: "BAD_PARAMETER",
    message: `Cannot answer as ${key} ${demanded}: current value is ${shown}`,
    place: { key },
    remedy: isMissing ? `Add ${key} to the ${target === "query" ? "address" : "body"}` : null,
  };
}

/** Hands on what was thrown; what the framework refuses becomes a refusal of ours. */
export function tellRefusal(error: Error, { req }: Context<ApiEnvironment>): never {
  if (!(error instanceof HTTPException) || error.status >= 500) throw error;
  const code: ErrorCode = error.status === 415 ? "UNSUPPORTED_FORMAT" : "BAD_USAGE";
  const rule = error.status === 415
    ? "its Content-Type must be application/json: " +
      `current value is ${show(req.header("Content-Type"))}`
    : error.message;
  throw new AppError(code, `Cannot take what was sent as ${rule}`);
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}
