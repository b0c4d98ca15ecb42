import {
  deepStrictEqual as assertEquals,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import { refuseListening } from "@/lib/cli/refuse_listening.ts";
import { AppError } from "@/lib/errors.ts";

Deno.test("refuseListening() says what is wrong with a place, and what to do", async (t) => {
  const place = { hostname: "192.0.2.1", port: 80 };
  const cases: readonly (readonly [new (message: string) => Error, string, string])[] = [
    [Deno.errors.AddrInUse, "port 80 must be free", "by PORT or --port"],
    [Deno.errors.AddrNotAvailable, 'current value is "192.0.2.1"', "Set HOST"],
    [Deno.errors.PermissionDenied, "allowed to at port 80", "from 1024 on"],
  ];
  for (const [Thrown, message, remedy] of cases) {
    await t.step(Thrown.name, () => {
      const told = refuseListening(new Thrown("os error"), place);
      assert(told instanceof AppError);
      assertIs(told.code, "BAD_USAGE");
      assert(told.message.includes(message), told.message);
      assert(told.problems[0].remedy?.includes(remedy));
    });
  }
});

Deno.test("refuseListening() leaves what it does not know as it is", () => {
  const bug = new TypeError("no such thing");
  assertEquals(refuseListening(bug, { hostname: "::1", port: 1 }), bug);
});
