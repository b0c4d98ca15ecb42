import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { createLog } from "@/lib/log.ts";
import { openSignedPages } from "@/tests/helpers/signed_pages.ts";

Deno.test("_500 tells the id that names the request in the log, and nothing else", async () => {
  const failures = [
    new Error("a secret of the database"),
    // As the engine's bugs arrive.
    new AppError("INTERNAL_ERROR", "Internal server error"),
  ];
  for (const failure of failures) {
    const lines: string[] = [];
    const noted: string[] = [];
    const log = createLog({ level: "error", write: (line) => lines.push(line) });
    const files = {
      list: () => Promise.reject(failure),
    };
    const access = {
      noteFault: ({ request }: { readonly request: string }) =>
        Promise.resolve(void noted.push(request)),
    };
    const parts = { files, access } as never; // It asks for nothing else.
    const fetchPage = await openSignedPages(parts, ["routes/data/index.tsx"], log);
    const answer = await fetchPage("/data?secret=token");
    const html = await answer.text();
    assertIs(answer.status, 500);
    const [, id] = /Request <code>([\w-]+)<\/code> names it in the log/.exec(html) ?? [];
    assertIs(id, answer.headers.get("X-Request-Id"));
    assert(!html.includes("secret"), html);
    assertIs(lines.length, 1);
    const { event, request, route } = JSON.parse(lines[0]);
    assertIs(`${event} ${request} ${route}`, `web.error ${id} routes/data/index.tsx`);
    assert(!lines[0].includes("token"));
    // The engine has noted its own.
    assertEquals(noted, failure instanceof AppError ? [] : [id]);
  }
});

Deno.test("_500 leaves refusals out of the log, and tells which methods are taken", async () => {
  const lines: string[] = [];
  const log = createLog({ level: "error", write: (line) => lines.push(line) });
  const fetchPage = await openSignedPages({}, ["routes/health.ts"], log);
  const answer = await fetchPage("/health", {
    method: "DELETE",
    headers: { "Sec-Fetch-Site": "same-origin" },
  });
  assertIs(answer.status, 405);
  assertIs(answer.headers.get("Allow"), "GET, HEAD, OPTIONS");
  assertMatch(await answer.text(), /Not to be had this way/);
  assertIs(lines.length, 0);
});
