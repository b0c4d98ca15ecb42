import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { openProgram } from "@/tests/helpers/program.ts";

const ask = await openProgram({});

/** What an answer says of the first thing that is wrong. */
async function firstOf(path: string, init: RequestInit = {}) {
  const { detail, errors: [first] } = await (await ask(path, init)).json();
  return { detail, path: first?.path, remedy: first?.remedy };
}

function posted(body: string, type = "application/json"): RequestInit {
  return {
    method: "POST",
    body,
    headers: { "Content-Type": type, "Sec-Fetch-Site": "same-origin" },
  };
}

Deno.test("refuseValues() says what must be, and what was sent", async (t) => {
  const cases: [string, string, string][] = [
    ["/api/sources?limit=0", "limit", 'limit must be at least 1: current value is "0"'],
    ["/api/sources?limit=2000", "limit", 'limit must be at most 1000: current value is "2000"'],
    ["/api/sources/shop", "id", 'id must be a number: current value is "shop"'],
    [
      "/api/metrics/daily?source_name=shop&start_date=5.1.2026",
      "start_date",
      'start_date must be a day, as 2026-01-31: current value is "5.1.2026"',
    ],
  ];
  for (const [address, path, rule] of cases) {
    await t.step(address, async () => {
      const told = { detail: `Cannot answer as ${rule}`, path, remedy: null };
      assertEquals(await firstOf(address), told);
    });
  }
});

Deno.test("refuseValues() says where what is missing goes", async () => {
  const missing = {
    detail: "Cannot answer as source_name must be given: current value is missing",
    path: "source_name",
    remedy: "Add source_name to the address",
  };
  assertEquals(await firstOf("/api/metrics/daily"), missing);
  // Its parameters stand in the address, and what is sent in a body is none of them.
  assertEquals(await firstOf("/api/kpi/run", posted('{"source_name":"shop"}')), missing);
});

Deno.test("refuseValues() says which parameter a wrong name was meant to be", async () => {
  assertEquals(await firstOf("/api/sources?limits=1"), {
    detail: 'Cannot answer as what is sent must be known: current value is "limits"',
    path: "limits",
    remedy: 'Did you mean "limit"?',
  });
  assertEquals((await firstOf("/api/sources?page=1")).remedy, "It may be limit, cursor");
});

Deno.test("refuseValues() shows nothing of a body, which may hold a password", async () => {
  const body = JSON.stringify({ email: "ann@example.org", password: 123456 });
  assertEquals(await firstOf("/api/auth/login", posted(body)), {
    detail: "Cannot answer as password must be text: current value is not shown",
    path: "password",
    remedy: null,
  });
  assertEquals(
    (await firstOf("/api/auth/login", posted('{"email":"ann@example.org"}'))).remedy,
    "Add password to the body",
  );
});

Deno.test("tellRefusal() says how a body must be called", async () => {
  const form = posted("email=ann@example.org", "application/x-www-form-urlencoded");
  assertEquals(
    (await firstOf("/api/auth/login", form)).detail,
    "Cannot take what was sent as its Content-Type must be application/json: " +
      'current value is "application/x-www-form-urlencoded"',
  );
});
