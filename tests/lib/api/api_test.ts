import {
  deepStrictEqual as assertEquals,
  rejects as assertRejects,
  strictEqual as assertIs,
} from "node:assert/strict";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { createApi } from "@/lib/api/api.ts";
import { DOCUMENT } from "@/tests/helpers/described.ts";
import { openProgram } from "@/tests/helpers/program.ts";

/** What an answer that refuses says first. */
async function refusal(answer: Response) {
  assertIs(answer.headers.get("Content-Type"), "application/problem+json");
  const { status, code, errors } = await answer.json();
  assertIs(status, answer.status);
  return { status, code, paths: errors.map(({ path }: { path: string }) => path) };
}

Deno.test("createApi() refuses parameters by their names", async () => {
  const ask = await openProgram({});
  const refused = { status: 422, code: "BAD_PARAMETER" };
  assertEquals(await refusal(await ask("/api/sources?limit=0")), { ...refused, paths: ["limit"] });
  assertEquals(await refusal(await ask("/api/sources/x")), { ...refused, paths: ["id"] });
  assertEquals(await refusal(await ask("/api/sources?cursor=!")), {
    ...refused,
    paths: ["cursor"],
  });
  assertEquals(await refusal(await ask("/api/sources?limits=1")), {
    ...refused,
    paths: ["limits"],
  });
});

Deno.test("createApi() tells of paths that are not there, and of methods that they lack", async () => {
  const ask = await openProgram({});
  assertEquals(await refusal(await ask("/api/nothing")), {
    status: 404,
    code: "NOT_FOUND",
    paths: [],
  });
  const posted = { method: "POST", headers: { "Sec-Fetch-Site": "same-origin" } };
  const answer = await ask("/api/sources", posted);
  assertIs(answer.headers.get("Allow"), "GET, HEAD");
  assertIs((await refusal(answer)).status, 405);
});

Deno.test("createApi() takes a method that is called like what every object has for none", async () => {
  const api = createApi();
  const workspace = {} as Workspace; // It is not asked.
  const { signal } = new AbortController();
  const known = { workspace, requestId: "", remoteAddress: "", signal, authorize() {} };
  const bindings = { ...known, database: "embedded" as const };
  for (const method of ["constructor", "valueOf"]) {
    const ask = (path: string) =>
      api.fetch(new Request(`http://127.0.0.1${path}`, { method }), bindings);
    await assertRejects(() => ask("/api/sources"), { status: 405, allowed: ["GET", "HEAD"] });
    await assertRejects(() => ask("/api/nothing"), { status: 404 });
  }
});

Deno.test("createApi() says what each operation does, and what each of its parameters is", () => {
  const bare = Object.entries(DOCUMENT.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { summary, parameters = [] }]) => [
      ...(summary === undefined ? [`${method} ${path}`] : []),
      ...parameters.filter(({ description }) => description === undefined)
        .map(({ name }) => `${method} ${path} ${name}`),
    ])
  );
  assertEquals(bare, []);
});

Deno.test("createApi() describes nothing that has a name as null: what may be missing says so itself", () => {
  const { schemas = {} } = createApi().document().components ?? {};
  const nullable = Object.entries(schemas).filter(([, schema]) =>
    "type" in schema && Array.isArray(schema.type) && schema.type.includes("null")
  );
  assertEquals(nullable.map(([name]) => name), []);
  const { Schedule: schedule } = schemas;
  assertEquals("properties" in schedule && schedule.properties?.last_run, {
    anyOf: [{ $ref: "#/components/schemas/ScheduledRun" }, { type: "null" }],
    description: "The newest that was not skipped; null where it has none yet",
  });
});

Deno.test("createApi() tells nothing of a bug", async () => {
  const metrics = { sources: () => Promise.reject(new Error("a secret")) };
  const ask = await openProgram({ metrics } as unknown as Workspace);
  const answer = await ask("/api/sources");
  assertIs(answer.status, 500);
  assertIs((await answer.json()).detail, "Internal server error");
});

Deno.test("createApi() answers nobody who is not signed in, but where everyone may ask", async () => {
  const api = createApi();
  const asked: string[] = [];
  const bindings = {
    workspace: {} as Workspace,
    requestId: "r",
    database: "embedded" as const,
    remoteAddress: "127.0.0.1",
    signal: new AbortController().signal,
    authorize(access: string) {
      asked.push(access);
      throw new Error("stop");
    },
  };
  await api.fetch(new Request("http://127.0.0.1/api/sources?limit=x"), bindings).catch(() => {});
  assertEquals(asked, ["metrics:read"]);
});
