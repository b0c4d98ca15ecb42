/**
 * The operations of the API's description, as its page shows them.
 *
 * @module
 */
import type { OpenApiDocument } from "@/lib/api/document.ts";
import { type JsonSchema, type Shape, shapeOf, type ShapePart } from "./shape.ts";

/** A kind of body with what it holds. */
export interface BodyShown {
  readonly type: string;
  readonly shape: Shape;
}

/** An answer that is no refusal. */
export interface AnswerShown {
  readonly status: string;
  readonly description: string;
  readonly type: string | null;
  readonly shape: Shape | null;
}

/** An operation. */
export interface OperationShown {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string | null;
  /** The scope that it takes, or "everyone". */
  readonly access: string;
  /** Of the address: its path, then its query. */
  readonly parameters: readonly ShapePart[];
  readonly bodies: readonly BodyShown[];
  readonly answers: readonly AnswerShown[];
  /** Statuses of refusals. */
  readonly refusals: readonly string[];
}

/** Operations of one subject. */
export interface OperationGroup {
  readonly tag: string;
  readonly operations: readonly OperationShown[];
}

type Content = Readonly<Record<string, { readonly schema?: JsonSchema }>>;

interface RawOperation {
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly "x-access"?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema?: JsonSchema;
  }[];
  readonly requestBody?: { readonly content?: Content };
  readonly responses?: Readonly<
    Record<string, { readonly description?: string; readonly content?: Content }>
  >;
}

/** Returns the operations by their subjects, in the order of the description. */
export function operationsOf({ paths = {} }: OpenApiDocument): readonly OperationGroup[] {
  const groups = new Map<string, OperationShown[]>();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const raw: RawOperation = operation; // As OpenAPI says, and our frame writes.
      const [tag = "Other"] = raw.tags ?? [];
      groups.set(tag, [...groups.get(tag) ?? [], operationOf({ method, path, raw })]);
    }
  }
  return [...groups].map(([tag, operations]) => ({ tag, operations }));
}

/** Returns the shapes that have a name, by it. */
export function shapesOf({ components }: OpenApiDocument) {
  // Schemas of the description are those of JSON Schema.
  const schemas = (components?.schemas ?? {}) as Readonly<Record<string, JsonSchema>>;
  return Object.entries(schemas).map(([name, schema]) => ({ name, shape: shapeOf(schema) }))
    .sort((a, b) => a.name < b.name ? -1 : 1);
}

function operationOf(
  { method, path, raw }: {
    readonly method: string;
    readonly path: string;
    readonly raw: RawOperation;
  },
): OperationShown {
  const responses = Object.entries(raw.responses ?? {});
  return {
    id: raw.operationId ?? `${method}${path.replaceAll(/\W+/g, "-")}`,
    method: method.toUpperCase(),
    path,
    summary: raw.summary ?? "",
    description: raw.description ?? null,
    access: raw["x-access"] ?? "everyone",
    parameters: (raw.parameters ?? []).map((parameter) => ({
      ...shapeOf({ ...parameter.schema }),
      description: parameter.description ?? parameter.schema?.description ?? null,
      field: parameter.name,
      isOptional: parameter.required !== true,
    })),
    bodies: Object.entries(raw.requestBody?.content ?? {}).map(([type, { schema = {} }]) => ({
      type,
      shape: shapeOf(schema),
    })),
    answers: responses.filter(([status]) => Number(status) < 400).map(([status, response]) => {
      const [content] = Object.entries(response.content ?? {});
      return {
        status,
        description: response.description ?? "",
        type: content?.[0] ?? null,
        shape: content?.[1].schema === undefined ? null : shapeOf(content[1].schema),
      };
    }),
    refusals: responses.map(([status]) => status).filter((status) => Number(status) >= 400),
  };
}
