/**
 * OWASP A05:2021, security misconfiguration: headers, methods, hosts, what errors tell.
 *
 * @module
 */
import {
  deepStrictEqual as assertEquals,
  doesNotMatch,
  match,
  ok as assert,
} from "node:assert/strict";
import { ask } from "@/tests/helpers/site_acts.ts";
import { startSite } from "@/tests/helpers/started_site.ts";
import { runTask } from "@/tests/helpers/command.ts";

Deno.test("A site tells nothing of how it is made, and gives no page to other sites", async (t) => {
  await using site = await startSite();
  const anybody = (path: string, init?: RequestInit) =>
    fetch(new URL(path, site.origin), { redirect: "manual", ...init });

  await t.step("headers on whatever is answered", async () => {
    for (const path of ["/", "/sign-in", "/health", "/nothing", "/api/nothing", "/s/nothing"]) {
      const { headers } = await ask(anybody, path);
      match(
        headers.get("Content-Security-Policy") ?? "",
        /default-src 'self'.*object-src 'none'|default-src 'self'/,
        path,
      );
      doesNotMatch(
        headers.get("Content-Security-Policy") ?? "",
        /unsafe-eval|script-src[^;]*'unsafe-inline'|\*/,
      );
      assertEquals(headers.get("X-Content-Type-Options"), "nosniff", path);
      assertEquals(headers.get("Cross-Origin-Opener-Policy"), "same-origin", path);
      for (const name of ["Server", "X-Powered-By", "Access-Control-Allow-Origin"]) {
        assertEquals(headers.get(name), null, `${path} ${name}`);
      }
    }
  });

  await t.step("errors tell no stack, no SQL and no place on the disk", async () => {
    const asked: [path: string, init?: RequestInit][] = [
      ["/nothing"],
      ["/api/nothing"],
      ["/notebooks/%ff%fe"],
      ["/api/results/x/rows?sort=%00"],
      ["/health", { method: "DELETE" }],
      ["/sign-in", { method: "POST", body: "%%%" }],
    ];
    for (const [path, init] of asked) {
      for (const fetched of [anybody, site.fetch]) {
        const { status, text } = await ask(fetched, path, init);
        assert(status < 500, `${path}: ${status}`);
        doesNotMatch(
          text,
          /\bat .*\.tsx?:\d|file:\/\/|select .* from |node_modules|\/lib\/\w+\//i,
          path,
        );
      }
    }
  });

  await t.step("another host's name is not answered, as a page of it could lead here", async () => {
    const { hostname, port } = new URL(site.origin);
    for (
      const host of [
        "evil.example",
        `evil.example:${port}`,
        "127.0.0.1.evil.example",
        "[::ffff:7f00:1]",
        "",
      ]
    ) {
      using connection = await Deno.connect({ hostname, port: Number(port) });
      await connection.write(
        new TextEncoder().encode(`GET /sign-in HTTP/1.1\r\nHost: ${host}\r\n\r\n`),
      );
      const bytes = new Uint8Array(2048);
      const length = await connection.read(bytes) ?? 0;
      match(new TextDecoder().decode(bytes.subarray(0, length)), /^HTTP\/1\.1 4(?:21|00)/, host);
    }
  });

  await t.step("methods that nothing takes", async () => {
    for (const method of ["PUT", "DELETE", "PATCH", "PROPFIND"]) {
      const { status } = await ask(anybody, "/sign-in", { method });
      assert([401, 403, 405].includes(status), `${method}: ${status}`);
    }
  });

  await t.step("figures are not told through a proxy", async () => {
    const { status } = await ask(anybody, "/metrics", {
      headers: { "X-Forwarded-For": "203.0.113.7" },
    });
    assert([303, 401, 403].includes(status), String(status));
  });
});

Deno.test("A site does not start in production without a key of its own, and tells no key", async () => {
  const weak = "change-me-please-change-me-please-change";
  for (const key of ["", "short-secret", weak]) {
    const { code, out, errors } = await runTask("start", ["--port", "0"], {
      environment: { APP_ENV: "production", APP_ENCRYPTION_KEY: key },
    });
    assertEquals(code, 2, errors);
    match(errors, /APP_ENCRYPTION_KEY/);
    assert(key === "" || !`${out}${errors}`.includes(key), errors);
  }
});
