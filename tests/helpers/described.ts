/**
 * Holds what is asked and answered against the published document: whatever is not in it fails the
 * test.
 *
 * @module
 */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { createApi } from "@/lib/api/api.ts";
import { noteOperation } from "./asked_operations.ts";
import type { FetchPage } from "./site.ts";

type Json = Readonly<Record<string, unknown>>;

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly description?: string;
  }[];
  readonly responses: Readonly<Record<string, { readonly content?: Json }>>;
}

/** The document, as programs read it. */
// What is published is plain JSON.
export const DOCUMENT = JSON.parse(JSON.stringify(createApi().document())) as Json & {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

/** The id of every operation. */
export const OPERATIONS: readonly string[] = Object.values(DOCUMENT.paths)
  .flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema({ ...DOCUMENT, $id: "document" });
const validators = new Map<string, ValidateFunction>();

/** Returns what fetches as `ask` does, and holds answers against the document. */
export function describedBy(ask: FetchPage): FetchPage {
  return async (path, init = {}) => {
    const answer = await ask(path, init);
    const url = new URL(path, "http://127.0.0.1");
    const found = findOperation(url.pathname, init.method ?? "GET");
    if (found !== null) {
      await check(found, { url, answer: answer.clone() });
      if (answer.ok) noteOperation(found.operation.operationId);
    }
    return answer;
  };
}

/** An operation and where it is in the document. */
interface Found {
  readonly operation: Operation;
  readonly pointer: string;
}

function findOperation(path: string, method: string): Found | null {
  const name = method === "HEAD" ? "get" : method.toLowerCase();
  for (const [pattern, methods] of Object.entries(DOCUMENT.paths)) {
    const isIt = new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path);
    if (!isIt || methods[name] === undefined) continue;
    return { operation: methods[name], pointer: `/paths/${escape(pattern)}/${name}` };
  }
  return null;
}

async function check(
  { operation, pointer }: Found,
  { url, answer }: { readonly url: URL; readonly answer: Response },
): Promise<void> {
  const { operationId, parameters = [], responses } = operation;
  const known = parameters.filter((one) => one.in === "query").map(({ name }) => name);
  const unknown = [...url.searchParams.keys()].filter((name) => !known.includes(name));
  if (unknown.length > 0 && answer.ok) {
    throw new Error(`${operationId} takes ${unknown}, which the document does not tell`);
  }
  const { status } = answer;
  const response = responses[status];
  if (response === undefined) {
    throw new Error(`${operationId} answers ${status}, which is not told`);
  }
  const type = answer.headers.get("Content-Type")?.split(";")[0] ?? null;
  const types = Object.keys(response.content ?? {});
  if (type === null ? types.length > 0 : !types.includes(type)) {
    throw new Error(`${operationId} answers ${status} as ${type}, where ${types} is told`);
  }
  if (type === null || !/[/+]json$/.test(type)) return;
  const schema = `document#${pointer}/responses/${status}/content/${escape(type)}/schema`;
  const validate = validators.get(schema) ?? ajv.compile({ $ref: schema });
  validators.set(schema, validate);
  if (validate(await answer.json())) return;
  throw new Error(`${operationId} answers ${status} otherwise: ${ajv.errorsText(validate.errors)}`);
}

function escape(part: string): string {
  return encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));
}
