import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { about, withAbout } from "@/lib/seen/about.ts";

Deno.test("withAbout() holds for what the work calls and awaits, and for nothing else", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const later = async () => {
    await promise;
    return about();
  };
  const one = withAbout({ request: "one" }, () => withAbout({ run: "first" }, later));
  const two = withAbout({ request: "two" }, later);
  resolve();
  assertEquals(await one, { request: "one", run: "first" });
  assertEquals(await two, { request: "two" });
  assertEquals(about(), {});
});

Deno.test("withAbout() holds for each step of what yields one after the other", async () => {
  async function* steps() {
    yield about();
    await Promise.resolve();
    yield about();
  }
  const found = await withAbout({ request: "one" }, () => Array.fromAsync(steps()));
  assertEquals(found, [{ request: "one" }, { request: "one" }]);
});
