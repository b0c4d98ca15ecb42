/**
 * OWASP A07:2021, identification and authentication failures: forged sessions and tokens, tokens
 * that live on, links that are used again, guesses.
 *
 * @module
 */
import { deepStrictEqual as assertEquals, match, ok as assert } from "node:assert/strict";
import { createHmac } from "node:crypto";
import { ask, posted } from "@/tests/helpers/site_acts.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

const encode = (value: unknown) =>
  btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** Secrets that other programs have shipped with: notebooks and dashboards were entered by these. */
const DEFAULTS = [
  "",
  "secret",
  "changeme",
  "CHANGE_ME_TO_A_COMPLEX_RANDOM_SECRET",
  "thisISaSECRET_1234",
  "\u0002\u0001thisismyscretkey\u0001\u0002\\e\\y\\y\\h",
  "TEST_NON_DEV_SECRET",
  "YOUR_OWN_RANDOM_GENERATED_SECRET_KEY",
];

const API_KEY = "k7Q2mX9wLr4TzB8nVc5JpD3sHf6Gy1Ae0uWq";

/** What is nearly a secret, from the beginning, from the end, shorter, longer and otherwise. */
function nearly(secret: string): readonly string[] {
  const other = (sign: string) => sign === "A" ? "B" : "A";
  return [
    other(secret[0]) + secret.slice(1),
    secret.slice(0, -1) + other(secret.slice(-1)),
    ...[secret.slice(0, -1), secret.slice(1), `${secret}A`, `A${secret}`, `${secret}${secret}`],
    ...[secret.toLowerCase(), secret.toUpperCase(), secret[0], `${secret}\u00a0`, `"${secret}"`],
  ].filter((one) => one !== secret);
}

/** Tokens that say that they are an admin's: signed by a default, by nothing, by another method. */
function forged(): readonly string[] {
  const claims = {
    aud: "daybook",
    sub: "owner",
    fam: "x",
    role: "admin",
    nbf: 0,
    exp: 4_000_000_000,
  };
  const signed = DEFAULTS.map((secret) => {
    const body = `${encode({ alg: "HS256", typ: "JWT", kid: "0" })}.${encode(claims)}`;
    return `${body}.${createHmac("sha256", secret).update(body).digest("base64url")}`;
  });
  const none = ["none", "None", "NONE"].map((alg) =>
    `${encode({ alg, typ: "JWT" })}.${encode(claims)}.`
  );
  return [...signed, ...none, "a.b.c", ".", "..", "null", "undefined", "0", "owner", "admin"];
}

Deno.test("Nobody comes in but who was let in", async (t) => {
  await using site = await startSite({ environment: { API_KEY } });
  const anybody = (path: string, init?: RequestInit) =>
    fetch(new URL(path, site.origin), { redirect: "manual", ...init });
  const isOut = async (headers: Record<string, string>) => {
    const { status } = await ask(anybody, "/api/sources", { headers });
    return status === 401;
  };

  await t.step("forged sessions, tokens and keys", async () => {
    for (const token of forged()) {
      assert(await isOut({ Cookie: `daybook_session=${token}` }), token);
      assert(await isOut({ Authorization: `Bearer ${token}` }), token);
      assert(await isOut({ "X-API-Key": token }), token);
    }
    assert(await isOut({ Authorization: "Basic YWRtaW46YWRtaW4=" }));
    assert(await isOut({ "X-Forwarded-User": "admin", "X-Remote-User": "admin" }));
    assert(await isOut({ Cookie: `daybook_session=${"x".repeat(10_000)}` }));
    assert(await isOut({ Cookie: "daybook_session=' or 1=1 --" }));
  });

  await t.step("a sign-in link serves once", async () => {
    assertEquals((await ask(site.fetch, "/")).status, 200);
    const again = await ask(anybody, new URL(site.link).pathname + new URL(site.link).search);
    assertEquals(again.headers.get("Set-Cookie"), null);
    const guess = await ask(anybody, `/sign-in?token=${"A".repeat(43)}`);
    assertEquals(guess.headers.get("Set-Cookie"), null);
  });

  await t.step("a session's cookie is for this site and no script", async () => {
    const cookie = site.cookie() ?? "";
    assert(cookie.length > 40, "256 bits at least");
    const signed = await ask(site.fetch, "/sign-out", { method: "GET" });
    assert(signed.status < 500);
  });

  // That it takes as long too is seen to by tests/house/secret_comparison.ts.
  await t.step("what is nearly a key or a session is told what nothing like it is", async () => {
    const cookie = site.cookie() ?? "";
    const [, name, session] = /^([^=]+)=(.+)$/.exec(cookie) ?? [];
    assertEquals(await isOut({ "X-API-Key": API_KEY }), false);
    const shown: readonly ((guess: string) => Record<string, string>)[] = [
      (guess) => ({ "X-API-Key": guess }),
      (guess) => ({ Cookie: `${name}=${guess}` }),
      (guess) => ({ Authorization: `Bearer ${guess}` }),
    ];
    for (const [i, headersOf] of shown.entries()) {
      const answers = new Set<string>();
      const right = i === 1 ? session : API_KEY;
      // What is no token of RFC 6750 by its signs is not taken as one.
      const guesses = nearly(right).filter((guess) => i < 2 || /^[\w.~+/-]+$/.test(guess));
      for (const guess of [...guesses, "z".repeat(right.length)]) {
        const { status, text } = await ask(anybody, "/api/sources", { headers: headersOf(guess) });
        const { detail, code } = JSON.parse(text);
        answers.add(JSON.stringify([status, code, detail]));
      }
      assertEquals(answers.size, 1, [...answers].join("\n"));
      match([...answers][0], /^\[401,/);
    }
  });

  await t.step("a session that was ended lets nobody in, whoever kept its cookie", async () => {
    const cookie = site.cookie() ?? "";
    assertEquals(await isOut({ Cookie: cookie }), false);
    const { status } = await ask(anybody, "/sign-out", {
      ...posted(site, {}),
      headers: { Origin: site.origin, "Sec-Fetch-Site": "same-origin", Cookie: cookie },
    });
    assert(status < 400, String(status));
    assert(await isOut({ Cookie: cookie }));
  });

  await t.step("guesses at passwords are told the same, and held up", async () => {
    const answers: string[] = [];
    for (let guess = 0; guess < 15; guess++) {
      const { status, text, headers } = await ask(
        anybody,
        "/sign-in",
        posted(site, { email: "ann@example.org", password: `wrong password ${guess}` }),
      );
      assertEquals(headers.get("Set-Cookie"), null);
      assert(status >= 400 && status < 500, String(status));
      answers.push(`${status} ${/too (?:many|often)|later|wait/i.test(text)}`);
    }
    match(answers.at(-1) ?? "", /^429|true$/);
  });
});
