import { deepStrictEqual } from "node:assert/strict";
import { faultsOf } from "@/lib/page/accounts/faults.ts";

Deno.test("faultsOf() finds nothing wrong with what is right", () => {
  const typed = { email: "eva@example.com", name: "Eva", password: "four plain words" };
  deepStrictEqual(faultsOf(typed), {});
  deepStrictEqual(faultsOf({}), {});
});

Deno.test("faultsOf() names each field that is wrong, and what to do", () => {
  const cases: [Parameters<typeof faultsOf>[0], string, RegExp][] = [
    [{ email: "eva" }, "email", /One reads like name@example\.com/],
    [{ name: " " }, "name", /Write a name of 1 to 100/],
    [{ password: "short" }, "password", /at least 12/],
    [{ password: "a".repeat(1001) }, "password", /at most 1,000/],
    [{ password: "aaaaaaaaaaaaaa" }, "password", /four or more different/],
    [{ email: "eva@example.com", password: "eva@example.com 1" }, "password", /leave your e-mail/],
  ];
  for (const [typed, field, words] of cases) {
    const faults = faultsOf(typed);
    deepStrictEqual([Object.keys(faults), words.test(faults[field])], [[field], true], field);
  }
});
