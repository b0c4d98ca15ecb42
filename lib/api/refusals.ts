/**
 * What the application refuses by itself, told as our own refusals are.
 *
 * @module
 */
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { AppError, type ErrorCode, type Problem } from "@/lib/errors.ts";
import type { ApiEnvironment } from "./environment.ts";

/** What zod says of a value. */
interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

type Checked =
  | { readonly success: true }
  | {
    readonly success: false;
    readonly target: string;
    readonly error: { readonly issues: readonly Issue[] };
  };

/** Refuses parameters and bodies that their schema does not take. @throws AppError BAD_PARAMETER */
export function refuseValues(checked: Checked): void {
  if (checked.success) return;
  const place = checked.target === "json" ? "the body" : "the parameters";
  const problems = checked.error.issues.map((issue): Problem => ({
    severity: "error",
    code: "BAD_PARAMETER",
    message: issue.message,
    place: { key: pathText(issue.path) || place },
    remedy: null,
  }));
  const [{ message, place: { key } }] = problems;
  throw new AppError("BAD_PARAMETER", `Cannot take ${key}: ${message}`, { problems });
}

/** Hands on what was thrown; what the framework refuses becomes a refusal of ours. */
export function tellRefusal(error: Error, _context: Context<ApiEnvironment>): never {
  if (!(error instanceof HTTPException) || error.status >= 500) throw error;
  const code: ErrorCode = error.status === 415 ? "UNSUPPORTED_FORMAT" : "BAD_USAGE";
  throw new AppError(code, `Cannot take what was sent: ${error.message}`);
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}
