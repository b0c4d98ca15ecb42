import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  strictEqual as assertIs,
} from "node:assert/strict";
import type { Access } from "@/lib/workspace/access/contract.ts";
import type { Owner } from "@/lib/workspace/owner/contract.ts";
import type { Seen } from "@/lib/workspace/seen/contract.ts";
import { createRequestLimits } from "@/lib/workspace/access/request_limits.ts";
import { requestRates } from "@/lib/workspace/access/request_rates.ts";
import { openPages, ORIGIN } from "@/tests/helpers/site.ts";
import { OWNER_SESSION } from "@/tests/helpers/signed_pages.ts";

/** An owner whose only session is "right". */
const owner: Owner = {
  signIn: () => Promise.resolve(null),
  session: ({ session }) =>
    Promise.resolve(
      session === "right" ? OWNER_SESSION : null,
    ),
  signOut: () => Promise.resolve(),
};

const fetchPage = await openPages({ owner }, ["routes/health.ts", "routes/sign-in.tsx"]);

function statusOf(path: string, init?: RequestInit): Promise<number> {
  return fetchPage(path, init).then(({ status }) => status);
}

Deno.test("_middleware sends who is not signed in to the sign-in page, and back afterwards", async () => {
  const answer = await fetchPage("/notebooks/one?from=2026-01-01");
  assertIs(answer.status, 303);
  assertIs(
    answer.headers.get("Location"),
    "/sign-in?next=%2Fnotebooks%2Fone%3Ffrom%3D2026-01-01",
  );
});

Deno.test("_middleware tells programs that they are not signed in, and tells forms so", async () => {
  const answer = await fetchPage("/api/notebooks");
  assertIs(answer.status, 401);
  assertIs(answer.headers.get("Content-Type"), "application/problem+json");
  assertIs((await answer.json()).code, "NOT_SIGNED_IN");
  assertIs(await statusOf("/notebooks", { method: "POST" }), 401);
});

Deno.test("_middleware leads nobody who takes JSON to the page of signing in", async () => {
  for (const accept of ["application/json", "application/problem+json, */*"]) {
    const answer = await fetchPage("/none", { headers: { Accept: accept } });
    assertIs(answer.status, 401, accept);
    assertIs(answer.headers.get("Content-Type"), "application/problem+json");
    assertIs((await answer.json()).code, "NOT_SIGNED_IN");
  }
});

Deno.test("_middleware tells what watches over it in JSON that it asks in a wrong way", async () => {
  const answer = await fetchPage("/health", { method: "PUT" });
  assertIs(answer.status, 405);
  assertIs(answer.headers.get("Content-Type"), "application/problem+json");
  assertIs((await answer.json()).code, "BAD_USAGE");
});

Deno.test("_middleware lets everybody see that it runs, and sign in", async () => {
  assertIs(await statusOf("/health"), 200);
  assertIs(await statusOf("/sign-in"), 200);
  // Paths that only begin alike are not open.
  assertIs(await statusOf("/healthy"), 303);
  assertIs(await statusOf("/sign-inside"), 303);
});

Deno.test("_middleware knows a session by its cookie among others", async () => {
  const cookies: [string, number][] = [
    ["a=1; daybook_session=right; b=2", 404],
    ["daybook_session=right", 404],
    ["daybook_session=wrong", 303],
    ["not_daybook_session=right", 303],
    ["daybook_session=", 303],
  ];
  for (const [cookie, status] of cookies) {
    assertIs(await statusOf("/none", { headers: { Cookie: cookie } }), status, cookie);
  }
});

