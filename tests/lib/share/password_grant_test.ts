import { equal } from "node:assert/strict";
import { isPasswordGrant, makePasswordGrant } from "@/lib/share/password_grant.ts";
import { HOUR, makeClock } from "@/tests/helpers/clock.ts";

const subject = { link: "one", passwordHash: "scrypt$stored" };

Deno.test("isPasswordGrant() knows its own for 12 hours", () => {
  const clock = makeClock();
  const grant = makePasswordGrant(subject, clock.now());
  equal(isPasswordGrant(subject, { grant, now: clock.now() }), true);
  clock.move(12 * HOUR - 1);
  equal(isPasswordGrant(subject, { grant, now: clock.now() }), true);
  clock.move(1);
  equal(isPasswordGrant(subject, { grant, now: clock.now() }), false);
});

Deno.test("isPasswordGrant() refuses what was not made for this link and password", async (t) => {
  const { now } = makeClock();
  const grant = makePasswordGrant(subject, now());
  const [end, signature] = grant.split(".");
  const later = String(Number(end) + HOUR);
  const cases: [string, boolean][] = [
    ["another link", isPasswordGrant({ ...subject, link: "two" }, { grant, now: now() })],
    [
      "another password",
      isPasswordGrant({ ...subject, passwordHash: "scrypt$other" }, { grant, now: now() }),
    ],
    ["a later end", isPasswordGrant(subject, { grant: `${later}.${signature}`, now: now() })],
    ["no signature", isPasswordGrant(subject, { grant: later, now: now() })],
    ["no end", isPasswordGrant(subject, { grant: `NaN.${signature}`, now: now() })],
    ["nothing", isPasswordGrant(subject, { grant: "", now: now() })],
  ];
  for (const [name, isGrant] of cases) await t.step(name, () => equal(isGrant, false));
});
