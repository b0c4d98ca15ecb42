import { deepStrictEqual, equal, throws } from "node:assert/strict";
import type { Untold } from "@/lib/auth/limits/shared_allowance.ts";
import type { Credential, Who } from "@/lib/workspace/access/contract.ts";
import { createRequestLimits } from "@/lib/workspace/access/request_limits.ts";
import { requestRates } from "@/lib/workspace/access/request_rates.ts";

/** 20 requests and 40 that bring events a minute: a key is told with one and with two. */
const RATES = requestRates({ requestsPerMinute: 20, ingestsPerMinute: 40 });

const SESSION: Credential = { type: "session", session: "of a browser" };
const KEY: Credential = { type: "key", key: "of a program" };
const ANNE: Pick<Who, "by"> = { by: { type: "account", id: "anne" } };

/** Limits at a moment that stands still; what is told waits until it is asked for. */
function makeLimits() {
  const told: (readonly Untold[])[] = [];
  let work: (() => void) | null = null;
  let isAway = false;
  const limits = createRequestLimits({
    rates: RATES,
    now: () => 0,
    later: (given) => work = given,
    tell: (asked) => {
      if (isAway) return Promise.reject(new Error("The engine is away"));
      told.push(asked.told);
      return Promise.resolve(asked.told.map(({ uses }) => uses * 3000));
    },
  });
  const count = (credential: Credential | null, address = "192.0.2.1") =>
    limits.count({ kind: "requests", credential, address });
  return {
    limits,
    told,
    count,
    fill(credential: Credential | null, address?: string) {
      let counted = 0;
      throws(() => {
        for (; counted < 1000; counted++) count(credential, address);
      }, { code: "TOO_OFTEN" });
      return counted;
    },
    isWaiting: () => work !== null,
    setAway: (value: boolean) => isAway = value,
    async tell() {
      const given = work;
      work = null;
      await given?.();
    },
  };
}

Deno.test("count() refuses an address that asks too often, and says when to try again", () => {
  const { count, fill } = makeLimits();
  equal(fill(null), 20);
  // One comes back every three seconds.
  throws(() => count(null), {
    code: "TOO_OFTEN",
    retryAfterSeconds: 3,
    message: "Cannot answer as 20 requests a minute may come: try again in a while",
  });
  count(null, "192.0.2.2");
});

Deno.test("count() takes a network of IPv6 for one address", () => {
  const { count, fill } = makeLimits();
  equal(fill(null, "2001:db8::1"), 20);
  throws(() => count(null, "2001:db8::ffff:1"), { code: "TOO_OFTEN" });
  count(null, "2001:db8:0:1::1");
});

Deno.test("count() counts an account for itself, its browsers apart from its programs", () => {
  const { limits, count, fill } = makeLimits();
  // Until somebody is found behind them, they count for the address.
  count(SESSION);
  count(KEY);
  limits.learn(SESSION, ANNE);
  limits.learn(KEY, ANNE);
  equal(fill(KEY), 20);
  equal(fill(SESSION, "192.0.2.7"), 20);
  equal(fill(null), 18);
  const other: Credential = { type: "bearer", token: "of the same" };
  limits.learn(other, ANNE);
  throws(() => count(other), { code: "TOO_OFTEN" });
  // One that is over counts for the address again, as one that is made up does.
  limits.learn(SESSION, null);
  throws(() => count(SESSION), { code: "TOO_OFTEN" });
  count(SESSION, "192.0.2.9");
  throws(() => count({ type: "session", session: "made up" }), { code: "TOO_OFTEN" });
});

Deno.test("count() counts what brings events apart", () => {
  const { limits, count, fill } = makeLimits();
  equal(fill(null), 20);
  const ingest = () => limits.count({ kind: "ingest", credential: null, address: "192.0.2.1" });
  for (let i = 0; i < 40; i++) ingest();
  throws(ingest, { code: "TOO_OFTEN", message: /40 requests a minute/ });
  throws(() => count(null), { code: "TOO_OFTEN" });
});

Deno.test("createRequestLimits() tells the engine in turns, and hears what others have used", async () => {
  const { count, told, tell, isWaiting, fill } = makeLimits();
  equal(isWaiting(), false);
  count(null);
  count(null);
  await tell();
  const both = { rate: "requests", key: "address 192.0.2.1", uses: 2, since: 0, refused: false };
  deepStrictEqual(told, [[both]]);
  // The engine said that two are used: 18 are left.
  equal(fill(null), 18);
  equal(isWaiting(), true);
  await tell();
  deepStrictEqual(told[1], [{ ...both, uses: 18, refused: true }]);
});

Deno.test("createRequestLimits() goes on while the engine is away, and tells it later", async () => {
  const { count, told, tell, isWaiting, setAway } = makeLimits();
  setAway(true);
  count(null);
  await tell();
  deepStrictEqual([told, isWaiting()], [[], true]);
  count(null);
  setAway(false);
  await tell();
  deepStrictEqual(told.map(([{ uses }]) => uses), [2]);
});