Deno.test("_middleware takes what is sent with a cookie from its own pages alone", async (t) => {
  const cases: [name: string, headers: Record<string, string>, status: number][] = [
    ["a page of its own", { "Sec-Fetch-Site": "same-origin" }, 404],
    ["an old browser's page of its own", { Origin: ORIGIN }, 404],
    ["another site", { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" }, 403],
    ["another port", { Origin: "http://127.0.0.1:8001" }, 403],
    ["a sister's domain", { "Sec-Fetch-Site": "same-site", Origin: ORIGIN }, 403],
    ["a page in a sandbox", { Origin: "null" }, 403],
    ["nobody who says so", {}, 403],
  ];
  for (const [name, given, status] of cases) {
    await t.step(name, async () => {
      const headers = { ...given, Cookie: "daybook_session=right" };
      assertIs(await statusOf("/none", { method: "POST", headers }), status);
      // What only reads is not held up.
      assertIs(await statusOf("/none", { headers }), 404);
    });
  }
});

Deno.test("_middleware sets its headers on whatever is answered", async () => {
  for (const path of ["/health", "/none", "/api/none", "/sign-in?token=wrong"]) {
    const { headers } = await fetchPage(path);
    assertMatch(headers.get("Content-Security-Policy") ?? "", /default-src 'self'/, path);
    assertMatch(headers.get("X-Robots-Tag") ?? "", /noindex/, path);
    assertEquals(headers.get("Cache-Control"), "no-store", path);
    assertMatch(headers.get("X-Request-Id") ?? "", /^[0-9a-f-]{36}$/, path);
  }
});

Deno.test("_middleware lets nobody frame a page, whatever policy the settings give", async () => {
  const policies: [given: string, answered: string][] = [
    ["default-src 'self'", "default-src 'self'; frame-ancestors 'none'"],
    ["default-src 'self';", "default-src 'self'; frame-ancestors 'none'"],
    ["frame-ancestors 'self'", "frame-ancestors 'self'"],
  ];
  for (const [contentPolicy, answered] of policies) {
    const fetchPage = await openPages({ owner }, ["routes/health.ts"], undefined, {
      contentPolicy,
    });
    const { headers } = await fetchPage("/health");
    assertIs(headers.get("Content-Security-Policy"), answered);
    // Browsers that know the policy's rule leave this one out of account.
    assertIs(headers.get("X-Frame-Options"), "DENY", contentPolicy);
    assertIs(headers.get("Cross-Origin-Resource-Policy"), "same-origin", contentPolicy);
  }
});

Deno.test("_middleware refuses addresses that lead up, and says so to the audit log", async () => {
  const noted: unknown[] = [];
  const access = {
    noteClimbing: (asked: unknown) => Promise.resolve(void noted.push(asked)),
  } as unknown as Access; // nothing else is asked
  const fetchPage = await openPages({ owner, access }, ["routes/health.ts"]);
  const paths = ["/data/..%2f..%2fetc%2fpasswd", "/s/%2e%2e%5cfile", "/a%2F..", "/a/..%2Fb"];
  for (const path of paths) {
    assertIs((await fetchPage(path)).status, 404, path);
  }
  assertIs(noted.length, paths.length);
  // Browsers take those that are plain out by themselves.
  assertIs((await fetchPage("/a/../health")).status, 200);
  assertIs((await fetchPage("/health?next=/../a")).status, 200);
});

Deno.test("_middleware tells programs how to show who they are", async () => {
  assertIs((await fetchPage("/api/none")).headers.get("WWW-Authenticate"), "Bearer");
  assertIs((await fetchPage("/none")).headers.get("WWW-Authenticate"), null);
});

Deno.test("_middleware refuses who asks too often, before anything is asked for them", async (t) => {
  let asked = 0;
  const counted: Owner = {
    ...owner,
    session: (given) => {
      asked++;
      return owner.session(given);
    },
  };
  const seen: Seen = {
    figures: () => Promise.resolve(""),
    ready: () => Promise.resolve({ database: true, queue: true, disk: true }),
    overdue: () => Promise.resolve(0),
  };
  const openLimited = () =>
    openPages(
      { owner: counted, seen },
      [
        "routes/health.ts",
        "routes/health/jobs.ts",
        "routes/health/ready.ts",
        "routes/sign-in.tsx",
        "routes/api/[...path].ts",
      ],
      undefined,
      {
        limits: createRequestLimits({
          rates: requestRates({ requestsPerMinute: 3, ingestsPerMinute: 2 }),
          now: () => 0,
          later: () => {},
          tell: () => Promise.resolve([]),
        }),
      },
    );

  await t.step("on a page for people, as a problem for programs", async () => {
    const fetchPage = await openLimited();
    for (let i = 0; i < 3; i++) assertIs((await fetchPage("/sign-in")).status, 200);
    const page = await fetchPage("/sign-in");
    assertIs(page.status, 429);
    // One of three a minute comes back after 20 seconds.
    assertIs(page.headers.get("Retry-After"), "20");
    assertMatch(await page.text(), /<h1[^>]*>Too many at once/);
    const problem = await fetchPage("/api/sources");
    assertEquals([problem.status, problem.headers.get("Retry-After")], [429, "20"]);
    assertIs(problem.headers.get("Content-Type"), "application/problem+json");
    assertIs((await problem.json()).code, "TOO_OFTEN");
    // What watches over it is not held up, here from this machine.
    for (const path of ["/health", "/health/jobs", "/health/ready"]) {
      assertIs((await fetchPage(path)).status, 200, path);
    }
  });

  await t.step("what brings events apart", async () => {
    const fetchPage = await openLimited();
    const ingest = () => fetchPage("/api/ingest?source_name=a", { method: "POST", body: "a" });
    assertEquals([(await ingest()).status, (await ingest()).status], [401, 401]);
    assertIs((await ingest()).status, 429);
    assertIs((await fetchPage("/sign-in")).status, 200);
  });

  await t.step(
    "who is known by themselves, and cookies that are made up by their address",
    async () => {
      const fetchPage = await openLimited();
      const as = async (session: string) =>
        (await fetchPage("/sign-in", { headers: { Cookie: `daybook_session=${session}` } })).status;
      asked = 0;
      // The first is found behind the cookie, the next three count for them.
      const known = [await as("right"), await as("right"), await as("right"), await as("right")];
      assertEquals([...known, await as("right")], [...known.map(() => known[0]), 429]);
      assertEquals([await as("one"), await as("two"), await as("three")], [200, 200, 429]);
      // Nobody was asked about those that were refused.
      assertIs(asked, 6);
    },
  );
});
