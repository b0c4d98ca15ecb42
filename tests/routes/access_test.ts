/**
 * Every route by every method, as everybody who could ask: with no role, each role, and keys.
 *
 * What each route takes is written down here a second time, so that opening one to more people
 * takes two changes.
 *
 * @module
 */
import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { createApi } from "@/lib/api/api.ts";
import { accessOf } from "@/lib/auth/access.ts";
import { roleCovers, type Scope, SCOPES } from "@/lib/auth/roles.ts";
import { AppError } from "@/lib/errors.ts";
import { filesBelow, loadModules } from "@/lib/web/modules.ts";
import type { RouteModule } from "@/lib/web/define.ts";
import { isRoute, routeTable } from "@/lib/web/routes.ts";
import type { Who } from "@/lib/workspace/access/contract.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { everyMethod } from "@/lib/workspace/shapes.ts";
import { formOf, openPages } from "@/tests/helpers/site.ts";
import { POLICIES } from "@/tests/helpers/policies.ts";

const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "SEARCH"];
const READS = ["GET", "HEAD", "OPTIONS"];

/** Who may ask, by the key that they show; each key of one scope is an admin's. */
const ASKERS: Readonly<Record<string, Who | null>> = {
  nobody: null,
  ...Object.fromEntries(
    (["viewer", "editor", "admin"] as const).map((role) => [
      role,
      { by: { type: "account", id: role }, role, scopes: null },
    ]),
  ),
  ...Object.fromEntries(
    SCOPES.map((scope) => [`key for ${scope}`, {
      by: { type: "account", id: "program" },
      role: "admin",
      scopes: [scope],
    }]),
  ),
};

/** Knows who asks; all else is refused as not found, so that whoever is let in is told that. */
const workspace = Object.fromEntries(
  everyMethod().map(([subject, methods]) => [
    subject,
    Object.fromEntries(
      methods.map(([name, shape]) => [
        name,
        shape === "values" || shape === "bytes" ? nothing : () => Promise.reject(notFound()),
      ]),
    ),
  ]),
) as unknown as Workspace;
Object.assign(workspace.access, {
  who: ({ credential }: Parameters<Workspace["access"]["who"]>[0]) =>
    Promise.resolve(credential.type === "bearer" ? ASKERS[decodeURI(credential.token)] : null),
});

// deno-lint-ignore require-yield -- it ends before it has told anything
async function* nothing(): AsyncGenerator<never> {
  await Promise.reject(notFound());
}

function notFound(): AppError {
  return new AppError("NOT_FOUND", "Cannot find it");
}

/** What a policy comes to for somebody. */
function mayUse(access: string, who: Who | null): boolean {
  if (["everyone", "link_readers", "each_operation"].includes(access)) return true;
  if (who === null) return false;
  if (access === "signed_in") return who.scopes === null;
  const scope = access as Scope; // POLICIES is checked against what routes declare
  return roleCovers(who.role, scope) && (who.scopes === null || who.scopes.includes(scope));
}

const routes = (await filesBelow("routes")).filter((file) => /\.tsx?$/.test(file) && isRoute(file));
const modules: Readonly<Record<string, RouteModule>> = await loadModules(routes);

Deno.test("Every route declares who may use it, and that is what is written down", () => {
  const declared = Object.fromEntries(
    routeTable(routes).map(({ pattern, file }) => [
      pattern,
      ["GET", "POST"].map((method) => accessOf(modules[file].config?.access, method)),
    ]),
  );
  deepStrictEqual(declared, POLICIES);
});

Deno.test("Every operation declares who may use it", () => {
  const { paths = {} } = createApi().document();
  const open: string[] = [];
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations as Record<string, object>)) {
      const access: unknown = Reflect.get(operation, "x-access");
      ok(access === "everyone" || accessOf(access, "GET") !== null, `${method} ${path}`);
      if (access === "everyone") open.push(`${method} ${path}`);
    }
  }
  deepStrictEqual(open.filter((one) => !/\/api\/(auth|docs)\//.test(one)), []);
});

Deno.test("No page hides an operation that has its path", () => {
  const table = routeTable(routes).map(({ pattern, file }) => {
    const parts = pattern.replaceAll(/:\w+\{\.\+\}/g, ".+").replaceAll(/:\w+/g, "[^/]+");
    return { file, path: new RegExp(`^${parts}$`) };
  });
  const { paths = {} } = createApi().document();
  const hidden = Object.keys(paths).flatMap((path) => {
    const asked = path.replaceAll(/\{\w+\}/g, "x");
    // The most specific comes first, and answers.
    const file = table.find((route) => route.path.test(asked))?.file;
    return file === "routes/api/[...path].ts" ? [] : [`${path} by ${file}`];
  });
  deepStrictEqual(hidden, []);
});

for (const [pattern, [read, write]] of Object.entries(POLICIES)) {
  Deno.test(`${pattern} lets in whom its policy says, by every method`, async () => {
    const file = routeTable(routes).find((route) => route.pattern === pattern)?.file ?? "";
    const fetchPage = await openPages(workspace, [file]);
    const path = pattern.replaceAll(/:\w+(\{[^}]*\})?\??/g, "x");
    for (const [name, who] of Object.entries(ASKERS)) {
      for (const method of METHODS) {
        const access = READS.includes(method) ? read : write;
        const headers = new Headers(formOf({}).headers);
        if (who !== null) headers.set("Authorization", `Bearer ${encodeURI(name)}`);
        const answer = await fetchPage(path, { method, headers });
        await answer.body?.cancel();
        const { status } = answer;
        const toSignIn = answer.headers.get("Location") ===
          `/sign-in?${new URLSearchParams({ next: path })}`;
        const isRefused = status === 401 || status === 403 || toSignIn;
        const isOpenApi = access === "each_operation" && who === null;
        equal(
          isRefused,
          isOpenApi || !mayUse(access ?? "", who),
          `${method} ${path}: ${name}, ${status}`,
        );
        if (isRefused) equal(status === 403, who !== null, `${method} ${path}: ${name}, ${status}`);
      }
    }
  });
}

Deno.test("A route that declares nothing is refused to everybody", async () => {
  const { createApp } = await import("@/lib/web/app.ts");
  const around = await loadModules(["routes/_middleware.ts", "routes/_500.tsx"]);
  const { createState } = await import("@/routes/(_shared)/define.ts");
  const { statusOf } = await import("@/routes/(_shared)/problem.ts");
  const app = createApp({
    modules: { ...around, "routes/api/new.ts": { handler: () => new Response("secret") } },
    scripts: { base: "", islands: {}, imports: {}, everywhere: [] },
    state: (request) => createState(workspace, request),
    statusOf,
    onError() {},
  });
  for (const name of Object.keys(ASKERS)) {
    const headers = { Authorization: `Bearer ${encodeURI(name)}` };
    const request = new Request("http://127.0.0.1:8000/api/new", { headers });
    const answer = await app.fetch(request, { remoteAddress: "127.0.0.1" });
    equal(answer.status, 403, name);
    equal((await answer.text()).includes("secret"), false);
  }
});
