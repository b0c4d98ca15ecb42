import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import { Gathering } from "@/lib/gathering.ts";

/** Doubles numbers below ten; `done` tells what was done at a time. */
function doubling(count: (waiting: readonly number[]) => number) {
  const done: (readonly number[])[] = [];
  const double = (numbers: readonly number[]) => {
    done.push(numbers);
    const large = numbers.find((number) => number >= 10);
    if (large !== undefined) return Promise.reject(new RangeError(`${large}`));
    return Promise.resolve(numbers.map((number) => 2 * number));
  };
  const gathering = new Gathering<number, number>({
    together: double,
    alone: async (number) => (await double([number]))[0],
    count,
  });
  return { done, ask: (number: number) => gathering.ask(number) };
}

Deno.test("Gathering does together what is asked for meanwhile", async () => {
  const { done, ask } = doubling(({ length }) => length);
  assertEquals(await Promise.all([1, 2, 3, 4].map(ask)), [2, 4, 6, 8]);
  assertEquals(await ask(5), 10);
  assertEquals(done, [[1], [2, 3, 4], [5]]);
});

Deno.test("Gathering takes as many as fit, and one at least", async () => {
  const { done, ask } = doubling((waiting) => waiting[0] === 2 ? 0 : 2);
  assertEquals(await Promise.all([1, 2, 3, 4, 5].map(ask)), [2, 4, 6, 8, 10]);
  // 1 is under way when the others come; none fits with 2.
  assertEquals(done, [[1], [2], [3, 4], [5]]);
});

Deno.test("Gathering refuses nobody for another's sake", async () => {
  const { done, ask } = doubling(({ length }) => length);
  const [, second, third] = [1, 12, 3].map(ask);
  await assertRejects(second, RangeError);
  assertEquals(await third, 6);
  assertEquals(done, [[1], [12, 3], [12], [3]]);
  assertEquals(await ask(4), 8);
});
