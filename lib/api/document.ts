/**
 * Describes every operation for programs and for `/docs`.
 *
 * @module
 */
import type { Api } from "./environment.ts";

/** The description of all operations: OpenAPI 3.1. */
export type OpenApiDocument = ReturnType<Api["getOpenAPI31Document"]>;

const DESCRIPTION = `Events in, metrics, anomalies and forecasts out, and notebooks as functions.

Every refusal is a problem of RFC 9457, with a code that stays. Lists answer with a cursor, which
gives what comes next. What can be asked for again carries an ETag: ask with If-None-Match, and 304
says that nothing changed. X-Request-Id names a request in the log; send one of up to 64 letters, digits, - and _ to
choose it.`;

/** Describes what was added to the application. */
export function describe(api: Api): OpenApiDocument {
  const { openAPIRegistry: registry } = api;
  registry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    description: "An access token, as signing in gives it",
  });
  registry.registerComponent("securitySchemes", "apiKey", {
    type: "apiKey",
    in: "header",
    name: "X-API-Key",
    description: "A key of an account, limited to its scopes",
  });
  registry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "daybook_session",
    description: "What signs pages in; over https its name begins with `__Host-`",
  });
  return api.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Daybook",
      version: "1",
      description: DESCRIPTION,
      license: { name: "MIT" },
    },
    servers: [{ url: "/" }],
  });
}
