/**
 * Reads what was posted: forms of pages, and objects of programs.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { MOST_BODY_BYTES, parseJson, readBody, refuseNul } from "@/lib/web/read_body.ts";
import type { GivenParameters } from "@/lib/workspace/notebooks/notebook_view.ts";

/** What a program posted. */
export type PostedObject = Readonly<Record<string, unknown>>;

/** Reads a form; `mostBytes` where whoever sends it need not be known. @throws AppError BAD_USAGE, FILE_TOO_LARGE */
export async function readForm(
  request: Request,
  { mostBytes = MOST_BODY_BYTES }: { readonly mostBytes?: number } = {},
): Promise<FormData> {
  const body = await readBody(request, mostBytes);
  const headers = { "Content-Type": request.headers.get("Content-Type") ?? "" };
  const form = await new Response(body, { headers }).formData().catch(() => {
    throw new AppError("BAD_USAGE", "Cannot read what was sent as it must be a form");
  });
  for (const value of form.values()) if (typeof value === "string") refuseNul(value);
  return form;
}

/** Returns the text in a form's field, "" where there is none. */
export function fieldIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** Returns the texts in all fields of a name. */
export function fieldsIn(form: FormData, name: string): readonly string[] {
  return form.getAll(name).filter((value) => typeof value === "string");
}

/** Returns the texts of a form by their names, the last of each; files are left out. */
export function textsOf(form: FormData): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...form].flatMap(([name, value]) => typeof value === "string" ? [[name, value]] : []),
  );
}

/** The refusal of what no button of a page asks for. */
export function unknownAct(act: string | undefined): AppError {
  return new AppError(
    "BAD_USAGE",
    `Cannot do what was asked as it must be known: current value is ${
      JSON.stringify(act ?? "missing")
    }`,
  );
}

/** Reads an object of JSON. @throws AppError BAD_USAGE, FILE_TOO_LARGE */
export async function readObject(request: Request): Promise<PostedObject> {
  const read = parseJson(await (await readBody(request)).text());
  if (isObject(read)) return read;
  throw new AppError("BAD_USAGE", "Cannot read what was sent as it must be a JSON object");
}

/** Whether a value of JSON is an object, not a list. */
export function isObject(value: unknown): value is PostedObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns a whole number from 0 on. @throws AppError BAD_USAGE */
export function countIn(object: PostedObject, name: string): number {
  const value = object[name];
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new AppError(
    "BAD_USAGE",
    `Cannot take "${name}" as it must be a whole number: current value is ${
      JSON.stringify(value) ?? "missing"
    }`,
  );
}

/** Returns a text, or `null` where there is none. @throws AppError BAD_USAGE */
export function textIn(object: PostedObject, name: string): string | null {
  const value = object[name] ?? null;
  if (value === null || typeof value === "string") return value;
  throw new AppError("BAD_USAGE", `Cannot take "${name}" as it must be a text`);
}

/** Returns the parameters, none where there are none. @throws AppError BAD_USAGE */
export function parametersIn({ parameters = {} }: PostedObject): GivenParameters {
  if (isObject(parameters) && Object.values(parameters).every((text) => typeof text === "string")) {
    return parameters as GivenParameters; // as was just checked
  }
  throw new AppError("BAD_USAGE", 'Cannot take "parameters" as they must be texts by their names');
}
